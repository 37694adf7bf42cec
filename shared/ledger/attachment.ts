import { LIMITS } from '../base/limits.ts'
import { MEDIA_TYPES, type MediaType, sniffMedia } from '../base/media.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, bytesUpTo, list, map, oneOf, type Read, type Reader, text, uint, where } from '../base/shape.ts'
import { decode, encode, type Value } from './encoding.ts'

/** [N9] What an entry says of an attachment is about its sealed file: H(file), its length, and this type. */
export const ATTACHMENT_TYPE = 'application/age'
const named = map({
  h: b32,
  n: where(uint, (n) => n > 0 && n <= LIMITS.attachment, `1 to ${LIMITS.attachment}`),
  t: oneOf(ATTACHMENT_TYPE),
})
export type AttachmentName = Read<typeof named>

/** [N9] `att` as an entry with attachments may have it; N1 alone allows more. */
export const attachmentNames: Reader<AttachmentName[]> = where(
  list(named, LIMITS.attachmentsPerEntry),
  (att) => new Set(att.map(({ h }) => h.join())).size === att.length,
  'attachments without repetition',
)

/**
 * The name that a clerk sees: one line, no path, and nothing that turns the direction of writing, by which `exe.jpg` could pass for
 * something else.
 */
export const attachmentFileName: Reader<string> = text(
  200,
  /^[^\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]+$/u,
)

/** [N9] What the sealed file holds. */
export interface Attachment {
  readonly name: string
  readonly type: MediaType
  readonly bytes: Uint8Array
}

const attachment: Reader<Attachment> = map({
  name: attachmentFileName,
  type: oneOf(...MEDIA_TYPES),
  bytes: bytesUpTo(LIMITS.attachment),
})

/** The plaintext of the age file. Codes: wrong-shape, wrong-type (the bytes are not what the type says). */
export function encodeAttachment({ name, type, bytes }: Attachment): Result<Uint8Array> {
  const read = checked(attachment({ name, type, bytes }, 'attachment'))
  return read.ok ? ok(encode(read.value as unknown as Value)) : read
}

/** Codes: too-large, not-canonical, wrong-shape, wrong-type. */
export function parseAttachment(bytes: Uint8Array): Result<Attachment> {
  const value = decode(bytes, { max: LIMITS.attachment, depth: 1 })
  return value.ok ? checked(attachment(value.value, 'attachment')) : value
}

function checked(read: Result<Attachment>): Result<Attachment> {
  if (!read.ok) return read
  const found = sniffMedia(read.value.bytes)
  return found === read.value.type
    ? read
    : fail('wrong-type', `${read.value.type} that begins like ${found ?? 'nothing known'}`)
}
