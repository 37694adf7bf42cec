import { describe, expect, test } from 'vitest'
import { prepareFile, thumbnailOf } from '../../../renderer/components/attachments/prepare.ts'
import { concat, utf8 } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { pixelSize, sniffMedia } from '../../../shared/base/media.ts'
import { must } from '../../../shared/base/result.ts'
import { encodeAttachment } from '../../../shared/ledger/index.ts'
import { JPEG, PDF, PNG, WEBP } from '../../kit/pictures.ts'

/** A picture that packs badly, red in its upper left corner, clear in its lower right. */
async function picture(width: number, height: number, type: string, noise = true): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  if (noise) {
    const data = context.createImageData(width, height)
    let seed = 7
    for (let i = 0; i < data.data.length; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      data.data[i] = i % 4 === 3 ? 255 : seed >> 23
    }
    context.putImageData(data, 0, 0)
  }
  context.fillStyle = '#f00'
  context.fillRect(0, 0, width / 4, height / 4)
  context.clearRect((width * 3) / 4, (height * 3) / 4, width, height)
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.95 })).arrayBuffer())
}

const fileOf = (bytes: Uint8Array, name: string) => new File([new Uint8Array(bytes)], name)
const prepared = async (bytes: Uint8Array, name: string) => must(await prepareFile(fileOf(bytes, name), '图片'))

async function pixel(bytes: Uint8Array, x: number, y: number): Promise<number[]> {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d') as OffscreenCanvasRenderingContext2D
  context.drawImage(bitmap, 0, 0)
  return [...context.getImageData(Math.floor(x * (bitmap.width - 1)), Math.floor(y * (bitmap.height - 1)), 1, 1).data]
}
const isRed = ([r, g, b]: number[]) => (r as number) > 200 && (g as number) < 60 && (b as number) < 60

/** The same JPEG with a note of the camera that it was held on its side (Exif orientation 6: turn it a quarter clockwise). */
function held(jpeg: Uint8Array): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
  const exif = Uint8Array.of(0xff, 0xe1, 0, 2 + 6 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff)
  return concat(jpeg.subarray(0, 2), exif, jpeg.subarray(2))
}

describe('[N9] a file that somebody picks', () => {
  test.each([
    ['a.jpg', JPEG],
    ['a.png', PNG],
    ['a.webp', WEBP],
    ['a.pdf', PDF],
  ])('%s that is small goes byte for byte', async (name, bytes) => {
    const { content, redrawn } = await prepared(bytes, name)
    expect(content).toEqual({ name, type: sniffMedia(bytes), bytes })
    expect(redrawn).toBeNull()
    expect(encodeAttachment(content).ok).toBe(true)
  })

  test('a large photo is drawn smaller as a JPEG, upright, and that is told', async () => {
    const photo = await picture(3200, 2400, 'image/jpeg')
    const { content, redrawn } = await prepared(photo, 'IMG_1.JPG')
    expect(redrawn).toEqual({ from: { width: 3200, height: 2400 }, to: { width: 2480, height: 1860 } })
    expect(pixelSize(content.bytes)).toEqual({ width: 2480, height: 1860 })
    expect(content).toMatchObject({ name: 'IMG_1.jpg', type: 'image/jpeg' })
    expect(content.bytes.length).toBeLessThan(photo.length)
    expect(isRed(await pixel(content.bytes, 0.1, 0.1))).toBe(true)
    const turned = await prepared(held(photo), 'IMG_2.JPG')
    expect(turned.redrawn).toEqual({ from: { width: 2400, height: 3200 }, to: { width: 1860, height: 2480 } })
    // What was the upper left corner is the upper right one of the paper.
    expect(isRed(await pixel(turned.content.bytes, 0.9, 0.1))).toBe(true)
    expect(isRed(await pixel(turned.content.bytes, 0.1, 0.1))).toBe(false)
  })

  test('a PNG that is too large becomes a JPEG on white paper; one that would only grow stays', async () => {
    const scan = await picture(1600, 1200, 'image/png')
    expect(scan.length).toBeGreaterThan(1_500_000)
    const { content, redrawn } = await prepared(scan, '扫描.png')
    expect(redrawn?.to).toEqual({ width: 1600, height: 1200 })
    expect(content).toMatchObject({ name: '扫描.jpg', type: 'image/jpeg' })
    expect((await pixel(content.bytes, 0.9, 0.9)).slice(0, 3).every((c) => c > 250)).toBe(true)
    // Fine, and small because there is little on it.
    const page = await picture(4960, 7016, 'image/png', false)
    expect((await prepared(page, 'page.png')).redrawn).toBeNull()
  })

  const refused: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
    ['a program', () => utf8('MZ\0'), 'wrong-type'],
    ['a page', () => utf8('<!doctype html><script>1</script>'), 'wrong-type'],
    ['nothing', () => new Uint8Array(0), 'wrong-type'],
    ['a PDF over the limit', () => concat(PDF, new Uint8Array(LIMITS.attachment)), 'too-large'],
    ['more than can be read at all', () => new Uint8Array(64 * 1024 * 1024 + 1), 'too-large'],
    ['a picture cut off in its head', () => JPEG.subarray(0, 60), 'truncated'],
    ['a picture of noise', () => concat(PNG.subarray(0, 33), new Uint8Array(500).fill(7)), 'truncated'],
    [
      'a few bytes that announce more pixels than there is memory',
      () =>
        Uint8Array.from(PNG, (b, i) => (i >= 16 && i < 24 ? 0x00 : b))
          .fill(0x7f, 18, 20)
          .fill(0x7f, 22, 24),
      'too-large',
    ],
  ]
  test.each(refused)('%s is refused', async (_, make, code) => {
    expect(await prepareFile(fileOf(await make(), 'x.jpg'), '图片')).toMatchObject({ ok: false, code })
  })
})

test('a thumbnail is small and shows the picture; of a PDF, or of what cannot be unpacked, there is none', async () => {
  const photo = await picture(800, 400, 'image/jpeg')
  const small = (await thumbnailOf({ name: 'a', type: 'image/jpeg', bytes: photo }, 160)) as Blob
  const bytes = new Uint8Array(await small.arrayBuffer())
  expect(pixelSize(bytes)).toEqual({ width: 160, height: 80 })
  expect(isRed(await pixel(bytes, 0.1, 0.1))).toBe(true)
  expect(await thumbnailOf({ name: 'a', type: 'application/pdf', bytes: PDF }, 160)).toBeNull()
  expect(await thumbnailOf({ name: 'a', type: 'image/jpeg', bytes: JPEG.subarray(0, 60) }, 160)).toBeNull()
})
