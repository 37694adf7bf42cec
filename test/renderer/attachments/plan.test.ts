import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cleanName,
  fit,
  LONG_SIDE,
  MOST_PLAIN,
  pdfPages,
  planPicture,
} from '../../../renderer/components/attachments/plan.ts'
import { utf8 } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { MEDIA_TYPES } from '../../../shared/base/media.ts'
import { attachmentFileName } from '../../../shared/ledger/index.ts'
import { PDF } from '../../kit/pictures.ts'

describe('what is done with a picture', () => {
  const MB = 1_000_000
  test.each([
    ['a small scan goes as it is, however fine', 'image/png', 0.4 * MB, 4960, 7016, null],
    ['a photo of a phone is made smaller', 'image/jpeg', 4 * MB, 4032, 3024, { width: 2480, height: 1860 }],
    ['upright, too', 'image/webp', 4 * MB, 3024, 4032, { width: 1860, height: 2480 }],
    [
      'a large PNG of the right size is drawn as a photo',
      'image/png',
      6 * MB,
      2000,
      1500,
      { width: 2000, height: 1500 },
    ],
    ['a JPEG of the right size that fits stays', 'image/jpeg', 6 * MB, 2000, 1500, null],
    ['one that does not fit is drawn anew', 'image/jpeg', MOST_PLAIN + 1, 2480, 2480, { width: 2480, height: 2480 }],
    ['a long strip keeps its shape', 'image/jpeg', 3 * MB, 10, 24_800, { width: 1, height: 2480 }],
  ] as const)('%s', (_, type, bytes, width, height, want) => {
    expect(planPicture(type, bytes, { width, height })).toEqual(want)
  })

  test('never larger than it was, never without a pixel', () => {
    const side = fc.integer({ min: 1, max: 60_000 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const small = fit({ width, height }, LONG_SIDE)
        expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(Math.max(LONG_SIDE, 1))
        expect(small.width).toBeGreaterThan(0)
        expect(small.height).toBeGreaterThan(0)
        expect(small.width <= width && small.height <= height).toBe(true)
      }),
      { numRuns: 300, seed: 2 },
    )
  })

  test('what passes here still fits once it is sealed to sixteen readers', () => {
    // 16 bytes for every 64 KiB, some 200 for each reader, and the map around the bytes.
    const sealed = MOST_PLAIN + Math.ceil(MOST_PLAIN / 65_536) * 16 + 16 * 200 + 1_000
    expect(sealed).toBeLessThanOrEqual(LIMITS.attachment)
  })
})

describe('[N9] the name of a file', () => {
  test.each([
    ['IMG_0001.JPG', 'image/jpeg', 'IMG_0001.jpg'],
    ['合同.jpeg', 'image/jpeg', '合同.jpeg'],
    ['C:\\scan\\合同.pdf', 'application/pdf', '合同.pdf'],
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['.jpg', 'image/jpeg', '图片.jpg'],
    ['', 'image/webp', '图片.webp'],
    ['合同.exe', 'application/pdf', '合同.exe.pdf'],
    ['a\u202egpj.exe', 'image/png', 'agpj.exe.png'],
    ['two\nlines.png', 'image/png', 'twolines.png'],
    ['e\u0301.png', 'image/png', 'é.png'],
  ] as const)('%j, a %s: %j', (name, type, want) => {
    expect(cleanName(name, type, '图片')).toBe(want)
  })

  test('is always one that may be attached, whatever the file was called', () => {
    const name = fc.string({ unit: fc.nat(0xffff).map((n) => String.fromCharCode(n)), maxLength: 400 })
    fc.assert(
      fc.property(name, fc.constantFrom(...MEDIA_TYPES), (given, type) => {
        expect(attachmentFileName(cleanName(given, type, '图片'), 'name').ok).toBe(true)
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})

test('the pages of a PDF are told where they stand in the clear, and not guessed where they do not', () => {
  expect(pdfPages(PDF)).toBe(1)
  expect(pdfPages(utf8('%PDF-1.7 /Type /Pages /Type/Page /Type /Page >> /Type /PageLabel'))).toBe(2)
  expect(pdfPages(utf8('%PDF-1.7 /Type /Page /Type /ObjStm'))).toBeNull()
  expect(pdfPages(utf8('%PDF-1.7'))).toBeNull()
})
