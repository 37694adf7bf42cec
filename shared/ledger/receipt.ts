import { base64, concat, equal, fromBase64, text as fromText, utf8 } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, bytesUpTo, list, map, oneOf, type Read, uint } from '../base/shape.ts'
import { type Header, parseHead, parseHeader, type ScopeHead } from './block.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { decode, encode, type Value } from './encoding.ts'
import { type Body, entryId, type Leaf, parseBody, parseLeaf } from './entry.ts'
import { leafHash, requireInclusion } from './merkle.ts'
import type { NoteKey } from './note.ts'
import type { Verify } from './signature.ts'

const proof = list(b32, 64)

/** What the `extra` line of a receipt carries, beside protocol.md's five also the header and the position of the head. */
const extra = map({
  v: oneOf(1),
  leaf: bytesUpTo(LIMITS.leaf),
  index: uint,
  proof,
  head: bytesUpTo(512),
  headIndex: uint,
  headProof: proof,
  header: bytesUpTo(1024),
})

/**
 * [R2] A sealed receipt: a leaf, its path to its scope's root, the scope head, its path to the header's `scopes`, the header, its path to
 * the checkpoint, and the signed checkpoint. Everything in it is recomputed, nothing trusted.
 */
export interface Receipt extends Omit<Read<typeof extra>, 'v'> {
  readonly headerIndex: number
  readonly headerProof: Uint8Array[]
  /** The signed note, as served. */
  readonly checkpoint: Uint8Array
}

const FIRST = 'c2sp.org/tlog-proof@v1'

/** The receipt as a C2SP tlog-proof file. */
export function formatReceipt(receipt: Receipt): Uint8Array {
  const { headerIndex, headerProof, checkpoint, ...rest } = receipt
  const lines = [
    FIRST,
    `extra ${base64(encode({ v: 1, ...rest } as unknown as Value))}`,
    `index ${headerIndex}`,
    ...headerProof.map(base64),
  ]
  return concat(utf8(`${lines.join('\n')}\n\n`), checkpoint)
}

/** Strict: one byte form. Codes: too-large, not-canonical, wrong-shape. */
export function parseReceipt(bytes: Uint8Array): Result<Receipt> {
  if (bytes.length > LIMITS.receipt) return fail('too-large', 'receipt')
  const whole = fromText(bytes)
  if (!whole.ok) return whole
  const cut = whole.value.indexOf('\n\n')
  if (cut < 0) return fail('wrong-shape', 'receipt: no checkpoint')
  const lines = whole.value.slice(0, cut).split('\n')
  if (lines[0] !== FIRST) return fail('wrong-shape', 'receipt: first line')
  const extraLine = /^extra ([A-Za-z0-9+/=]+)$/.exec(lines[1] ?? '')
  const indexLine = /^index (0|[1-9][0-9]{0,15})$/.exec(lines[2] ?? '')
  if (extraLine === null || indexLine === null) return fail('wrong-shape', 'receipt: extra or index')
  const raw = fromBase64(extraLine[1] as string)
  if (!raw.ok) return raw
  const headerProof: Uint8Array[] = []
  for (const line of lines.slice(3)) {
    const node = fromBase64(line)
    if (!node.ok || node.value.length !== 32) return fail('wrong-shape', 'receipt: proof line')
    headerProof.push(node.value)
  }
  const value = decode(raw.value, { max: LIMITS.receipt })
  if (!value.ok) return value
  const read = extra(value.value, 'receipt')
  if (!read.ok) return read
  const { v: _, ...rest } = read.value
  return ok({ ...rest, headerIndex: Number(indexLine[1]), headerProof, checkpoint: utf8(whole.value.slice(cut + 2)) })
}

const compact = map({
  v: oneOf(1),
  kind: oneOf('receipt'),
  leaf: bytesUpTo(LIMITS.leaf),
  index: uint,
  proof,
  head: bytesUpTo(512),
  headIndex: uint,
  headProof: proof,
  header: bytesUpTo(1024),
  headerIndex: uint,
  headerProof: proof,
  checkpoint: bytesUpTo(LIMITS.note),
})

/** [R3] The receipt as the CBOR that a QR carries: the same facts without base64. */
export function compactReceipt(receipt: Receipt): Uint8Array {
  return encode({ v: 1, kind: 'receipt', ...receipt } as unknown as Value)
}

export function readCompactReceipt(value: Value): Result<Receipt> {
  const read = compact(value, 'receipt')
  if (!read.ok) return read
  const { v: _, kind: __, ...receipt } = read.value
  return ok(receipt)
}

/** What a receipt proves once everything in it has been recomputed. */
export interface Proven {
  readonly id: Uint8Array
  readonly entry: Body
  readonly leaf: Leaf
  readonly index: number
  readonly head: ScopeHead
  readonly header: Header
  readonly checkpoint: Checkpoint
}

/**
 * [R2] Recomputes the whole way from the leaf to the log key's signature. The author's own signature is checked apart, since only `gov`
 * knows the author's key. Codes: those of parsing, unknown-origin, bad-signature, bad-proof.
 */
export async function openReceipt(receipt: Receipt, log: NoteKey, verify: Verify): Promise<Result<Proven>> {
  const checkpoint = await openCheckpoint(receipt.checkpoint, log, verify)
  if (!checkpoint.ok) return checkpoint
  const header = parseHeader(receipt.header)
  if (!header.ok) return header
  const head = parseHead(receipt.head)
  if (!head.ok) return head
  const leaf = parseLeaf(receipt.leaf)
  if (!leaf.ok) return leaf
  const entry = parseBody(leaf.value.body)
  if (!entry.ok) return entry
  if (header.value.h !== receipt.headerIndex) return fail('bad-proof', 'header height is not its index')
  const inLog = requireInclusion(
    'header in the log',
    receipt.headerIndex,
    checkpoint.value.size,
    leafHash(receipt.header),
    receipt.headerProof,
    checkpoint.value.root,
  )
  if (!inLog.ok) return inLog
  const inBlock = requireInclusion(
    'scope head in the block',
    receipt.headIndex,
    header.value.n,
    leafHash(receipt.head),
    receipt.headProof,
    header.value.scopes,
  )
  if (!inBlock.ok) return inBlock
  const inScope = requireInclusion(
    'leaf in the scope',
    receipt.index,
    head.value.size,
    leafHash(receipt.leaf),
    receipt.proof,
    head.value.root,
  )
  if (!inScope.ok) return inScope
  if (!entry.value.scope.includes(head.value.code)) return fail('bad-proof', 'the entry does not name this scope')
  if (leaf.value.h > header.value.h) return fail('bad-proof', 'the leaf is younger than the header')
  // [L2] [L4] The leaf bears its sealing block's time: this block's own, or that of an earlier one, which is never later.
  const sameBlock = leaf.value.h === header.value.h
  if (sameBlock ? leaf.value.t !== header.value.time : leaf.value.t > header.value.time)
    return fail('bad-proof', 'the time of the leaf is not that of its block')
  const id = entryId(leaf.value.body)
  const genesis = entry.value.kind === 'genesis'
  if (!equal(genesis ? id : entry.value.net, header.value.net)) return fail('wrong-network', 'entry and header')
  return ok({
    id,
    entry: entry.value,
    leaf: leaf.value,
    index: receipt.index,
    head: head.value,
    header: header.value,
    checkpoint: checkpoint.value,
  })
}
