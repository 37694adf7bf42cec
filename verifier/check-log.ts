import { equal, text, utf8 } from '../shared/base/bytes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import {
  append,
  type Checkpoint,
  checkHeaderChain,
  ED25519_NOTE,
  EMPTY,
  exportTiles,
  exportVkey,
  formatNote,
  frontierRoot,
  type Header,
  isRegistrable,
  leafHash,
  type NoteKey,
  openCheckpoint,
  parseHeader,
  parseNote,
  parseVkey,
  unframe,
  type Verify,
} from '../shared/ledger/index.ts'
import type { Files } from './read-folder.ts'
import type { Findings } from './report.ts'

export interface ReadHeader {
  readonly header: Header
  readonly bytes: Uint8Array
}

/** The block log once its headers have been shown to be a chain under the signed root. */
export interface BlockLog {
  readonly key: NoteKey
  readonly net: Uint8Array
  readonly headers: readonly ReadHeader[]
}

/** [L5] A verifier key for checkpoints, in its one form. Codes: wrong-shape, weak-key. */
export function readVkey(vkey: string): Result<NoteKey> {
  const key = parseVkey(vkey)
  if (!key.ok) return key
  if (key.value.type !== ED25519_NOTE) return fail('wrong-shape', 'not an Ed25519 verifier key')
  return isRegistrable(key.value.pub) ? key : fail('weak-key', 'verifier key')
}

/** [F1] The file `vkey`: one line and its end. */
export function readVkeyFile(bytes: Uint8Array): Result<NoteKey> {
  if (bytes.length > 1024) return fail('too-large', 'vkey')
  const line = text(bytes)
  if (!line.ok) return line
  const vkey = line.value.replace(/\n$/, '')
  return equal(exportVkey(vkey), bytes) ? readVkey(vkey) : fail('wrong-shape', 'vkey: one line')
}

/**
 * [L5] As openCheckpoint, and no line on the note that nobody here can check: a cosignature whose key is not known proves
 * nothing, and would be a place to change bytes unseen.
 */
export async function openOnlyCheckpoint(note: Uint8Array, key: NoteKey, verify: Verify): Promise<Result<Checkpoint>> {
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed
  if (!equal(utf8(formatNote(parsed.value)), note)) return fail('not-canonical', 'checkpoint')
  if (parsed.value.signatures.length !== 1) return fail('bad-signature', 'signatures by unknown keys')
  return openCheckpoint(note, key, verify)
}

/** [L4] Codes: those of parseHeader and checkHeaderChain. */
export function readHeaders(framed: Uint8Array): Result<ReadHeader[]> {
  const items = unframe(framed)
  return items.ok ? chainOf(items.value) : items
}

export function chainOf(items: readonly Uint8Array[]): Result<ReadHeader[]> {
  const out: ReadHeader[] = []
  for (const bytes of items) {
    const header = parseHeader(bytes)
    if (!header.ok) return fail(header.code, `header ${out.length}: ${header.detail}`)
    const chained = checkHeaderChain(out.at(-1) ?? null, header.value)
    if (!chained.ok) return chained
    out.push({ header: header.value, bytes })
  }
  return out.length === 0 ? fail('truncated', 'no headers') : ok(out)
}

/** [L1] The root over the first `size` headers. */
export function rootOver(headers: readonly ReadHeader[], size: number): Uint8Array {
  let frontier = EMPTY
  for (const { bytes } of headers.slice(0, size)) frontier = append(frontier, leafHash(bytes))
  return frontierRoot(frontier)
}

/** [L4] [L5] Checkpoint, headers and tiles of an export; null when there is no log to go on with. */
export async function checkLog(files: Files, findings: Findings, verify: Verify): Promise<BlockLog | null> {
  const file = (path: string) => files.get(path) ?? new Uint8Array(0)
  const key = readVkeyFile(file('vkey'))
  if (!key.ok) return findings.failure('vkey', key)
  findings.pass('vkey', key.value.name)
  if (file('checkpoint').length > LIMITS.note) return findings.fail('checkpoint', 'too-large')
  const checkpoint = await openOnlyCheckpoint(file('checkpoint'), key.value, verify)
  if (!checkpoint.ok) return findings.failure('checkpoint', checkpoint)
  findings.pass('checkpoint', `${checkpoint.value.size} blocks`)
  const headers = readHeaders(file('headers'))
  if (!headers.ok) return findings.failure('headers', headers)
  findings.pass('headers', `${headers.value.length} headers`)
  const sizes = `checkpoint of ${checkpoint.value.size}, ${headers.value.length} headers`
  if (headers.value.length !== checkpoint.value.size) return findings.fail('root', 'bad-proof', sizes)
  if (!equal(rootOver(headers.value, headers.value.length), checkpoint.value.root)) {
    return findings.fail('root', 'root-mismatch', sizes)
  }
  findings.pass('root')
  checkTiles(files, headers.value, findings)
  const net = (headers.value[0] as ReadHeader).header.net
  return { key: key.value, net, headers: headers.value }
}

function checkTiles(files: Files, headers: readonly ReadHeader[], findings: Findings): void {
  let count = 0
  for (const [path, want] of exportTiles(headers.map(({ bytes }) => bytes))) {
    const found = files.get(path)
    if (found === undefined) return void findings.fail('tiles', 'missing-file', path)
    if (!equal(found, want)) return void findings.fail('tiles', 'bad-proof', path)
    count++
  }
  findings.pass('tiles', `${count} tiles`)
}
