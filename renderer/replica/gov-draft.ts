import { fromHex } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Draft } from '../../shared/bridge.ts'
import { isVoid } from '../../shared/contract/index.ts'
import { judgeGov } from '../../shared/contract/judge-gov.ts'
import { checkExamples, readDefinition } from '../../shared/contract/service/index.ts'
import { type Body, decode, encode, type Value } from '../../shared/ledger/index.ts'
import type { GovAct } from './gov-api.ts'
import type { Snapshot } from './snapshot.ts'

/** Kinds of entries that registrars write here, by what they say. */
const KINDS = {
  publish: 'service',
  sign: 'service',
  numbers: 'numbers',
  policy: 'policy',
  revoke: 'revoke',
} as const satisfies Record<GovAct['kind'], string>

/**
 * The draft of an entry of gov. It is judged as the next leaf would be, on gov with everything of this desktop that is on its way there; what the
 * ledger would void is not signed. Codes: no-effect (detail: the outcome), wrong-shape, too-large, form-invalid.
 */
export function draftGov(now: Snapshot, act: GovAct): Result<Draft> {
  const said = dataOf(act)
  if (!said.ok) return said
  const data = encoded(said.value)
  if (!data.ok) return data
  const kind = KINDS[act.kind]
  // The ledger does not try examples: whoever signs does.
  const tried = examplesHold(now, act)
  if (!tried.ok) return tried
  const outcome = expectedOutcome(now, kind, data.value)
  if (isVoid(outcome)) return fail('no-effect', outcome)
  return ok({ kind, scope: ['gov'], case: null, subj: [], data: data.value, payload: null, att: [] })
}

/** The same bytes as what is signed, read back: what comes out of them is what everybody else will judge. */
function expectedOutcome(now: Snapshot, kind: string, data: Uint8Array): string {
  const read = decode(data, { max: LIMITS.body, depth: LIMITS.depth - 1 })
  if (!read.ok) return 'void(shape)'
  const body: Body = {
    ...{ v: 1, net: now.site.net, kind, scope: ['gov'], key: now.person.key, epoch: 0, seq: 0, prev: null, time: 0 },
    ...{ case: null, subj: [], data: read.value as Body['data'], commit: null, att: [] },
  }
  return judgeGov(now.govWaiting.gov, body, new Uint8Array(32), now.height).outcome
}

type Said = { readonly [key: string]: unknown }

function dataOf(act: GovAct): Result<Said> {
  switch (act.kind) {
    case 'publish':
      return ok({ definition: act.definition })
    case 'sign': {
      const hash = fromHex(act.hash)
      return hash.ok ? ok({ code: act.code, version: act.version, hash: hash.value }) : hash
    }
    case 'numbers': {
      const { office, series, from, to } = act
      const key = fromHex(act.key)
      return key.ok ? ok({ office, series, key: key.value, from, to }) : key
    }
    case 'policy':
      return ok({ name: act.name, value: act.value })
    case 'revoke': {
      const key = fromHex(act.key)
      return key.ok ? ok({ key: key.value, last: null, reason: act.reason.trim() }) : key
    }
  }
}

/** Leaves room for the rest of the body around it. */
const MOST = LIMITS.body - 512

/** What people have typed may hold what CBOR of the ledger does not know: fractions, half characters. Codes: wrong-shape, too-large. */
function encoded(said: Said): Result<Uint8Array> {
  let data: Uint8Array
  try {
    data = encode(said as Value)
  } catch (error) {
    return fail('wrong-shape', error instanceof Error ? error.message : '')
  }
  return data.length > MOST ? fail('too-large', `${data.length} of ${MOST} bytes`) : ok(data)
}

function examplesHold(now: Snapshot, act: GovAct): Result<null> {
  const document = act.kind === 'publish' ? act.definition : act.kind === 'sign' ? proposed(now, act) : undefined
  if (document === undefined) return ok(null)
  const read = readDefinition(document)
  if (!read.ok) return read
  const wrong = checkExamples(read.value)
  return wrong === null ? ok(null) : fail('form-invalid', wrong)
}

function proposed(now: Snapshot, { code, version }: { code: string; version: number }): unknown {
  const { gov } = now.govWaiting
  return gov.proposals().find((one) => one.code === code && one.version === version)?.fact.definition
}
