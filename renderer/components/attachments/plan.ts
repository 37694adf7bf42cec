import { LIMITS } from '../../../shared/base/limits.ts'
import type { MediaType, PixelSize } from '../../../shared/base/media.ts'

/** Read into memory at most: what is larger can neither be shown nor made small enough. */
export const MOST_READ = 64 * 1024 * 1024
/** Pixels that are unpacked at most: 100 megapixels are 400 MB. */
export const MOST_PIXELS = 100_000_000
/** A picture up to this many bytes goes as it is. */
const SMALL = 1_500_000
/** The long side of a picture that is made smaller: an A4 page at 210 dots per inch, on which small print can be read. */
export const LONG_SIDE = 2480
/** Sealing adds a head for each reader, and 16 bytes for every 64 KiB. */
export const MOST_PLAIN = LIMITS.attachment - 16 * 1024

/** What is to be done with a picture before it is sealed: nothing, or drawing it anew at this size. */
export function planPicture(type: MediaType, bytes: number, size: PixelSize): PixelSize | null {
  const small = fit(size, LONG_SIDE)
  if (bytes <= SMALL) return null
  if (small.width < size.width) return small
  // As fine as it should be, and large all the same: only worth drawing anew when it was not packed as a photo, or cannot go at all.
  return type === 'image/jpeg' && bytes <= MOST_PLAIN ? null : size
}

/** The size with this long side at most, in whole pixels; never larger than it was. */
export function fit({ width, height }: PixelSize, longSide: number): PixelSize {
  const scale = Math.min(1, longSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const ENDINGS: Readonly<Record<MediaType, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
}

/**
 * A file's own name as an attachment may have it (N9): one line, no path, no marks that turn the writing around, with the ending that its
 * content has, so that what is saved again opens as what it is. `fallback` stands for a name of which nothing is left.
 */
export function cleanName(name: string, type: MediaType, fallback: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
  const trimmed = plain.trim()
  const endings = ENDINGS[type]
  const has = endings.find((ending) => trimmed.toLowerCase().endsWith(ending))
  const stem = (has === undefined ? trimmed : trimmed.slice(0, -has.length)).replace(/^\.+/, '')
  return `${cut(stem === '' ? fallback : stem, 180)}${has ?? endings[0]}`
}

/** At most so many UTF-16 units, and no half of a character. */
function cut(text: string, most: number): string {
  let out = ''
  for (const character of text) {
    if (out.length + character.length > most) break
    out += character
  }
  return out
}

/** How many pages a PDF says it has, where it says so in the clear; null where that cannot be told without unpacking it. */
export function pdfPages(bytes: Uint8Array): number | null {
  const text = new TextDecoder('latin1').decode(bytes)
  // Page objects that are packed are not counted here: a count that leaves some out would be worse than none.
  if (/\/Type\s*\/ObjStm/.test(text)) return null
  const pages = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0
  return pages === 0 ? null : pages
}
