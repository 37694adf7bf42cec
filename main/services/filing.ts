import { Encrypter } from 'age-encryption'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import type { Draft, Kept } from '../../shared/bridge.ts'
import {
  type Body,
  decode,
  encode,
  encodeEnvelope,
  entryId,
  parseBody,
  payloadCommit,
  type Value,
} from '../../shared/ledger/index.ts'
import type { Journal } from './journal.ts'
import type { OpenKey } from './vault.ts'

/**
 * Signs one act and keeps it: the answer comes after the journal has synced. The draft is held against the entry format (N1), and
 * against what this person may write to; whether the act stands is for the ledger to judge.
 * Codes: wrong-shape, too-large, too-deep, not-canonical, wrong-role, and those of Journal.append.
 */
export async function submit(
  draft: Draft,
  { key, net, journal, now }: { key: OpenKey; net: Uint8Array; journal: Journal; now: () => number },
): Promise<Result<Kept>> {
  const foreign = draft.scope.find((code) => !key.person.scopes.includes(code))
  if (foreign !== undefined) return fail('wrong-role', `scope ${foreign}`)
  if (draft.kind === 'genesis') return fail('wrong-role', 'a desktop founds no network')
  const data = decode(draft.data, { max: LIMITS.body, depth: LIMITS.depth - 1 })
  if (!data.ok) return data
  if (!isMap(data.value)) return fail('wrong-shape', 'draft.data: map')
  const { kind, scope, case: caseId, subj } = draft
  const said = { kind, scope, case: caseId, subj, data: data.value as Body['data'] }
  // Before anything is encrypted, and before the chain is held: most of what can be wrong shows here.
  const trial = bodyBytes({
    ...said,
    ...{ v: 1, net, key: key.person.key, epoch: 0, seq: 0, prev: null, time: 0, att: [] },
    commit: draft.payload === null ? null : new Uint8Array(32),
  })
  if (!trial.ok) return trial
  const payload = await sealPayload(draft.payload)
  if (!payload.ok) return payload
  return journal.append(async ({ epoch, seq, prev }) => {
    const { commit, sealed } = payload.value
    const place = { v: 1 as const, net, key: key.person.key, epoch, seq, prev, time: now(), att: [] }
    const body = bodyBytes({ ...said, ...place, commit })
    if (!body.ok) return body
    return ok({ id: entryId(body.value), body: body.value, sig: await key.sign('entry', body.value), sealed })
  })
}

/** [N5] The commitment to a payload, and its age file for the readers. */
async function sealPayload(
  payload: Draft['payload'],
): Promise<Result<{ commit: Uint8Array | null; sealed: Uint8Array | null }>> {
  if (payload === null) return ok({ commit: null, sealed: null })
  const { salt, clear, readers } = payload
  const encrypter = new Encrypter()
  try {
    for (const reader of new Set(readers)) encrypter.addRecipient(reader)
  } catch {
    return fail('wrong-shape', 'draft.payload.readers: age recipients')
  }
  const sealed = await encrypter.encrypt(encodeEnvelope(salt, clear))
  if (sealed.length > LIMITS.payload) return fail('too-large', `sealed payload of ${sealed.length} bytes`)
  return ok({ commit: payloadCommit(salt, clear), sealed })
}

/** The body's bytes if they are an entry's. Unlike encodeBody, for values that came from outside. */
function bodyBytes(value: Body): Result<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = encode(value as unknown as Value)
  } catch {
    return fail('wrong-shape', 'draft: text that is not Unicode')
  }
  const read = parseBody(bytes)
  return read.ok ? ok(bytes) : read
}
