import { base64, concat, fromBase64, utf8 } from '../base/bytes.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { ED25519_NOTE, formatNote, isSignedBy, type NoteKey, noteKeyId, parseNote } from './note.ts'
import type { Verify } from './signature.ts'

/** [L5] C2SP tlog-checkpoint of the block log: `size` headers, `root` over them. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** The note text that the log key signs. */
export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`
}

/** Strict; extension lines are refused, as this network uses none. Code: wrong-shape. */
export function parseCheckpointText(text: string): Result<Checkpoint> {
  const lines = text.split('\n')
  if (lines.length !== 4 || lines[3] !== '') return fail('wrong-shape', 'checkpoint: three lines')
  const [origin, sizeText, rootText] = lines as [string, string, string, string]
  if (origin === '' || !/^(?:0|[1-9][0-9]{0,15})$/.test(sizeText))
    return fail('wrong-shape', 'checkpoint: origin or size')
  const root = fromBase64(rootText)
  if (!root.ok || root.value.length !== 32) return fail('wrong-shape', 'checkpoint: root')
  const size = Number(sizeText)
  return Number.isSafeInteger(size) ? ok({ origin, size, root: root.value }) : fail('wrong-shape', 'checkpoint: size')
}

/** The signed note's bytes. `sign` signs the text with the log key. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  key: NoteKey,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  const text = checkpointText(checkpoint)
  const bytes = concat(noteKeyId(key), sign(utf8(text)))
  return utf8(formatNote({ text, signatures: [{ name: key.name, bytes }] }))
}

/**
 * A checkpoint that the trusted log key has signed. The origin line must be the key's name.
 * Codes: too-large, not-canonical, wrong-shape, unknown-origin, bad-signature.
 */
export async function openCheckpoint(note: Uint8Array, key: NoteKey, verify: Verify): Promise<Result<Checkpoint>> {
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed
  const checkpoint = parseCheckpointText(parsed.value.text)
  if (!checkpoint.ok) return checkpoint
  if (checkpoint.value.origin !== key.name || key.type !== ED25519_NOTE)
    return fail('unknown-origin', checkpoint.value.origin)
  return (await isSignedBy(parsed.value, key, verify)) ? checkpoint : fail('bad-signature', 'checkpoint')
}
