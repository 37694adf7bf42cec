import { Encrypter } from 'age-encryption'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import type { Draft, Kept } from '../../shared/bridge.ts'
import {
  type Body,
  CONTEXT,
  decode,
  encode,
  encodeEnvelope,
  parseBody,
  payloadCommit,
  type Value,
} from '../../shared/ledger/index.ts'
import { ageReader, sealAge } from './age-seal.ts'
import type { Journal, Position } from './journal.ts'
import { sha256 } from './native-hash.ts'
import type { OpenKey } from './vault.ts'

/** What signing takes beside what is to be signed. */
export interface Signing {
  readonly key: OpenKey
  readonly net: Uint8Array
  readonly journal: Journal
  readonly now: () => number
}

/**
 * Signs one act and keeps it: the answer comes after the journal has synced. The draft is held against the entry format (N1), and
 * against what this person may write to; whether the act stands is for the ledger to judge.
 * Codes: wrong-shape, too-large, too-deep, not-canonical, wrong-role, and those of Journal.append.
 */
export async function submit(draft: Draft, signing: Signing): Promise<Result<Kept>> {
  const said = await readDraft(draft, signing)
  if (!said.ok) return said
  return signing.journal.append(async (position) => {
    const body = bodyAt(said.value, position, signing)
    if (!body.ok) return body
    const { id, bytes } = body.value
    return ok({ id, body: bytes, sig: await signing.key.sign('entry', bytes), sealed: said.value.sealed })
  })
}

/** A draft that may be signed: all of a body but its place in the chain, and the sealed payload beside it. */
export interface Said {
  readonly rest: Pick<Body, 'kind' | 'scope' | 'case' | 'subj' | 'data' | 'att' | 'commit'>
  readonly sealed: Uint8Array | null
}

/** Everything that can be said against a draft before the chain is held. Codes: those of `submit` but the journal's. */
export async function readDraft(draft: Draft, signing: Pick<Signing, 'key' | 'net'>): Promise<Result<Said>> {
  const foreign = draft.scope.find((code) => !signing.key.person.scopes.includes(code))
  if (foreign !== undefined) return fail('wrong-role', `scope ${foreign}`)
  if (draft.kind === 'genesis') return fail('wrong-role', 'a desktop founds no network')
  const data = decode(draft.data, { max: LIMITS.body, depth: LIMITS.depth - 1 })
  if (!data.ok) return data
  if (!isMap(data.value)) return fail('wrong-shape', 'draft.data: map')
  const { kind, scope, case: caseId, subj, att } = draft
  const said = { kind, scope, case: caseId, subj, att, data: data.value as Body['data'] }
  // Before anything is encrypted, and before the chain is held: most of what can be wrong shows here.
  const trial = { ...said, commit: draft.payload === null ? null : new Uint8Array(32) }
  const fits = bodyAt({ rest: trial, sealed: null }, { epoch: 0, seq: 0, prev: null }, { ...signing, now: () => 0 })
  if (!fits.ok) return fits
  const payload = await sealPayload(draft.payload)
  if (!payload.ok) return payload
  const { commit, sealed } = payload.value
  return ok({ rest: { ...said, commit }, sealed })
}

/** [N5] The commitment to a payload, and its age file for the readers. */
async function sealPayload(
  payload: Draft['payload'],
): Promise<Result<{ commit: Uint8Array | null; sealed: Uint8Array | null }>> {
  if (payload === null) return ok({ commit: null, sealed: null })
  const { salt, clear, readers } = payload
  const sealed = await sealTo([...new Set(readers)], encodeEnvelope(salt, clear))
  if (sealed === null) return fail('wrong-shape', 'draft.payload.readers: age recipients')
  if (sealed.length > LIMITS.payload) return fail('too-large', `sealed payload of ${sealed.length} bytes`)
  return ok({ commit: payloadCommit(salt, clear), sealed })
}

/** Null when one of them is no recipient. The usual kind is sealed to natively; others, and where the runtime cannot, by the age library. */
async function sealTo(readers: readonly string[], clear: Uint8Array): Promise<Uint8Array | null> {
  const usual = readers.map(ageReader)
  try {
    if (usual.every((one) => one !== null)) return sealAge(usual, clear)
  } catch {
    // As below.
  }
  const encrypter = new Encrypter()
  try {
    for (const reader of readers) encrypter.addRecipient(reader)
    return await encrypter.encrypt(clear)
  } catch {
    return null
  }
}

/**
 * The body at its place in the chain, if it is an entry's, and its id. Unlike encodeBody, for values that came from outside. Codes:
 * wrong-shape, too-large, too-deep.
 */
export function bodyAt(
  { rest }: Said,
  { epoch, seq, prev }: Position,
  { key, net, now }: Pick<Signing, 'key' | 'net' | 'now'>,
): Result<{ id: Uint8Array; bytes: Uint8Array }> {
  const body: Body = { v: 1, net, key: key.person.key, epoch, seq, prev, time: now(), ...rest }
  let bytes: Uint8Array
  try {
    bytes = encode(body as unknown as Value)
  } catch {
    return fail('wrong-shape', 'draft: text that is not Unicode')
  }
  const read = parseBody(bytes)
  // [N2]
  return read.ok ? ok({ id: sha256(CONTEXT.entry, bytes), bytes }) : read
}
