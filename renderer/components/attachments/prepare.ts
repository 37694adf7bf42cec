import { type PixelSize, pixelSize, sniffMedia } from '../../../shared/base/media.ts'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { cleanName, fit, MOST_PIXELS, MOST_PLAIN, MOST_READ, planPicture } from './plan.ts'

/** A picture that was drawn anew, and how large it was before: what it carried beside its pixels (place, camera) is gone, and that is said. */
export interface Redrawn {
  readonly from: PixelSize
  readonly to: PixelSize
}

export interface Prepared {
  readonly content: Attachment
  readonly redrawn: Redrawn | null
}

/**
 * Makes a file that somebody has picked into what is attached: its kind by its first bytes, its size before anything is unpacked, a huge
 * picture drawn smaller. Codes: too-large, wrong-type, truncated (a picture that cannot be unpacked), disk-failed (it cannot be read).
 */
export async function prepareFile(file: File, fallback: string): Promise<Result<Prepared>> {
  if (file.size > MOST_READ) return fail('too-large', `${file.size} bytes`)
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await file.arrayBuffer())
  } catch {
    // Taken away meanwhile, or on a stick that was pulled out.
    return fail('disk-failed', 'the file cannot be read')
  }
  const type = sniffMedia(bytes)
  if (type === null) return fail('wrong-type', file.type)
  const name = cleanName(file.name, type, fallback)
  const asItIs = () =>
    bytes.length > MOST_PLAIN
      ? fail('too-large', `${bytes.length} bytes`)
      : ok({ content: { name, type, bytes }, redrawn: null })
  if (type === 'application/pdf') return asItIs()
  const size = pixelSize(bytes)
  if (size === null) return fail('truncated', 'a picture without a size')
  if (size.width * size.height > MOST_PIXELS) return fail('too-large', `${size.width} × ${size.height} pixels`)
  const picture = await unpack(bytes, type)
  if (picture === null) return fail('truncated', 'a picture that cannot be unpacked')
  try {
    const target = planPicture(type, bytes.length, { width: picture.width, height: picture.height })
    if (target === null) return asItIs()
    const smaller = await draw(picture, target)
    // Drawing anew is for making smaller, and for nothing else.
    if (smaller === null || smaller.length >= bytes.length) return asItIs()
    if (smaller.length > MOST_PLAIN) return fail('too-large', `${smaller.length} bytes`)
    const content = {
      name: cleanName(stemOf(name), 'image/jpeg', fallback),
      type: 'image/jpeg' as const,
      bytes: smaller,
    }
    return ok({ content, redrawn: { from: { width: picture.width, height: picture.height }, to: target } })
  } finally {
    picture.close()
  }
}

/** A small picture of a picture, for lists; null where it cannot be unpacked. */
export async function thumbnailOf({ bytes, type }: Attachment, side: number): Promise<Blob | null> {
  const size = pixelSize(bytes)
  if (size === null || size.width * size.height > MOST_PIXELS) return null
  const picture = await unpack(bytes, type)
  if (picture === null) return null
  try {
    const drawn = await draw(picture, fit(picture, side))
    return drawn === null ? null : new Blob([new Uint8Array(drawn)], { type: 'image/jpeg' })
  } finally {
    picture.close()
  }
}

/** Upright, whatever the camera noted of how it was held. */
async function unpack(bytes: Uint8Array, type: string): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(new Blob([new Uint8Array(bytes)], { type }), { imageOrientation: 'from-image' })
  } catch {
    return null
  }
}

/** As a JPEG on white paper; null where this browser has no memory for it. */
async function draw(picture: ImageBitmap, { width, height }: PixelSize): Promise<Uint8Array | null> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  try {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.86 })
    return blob.type === 'image/jpeg' ? new Uint8Array(await blob.arrayBuffer()) : null
  } catch {
    return null
  }
}

function stemOf(name: string): string {
  return name.replace(/\.[A-Za-z]+$/, '')
}
