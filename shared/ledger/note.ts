import { base64, concat, equal, fromBase64, text as fromText, utf8 } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { hash } from './hash.ts'
import type { Verify } from './signature.ts'

/** C2SP signed-note. `text` includes its final newline. */
export interface Note {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** Key id (4 bytes) and signature. */
  readonly bytes: Uint8Array
}

/** A key that signs notes, as a C2SP verifier key: `<name>+<hex key id>+<base64(type ‖ public key)>`. */
export interface NoteKey {
  readonly name: string
  readonly type: number
  readonly pub: Uint8Array
}

export const ED25519_NOTE = 0x01
export const COSIGNATURE_V1 = 0x04

/** [L5] H(name ‖ 0x0A ‖ type ‖ pubkey)[:4]. */
export function noteKeyId(key: NoteKey): Uint8Array {
  return hash(concat(utf8(key.name), Uint8Array.of(0x0a, key.type), key.pub)).subarray(0, 4)
}

export function formatVkey(key: NoteKey): string {
  const id = Array.from(noteKeyId(key), (b) => b.toString(16).padStart(2, '0')).join('')
  return `${key.name}+${id}+${base64(concat(Uint8Array.of(key.type), key.pub))}`
}

const NAME = /^[^\s+\p{Z}\p{Cc}]{1,256}$/u

/** Codes: wrong-shape. The id in the key must be the one that its name and bytes give. */
export function parseVkey(vkey: string): Result<NoteKey> {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey)
  if (match === null || !NAME.test(match[1] as string)) return fail('wrong-shape', 'verifier key')
  const raw = fromBase64(match[3] as string)
  if (!raw.ok || raw.value.length !== 33) return fail('wrong-shape', 'verifier key bytes')
  const key = { name: match[1] as string, type: raw.value[0] as number, pub: raw.value.slice(1) }
  return formatVkey(key) === vkey ? ok(key) : fail('wrong-shape', 'verifier key id')
}

const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/=]+)$/u

export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map((s) => `— ${s.name} ${base64(s.bytes)}\n`).join('')}`
}

/** Strict: one byte form. At most 64 signatures. Codes: too-large, not-canonical, wrong-shape. */
export function parseNote(bytes: Uint8Array): Result<Note> {
  if (bytes.length > LIMITS.note) return fail('too-large', 'note')
  const all = fromText(bytes)
  if (!all.ok) return all
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids them
  if (/[\u0000-\u0009\u000b-\u001f]/.test(all.value)) return fail('wrong-shape', 'note: control character')
  const at = all.value.lastIndexOf('\n\n')
  if (at < 0 || !all.value.endsWith('\n')) return fail('wrong-shape', 'note: no signatures')
  const lines = all.value.slice(at + 2, -1).split('\n')
  if (lines.length > 64) return fail('wrong-shape', 'note: too many signatures')
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const match = SIGNATURE_LINE.exec(line)
    if (match === null || !NAME.test(match[1] as string)) return fail('wrong-shape', 'note: signature line')
    const raw = fromBase64(match[2] as string)
    if (!raw.ok || raw.value.length < 5) return fail('wrong-shape', 'note: signature bytes')
    signatures.push({ name: match[1] as string, bytes: raw.value })
  }
  return ok({ text: all.value.slice(0, at + 1), signatures })
}

/** Is the note signed by this key? A line of its name and id that does not verify makes the answer no. */
export async function isSignedBy(note: Note, key: NoteKey, verify: Verify): Promise<boolean> {
  const id = noteKeyId(key)
  const lines = note.signatures.filter((s) => s.name === key.name && equal(s.bytes.subarray(0, 4), id))
  if (lines.length !== 1 || key.type !== ED25519_NOTE) return false
  const line = lines[0] as NoteSignature
  return line.bytes.length === 68 && verify(key.pub, utf8(note.text), line.bytes.slice(4))
}
