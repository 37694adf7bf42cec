import { describe, expect, test } from 'vitest'
import { concat } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import {
  ATTACHMENT_TYPE,
  attachmentFileName,
  attachmentNames,
  encode,
  encodeAttachment,
  parseAttachment,
} from '../../shared/ledger/index.ts'
import { JPEG, PDF, PNG, WEBP } from '../kit/pictures.ts'

const good = { name: '草原承包合同 第1页.png', type: 'image/png', bytes: PNG } as const

describe('[N9] what a sealed file holds', () => {
  test.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['image/webp', WEBP],
    ['application/pdf', PDF],
  ] as const)('%s comes back as it was, in the one byte form', (type, bytes) => {
    const clear = must(encodeAttachment({ name: 'a', type, bytes }))
    expect(clear).toEqual(encode({ bytes, name: 'a', type }))
    expect(must(parseAttachment(clear))).toEqual({ name: 'a', type, bytes })
  })

  test('bytes of another kind than the type says are refused on both ways', () => {
    const wrong = { ...good, type: 'image/jpeg' } as const
    expect(encodeAttachment(wrong)).toMatchObject({ code: 'wrong-type' })
    expect(parseAttachment(encode(wrong))).toMatchObject({ code: 'wrong-type' })
    expect(encodeAttachment({ ...good, bytes: new Uint8Array(9) })).toMatchObject({ code: 'wrong-type' })
  })

  test.each([
    ['a key too many', { ...good, more: 1 }],
    ['no name', { type: good.type, bytes: good.bytes }],
    ['another type', { ...good, type: 'text/html' }],
    ['bytes that are text', { ...good, bytes: 'abc' }],
    ['an array', [1]],
  ])('%s is refused', (_, value) => {
    expect(parseAttachment(encode(value as never))).toMatchObject({ code: 'wrong-shape' })
  })

  test('[E3] size and depth before anything else', () => {
    expect(parseAttachment(new Uint8Array(LIMITS.attachment + 1))).toMatchObject({ code: 'too-large' })
    expect(parseAttachment(encode({ ...good, bytes: [PNG] } as never))).toMatchObject({ code: 'too-deep' })
    const most = concat(PNG, new Uint8Array(LIMITS.attachment - PNG.length))
    expect(encodeAttachment({ ...good, bytes: most }).ok).toBe(true)
    expect(encodeAttachment({ ...good, bytes: concat(most, PNG) })).toMatchObject({ code: 'wrong-shape' })
  })

  test.each([
    '',
    'x'.repeat(201),
    'a/b',
    'a\\b',
    'a\nb',
    'a\0b',
    'a\u009fb',
    'a\u2028b',
    'a\u202eb',
    'a\u2066b',
    'a\ud800b',
  ])('the name %j is refused', (name) => {
    expect(attachmentFileName(name, 'name').ok).toBe(false)
  })

  test.each(['x'.repeat(200), '..', '身份证（正面）.jpg', 'རྩྭ་ས།.pdf', 'a b’c😀.png'])(
    'the name %j is taken',
    (name) => {
      expect(attachmentFileName(name, 'name')).toEqual({ ok: true, value: name })
    },
  )
})

describe('[N9] what an entry says of it', () => {
  const one = (i: number, n = 1) => ({ h: new Uint8Array(32).fill(i), n, t: ATTACHMENT_TYPE })

  test('up to thirty-two, each of its own hash, none empty or over the limit, all of one type', () => {
    const all = Array.from({ length: 32 }, (_, i) => one(i, LIMITS.attachment))
    expect(attachmentNames(all, 'att')).toEqual({ ok: true, value: all })
    expect(attachmentNames([], 'att').ok).toBe(true)
    const wrong = [
      [...all, one(32)],
      [one(1), one(1, 2)],
      [one(1, 0)],
      [one(1, LIMITS.attachment + 1)],
      [{ ...one(1), t: 'image/png' }],
    ]
    for (const att of wrong) expect(attachmentNames(att, 'att')).toMatchObject({ code: 'wrong-shape' })
  })
})
