import { equal } from '../base/bytes.ts'
import { fail, ok, type Result } from '../base/result.ts'
import {
  type Checkpoint,
  checkConsistency,
  type Header,
  leafHash,
  type NoteKey,
  openCheckpoint,
  parseHead,
  parseHeader,
  requireInclusion,
  type ScopeHead,
  type Verify,
} from '../ledger/index.ts'
import type { Heads } from './messages.ts'

/** What a replica trusts before it asks anything: from its site profile, never from a server. */
export interface Trust {
  readonly net: Uint8Array
  readonly log: NoteKey
  readonly ack: Uint8Array
}

/** The last checkpoint that this replica has verified. */
export interface Seen {
  readonly size: number
  readonly root: Uint8Array
  readonly note: Uint8Array
}

/** A scope head proven to be in the last header, with its place among the heads for receipts. */
export interface ProvenHead {
  readonly head: ScopeHead
  readonly bytes: Uint8Array
  readonly index: number
  readonly proof: readonly Uint8Array[]
}

export interface ProvenHeads {
  readonly checkpoint: Checkpoint
  readonly note: Uint8Array
  readonly header: Header
  readonly headerBytes: Uint8Array
  readonly headerProof: readonly Uint8Array[]
  readonly heads: ReadonlyMap<string, ProvenHead>
}

/**
 * [C1] [C3] Checks a node's answer against what was seen before: the log key's signature, that the log only grew, that the header is its last,
 * and that every asked head is in it. Codes: those of openCheckpoint, checkpoint-older, checkpoint-forked, wrong-network, bad-proof.
 */
export async function checkHeads(
  trust: Trust,
  seen: Seen | null,
  asked: readonly string[],
  answer: Heads,
  verify: Verify,
): Promise<Result<ProvenHeads>> {
  const opened = await openCheckpoint(answer.checkpoint, trust.log, verify)
  if (!opened.ok) return opened
  const checkpoint = opened.value
  if (checkpoint.size === 0) return fail('bad-proof', 'an empty log has no heads')
  if (seen !== null) {
    if (checkpoint.size < seen.size) return fail('checkpoint-older', `${checkpoint.size} after ${seen.size}`)
    if (!checkConsistency(seen.size, checkpoint.size, seen.root, checkpoint.root, answer.consistency)) {
      return fail('checkpoint-forked', `${seen.size} is not within ${checkpoint.size}`)
    }
  }
  const header = parseHeader(answer.header)
  if (!header.ok) return header
  if (!equal(header.value.net, trust.net)) return fail('wrong-network', 'header')
  if (header.value.h !== checkpoint.size - 1) return fail('bad-proof', 'not the last header')
  const inLog = requireInclusion(
    'header in the log',
    checkpoint.size - 1,
    checkpoint.size,
    leafHash(answer.header),
    answer.headerProof,
    checkpoint.root,
  )
  if (!inLog.ok) return inLog
  const heads = new Map<string, ProvenHead>()
  for (const one of answer.heads) {
    const head = parseHead(one.head)
    if (!head.ok) return head
    const inBlock = requireInclusion(
      `head of ${head.value.code}`,
      one.index,
      header.value.n,
      leafHash(one.head),
      one.proof,
      header.value.scopes,
    )
    if (!inBlock.ok) return inBlock
    heads.set(head.value.code, { head: head.value, bytes: one.head, index: one.index, proof: one.proof })
  }
  const missing = asked.find((code) => !heads.has(code))
  if (missing !== undefined) return fail('unknown-scope', missing)
  return ok({
    checkpoint,
    note: answer.checkpoint,
    header: header.value,
    headerBytes: answer.header,
    headerProof: answer.headerProof,
    heads,
  })
}
