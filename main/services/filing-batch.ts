import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Draft, Kept } from '../../shared/bridge.ts'
import { bodyAt, readDraft, type Said, type Signing } from './filing.ts'
import { BATCH_MOST } from './journal-frame.ts'

/**
 * Signs many acts and keeps them in the order given, with one synced append. All or nothing: a draft that cannot be signed, or a disk that
 * fails, and none of them is kept; after a crash all are there or none. Once answered, all of them are safe.
 * Codes: those of `submit`, with the place of the draft in the detail; too-large when together they are.
 */
export async function submitMany(drafts: readonly Draft[], signing: Signing): Promise<Result<Kept[]>> {
  const said: Said[] = []
  for (const [i, draft] of drafts.entries()) {
    const read = await readDraft(draft, signing)
    if (!read.ok) return fail(read.code, `drafts[${i}]: ${read.detail}`)
    said.push(read.value)
  }
  return signing.journal.appendAll(async (first) => {
    const bodies: { id: Uint8Array; bytes: Uint8Array; sealed: Uint8Array | null }[] = []
    let size = 0
    let { prev } = first
    for (const [i, one] of said.entries()) {
      const body = bodyAt(one, { epoch: first.epoch, seq: first.seq + i, prev }, signing)
      if (!body.ok) return body
      prev = body.value.id
      bodies.push({ ...body.value, sealed: one.sealed })
      size += body.value.bytes.length + (one.sealed?.length ?? 0) + PER_RECORD
    }
    // As much as one answer may hold, and well within what the journal takes.
    if (size > Math.min(LIMITS.answer, BATCH_MOST)) return fail('too-large', `${drafts.length} drafts of ${size} bytes`)
    // The ids make the chain, so that the signatures need not wait for each other.
    const sigs = await Promise.all(bodies.map(({ bytes }) => signing.key.sign('entry', bytes)))
    return ok(bodies.map(({ id, bytes, sealed }, i) => ({ id, body: bytes, sig: sigs[i] as Uint8Array, sealed })))
  })
}

/** Id, signature and framing of a record. */
export const PER_RECORD = 256
