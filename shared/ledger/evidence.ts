import { equal } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, bytes, bytesUpTo, list, map, oneOf } from '../base/shape.ts'
import { type Answer, openAnswer } from './ack.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { decode, encode, type Value } from './encoding.ts'
import { entryId, entryMessage, parseBody, type SignedEntry } from './entry.ts'
import { keyId } from './hash.ts'
import { checkConsistency } from './merkle.ts'
import type { NoteKey } from './note.ts'
import type { Verify } from './signature.ts'

const signed = map({ body: bytesUpTo(LIMITS.body), sig: bytes(64) })
const answer = map({ said: bytesUpTo(512), sig: bytes(64) })

/** [C3] What one honest party keeps when it has seen a lie: files that the verifier checks offline. */
const equivocation = map({ v: oneOf(1), kind: oneOf('equivocation'), pub: b32, one: signed, other: signed })
const fork = map({
  v: oneOf(1),
  kind: oneOf('fork'),
  one: bytesUpTo(LIMITS.note),
  other: bytesUpTo(LIMITS.note),
  proof: list(b32, 64),
})
const promise = map({ v: oneOf(1), kind: oneOf('promise'), answer, checkpoint: bytesUpTo(LIMITS.note) })

/** [N4] Two entries of one key for one position. */
export function equivocationEvidence(pub: Uint8Array, one: SignedEntry, other: SignedEntry): Uint8Array {
  return encode({ v: 1, kind: 'equivocation', pub, one: { ...one }, other: { ...other } } as unknown as Value)
}

/** [C3] Two checkpoints of one log of which neither extends the other; `proof` is what the node offered. */
export function forkEvidence(one: Uint8Array, other: Uint8Array, proof: Uint8Array[]): Uint8Array {
  return encode({ v: 1, kind: 'fork', one, other, proof })
}

/** [L8] An acknowledgement, and a checkpoint by whose time it should have been kept. */
export function promiseEvidence(answer: { said: Uint8Array; sig: Uint8Array }, checkpoint: Uint8Array): Uint8Array {
  return encode({ v: 1, kind: 'promise', answer: { ...answer }, checkpoint })
}

export type Evidence =
  | { kind: 'equivocation'; pub: Uint8Array; one: SignedEntry; other: SignedEntry }
  | { kind: 'fork'; one: Uint8Array; other: Uint8Array; proof: Uint8Array[] }
  | { kind: 'promise'; answer: { said: Uint8Array; sig: Uint8Array }; checkpoint: Uint8Array }

/** Codes: too-large, not-canonical, wrong-shape. */
export function parseEvidence(file: Uint8Array): Result<Evidence> {
  const value = decode(file, { max: 4 * LIMITS.note })
  if (!value.ok) return value
  for (const reader of [equivocation, fork, promise]) {
    const read = (reader as (v: unknown, path: string) => Result<Evidence>)(value.value, 'evidence')
    if (read.ok) return read
  }
  return fail('wrong-shape', 'evidence of no known kind')
}

/** [N4] Holds exactly when both entries are signed by the key, stand at one position, and differ. */
export async function checkEquivocation(
  found: Evidence & { kind: 'equivocation' },
  verify: Verify,
): Promise<Result<{ key: Uint8Array; epoch: number; seq: number }>> {
  const a = parseBody(found.one.body)
  if (!a.ok) return a
  const b = parseBody(found.other.body)
  if (!b.ok) return b
  const key = keyId(found.pub)
  if (!equal(a.value.key, key) || !equal(b.value.key, key)) return fail('unknown-key', 'the entries name another key')
  // A device may serve two networks: each has its own chain, and an entry of the one says nothing in the other.
  if (!equal(a.value.net, b.value.net)) return fail('wrong-network', 'two networks')
  if (a.value.epoch !== b.value.epoch || a.value.seq !== b.value.seq) return fail('bad-proof', 'two positions')
  if (equal(entryId(found.one.body), entryId(found.other.body))) return fail('bad-proof', 'one entry twice')
  for (const entry of [found.one, found.other]) {
    if (!(await verify(found.pub, entryMessage(entry.body), entry.sig))) return fail('bad-signature', 'entry')
  }
  return ok({ key, epoch: a.value.epoch, seq: a.value.seq })
}

/** Both checkpoints are signed by the log. Of one size with two roots they convict; else only that the offered proof fails is shown. */
export async function checkFork(
  found: Evidence & { kind: 'fork' },
  log: NoteKey,
  verify: Verify,
): Promise<Result<{ one: Checkpoint; other: Checkpoint; convicts: boolean }>> {
  const one = await openCheckpoint(found.one, log, verify)
  if (!one.ok) return one
  const other = await openCheckpoint(found.other, log, verify)
  if (!other.ok) return other
  const oneSize = one.value.size === other.value.size
  if (oneSize && equal(one.value.root, other.value.root)) return fail('bad-proof', 'one tree twice')
  const [a, b] = one.value.size <= other.value.size ? [one.value, other.value] : [other.value, one.value]
  // Nothing need be shown of the empty tree, so whatever was offered with it shows nothing either.
  const proof = a.size === 0 ? [] : found.proof
  if (checkConsistency(a.size, b.size, a.root, b.root, proof)) return fail('bad-proof', 'the checkpoints agree')
  return ok({ one: one.value, other: other.value, convicts: oneSize })
}

/** [L8] The signed promise, and a checkpoint to hold it against. */
export async function checkPromise(
  found: Evidence & { kind: 'promise' },
  ackKey: Uint8Array,
  log: NoteKey,
  verify: Verify,
): Promise<Result<{ answer: Answer; checkpoint: Checkpoint }>> {
  const said = await openAnswer(found.answer, ackKey, verify)
  if (!said.ok) return said
  if (said.value.kind !== 'acknowledged') return fail('bad-proof', 'a refusal promises nothing')
  const checkpoint = await openCheckpoint(found.checkpoint, log, verify)
  return checkpoint.ok ? ok({ answer: said.value, checkpoint: checkpoint.value }) : checkpoint
}
