import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, utf8 } from '../../shared/base/bytes.ts'
import { pixelSize, sniffMedia } from '../../shared/base/media.ts'
import { must } from '../../shared/base/result.ts'
import { JPEG, PDF, PNG, WEBP } from '../kit/pictures.ts'

const bytes = (text: string) => must(fromHex(text.replaceAll(' ', '')))

describe('[N9] what a file is by its first bytes', () => {
  test.each([
    [JPEG, 'image/jpeg'],
    [PNG, 'image/png'],
    [WEBP, 'image/webp'],
    [PDF, 'application/pdf'],
  ] as const)('%#: %s', (file, type) => {
    expect(sniffMedia(file)).toBe(type)
    // Not a byte of the mark may be another.
    const marks = {
      'image/jpeg': [0, 1, 2],
      'image/png': [0, 3, 7],
      'image/webp': [0, 3, 8, 11],
      'application/pdf': [0, 4],
    }
    for (const at of marks[type]) expect(sniffMedia(file.map((b, i) => (i === at ? b ^ 1 : b)))).toBeNull()
  })

  test.each([
    '',
    'GIF89a',
    '<svg xmlns=""/>',
    '<!doctype html>',
    'MZ',
    'BM',
    ' %PDF-1.4',
    'RIFF\0\0\0\0WAVE',
    '\0\0\0\u0018ftypheic',
  ])('%j is none of them', (text) => {
    expect(sniffMedia(utf8(text))).toBeNull()
  })
})

describe('[N9] the size that a picture says it has', () => {
  const webp = (chunk: string) => bytes(`52494646 00000000 57454250 ${chunk}`)
  test.each<[string, Uint8Array, number, number]>([
    ['PNG', PNG, 1, 1],
    ['JPEG', JPEG, 1, 1],
    ['WebP, lossy', WEBP, 1, 1],
    [
      'PNG that announces more than there is',
      bytes('89504e470d0a1a0a 0000000d 49484452 0000ffff 00010000'),
      65_535,
      65_536,
    ],
    [
      'JPEG with segments and fill bytes before it',
      bytes('ffd8 ffe00004 0000 ffff dd0004 0000 ffc0 0011 08 0c00 1000 03'),
      4096,
      3072,
    ],
    ['JPEG whose tables come first', bytes('ffd8 ffc40004 0000 ffdb0003 00 ffc1 0011 08 0010 0020 03'), 32, 16],
    ['WebP, lossless', webp('5650384c 00000000 2f ff3f0f00 0000000000'), 16_384, 61],
    ['WebP, extended', webp('56503858 0a000000 00000000 ffff00 010000'), 65_536, 2],
  ])('%s', (_, file, width, height) => {
    expect(pixelSize(file)).toEqual({ width, height })
  })

  test.each<[string, Uint8Array]>([
    ['a PDF', PDF],
    ['a PNG that does not begin with its head', bytes('89504e470d0a1a0a 0000000d 49444154 00000001 00000001')],
    ['a JPEG without a frame', bytes('ffd8 ffda 0008 0000 ffc0 0011 08 0010 0010 03')],
    ['a JPEG of no height', bytes('ffd8 ffc0 0011 08 0000 0010 03 000000')],
    ['a JPEG that is cut', JPEG.subarray(0, 90)],
    ['a WebP that is cut', WEBP.subarray(0, 29)],
  ])('%s says none', (_, file) => {
    expect(pixelSize(file)).toBeNull()
  })

  test('whatever follows the first bytes, it ends, and says whole numbers or nothing', () => {
    const begin = fc.constantFrom(JPEG, PNG, WEBP, bytes('ffd8')).map((file) => file.subarray(0, 20))
    fc.assert(
      fc.property(begin, fc.uint8Array({ maxLength: 200 }), fc.nat(20), (head, rest, cut) => {
        const size = pixelSize(Uint8Array.of(...head.subarray(0, cut), ...rest))
        if (size !== null) expect(size.width > 0 && size.height > 0 && Number.isInteger(size.width)).toBe(true)
      }),
      { numRuns: 500, seed: 5 },
    )
  })
})
