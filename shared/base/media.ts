/** [N9] The kinds of file that may be attached: what scanners and phones make, and nothing that a reader would run. */
export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** Width and height in pixels. */
export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** What a file is by its first bytes, whatever its name says; null when it is none of the kinds above. */
export function sniffMedia(bytes: Uint8Array): MediaType | null {
  if (begins(bytes, 0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (begins(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (begins(bytes, 0, 0x52, 0x49, 0x46, 0x46) && begins(bytes, 8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp'
  if (begins(bytes, 0, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'
  return null
}

/**
 * The size that a picture says it has, read from its head alone: a few bytes may announce a picture that no computer has the memory
 * to unpack. Null where it cannot be told.
 */
export function pixelSize(bytes: Uint8Array): PixelSize | null {
  switch (sniffMedia(bytes)) {
    case 'image/png':
      return begins(bytes, 12, 0x49, 0x48, 0x44, 0x52) ? sizeOf(uint(bytes, 16, 4), uint(bytes, 20, 4)) : null
    case 'image/jpeg':
      return jpegSize(bytes)
    case 'image/webp':
      return webpSize(bytes)
    default:
      return null
  }
}

/** Walks the segments up to the frame header. */
function jpegSize(bytes: Uint8Array): PixelSize | null {
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] as number
    // Fill bytes, and markers that stand alone.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2
      continue
    }
    // Image data, or the end, before any frame header.
    if (marker === 0xda || marker === 0xd9) return null
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return sizeOf(uint(bytes, at + 7, 2), uint(bytes, at + 5, 2))
    at += 2 + Math.max(2, uint(bytes, at + 2, 2))
  }
  return null
}

/** The first chunk says it: lossy, lossless, or extended. */
function webpSize(bytes: Uint8Array): PixelSize | null {
  if (bytes.length < 30) return null
  if (begins(bytes, 12, 0x56, 0x50, 0x38, 0x58)) return sizeOf(1 + little(bytes, 24, 3), 1 + little(bytes, 27, 3))
  if (begins(bytes, 12, 0x56, 0x50, 0x38, 0x20)) {
    if (!begins(bytes, 23, 0x9d, 0x01, 0x2a)) return null
    return sizeOf(little(bytes, 26, 2) & 0x3fff, little(bytes, 28, 2) & 0x3fff)
  }
  if (begins(bytes, 12, 0x56, 0x50, 0x38, 0x4c) && bytes[20] === 0x2f) {
    const bits = little(bytes, 21, 4)
    return sizeOf(1 + (bits % 0x4000), 1 + (Math.floor(bits / 0x4000) % 0x4000))
  }
  return null
}

function sizeOf(width: number, height: number): PixelSize | null {
  return width > 0 && height > 0 ? { width, height } : null
}

function begins(bytes: Uint8Array, at: number, ...want: number[]): boolean {
  return want.every((byte, i) => bytes[at + i] === byte)
}

function uint(bytes: Uint8Array, at: number, length: number): number {
  let n = 0
  for (let i = 0; i < length; i++) n = n * 256 + (bytes[at + i] ?? 0)
  return n
}

function little(bytes: Uint8Array, at: number, length: number): number {
  let n = 0
  for (let i = length - 1; i >= 0; i--) n = n * 256 + (bytes[at + i] ?? 0)
  return n
}
