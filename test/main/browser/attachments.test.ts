import { expect, test } from 'vitest'
import { concat } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must, ok } from '../../../shared/base/result.ts'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { decode, type Value } from '../../../shared/ledger/index.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'
import { JPEG } from '../../kit/pictures.ts'
import { post, resultOf, signIn, testShell } from './kit.ts'

const LARGEST = concat(JPEG, new Uint8Array(LIMITS.attachment - JPEG.length))
const same = (a: unknown, b: Uint8Array) => Buffer.compare(a as Uint8Array, b) === 0

test('[N9] the largest attachment and its sealed file pass the loopback shell; a byte more does not', async () => {
  const seen: Uint8Array[] = []
  const shell = testShell({
    'attachment.put': async ({ bytes }) => {
      seen.push(bytes)
      return ok({ h: new Uint8Array(32), n: bytes.length, t: 'application/age' as const })
    },
    'attachment.get': async () => ok({ name: 'a', type: 'image/jpeg', bytes: LARGEST } satisfies Attachment),
    'attachment.keep': async ({ file }) => {
      seen.push(file)
      return ok({ name: 'a', type: 'image/jpeg', bytes: LARGEST, kept: true } as const)
    },
    'attachment.fetch': async () => ok({ file: LARGEST }),
  })
  const session = await signIn(shell)
  const call = async (name: string, input: Value) =>
    shell.handle(post(LOOPBACK.call, { name, input }, session as unknown as Record<string, string>))
  const answered = async (name: string, input: Value) => {
    const bytes = new Uint8Array(await (await call(name, input)).arrayBuffer())
    return must(decode(bytes, { max: LOOPBACK.answer })) as {
      ok: boolean
      code?: string
      value?: Record<string, Value>
    }
  }
  const h = new Uint8Array(32)
  const put = (bytes: Uint8Array) => ({ name: 'a', type: 'image/jpeg', bytes, readers: ['age1'] })
  expect((await answered('attachment.put', put(LARGEST))).ok).toBe(true)
  expect(same((await answered('attachment.get', { h })).value?.['bytes'], LARGEST)).toBe(true)
  expect(same((await answered('attachment.keep', { h, file: LARGEST })).value?.['bytes'], LARGEST)).toBe(true)
  expect(same((await answered('attachment.fetch', { h, token: 'a' })).value?.['file'], LARGEST)).toBe(true)
  expect(seen.map(({ length }) => length)).toEqual([LIMITS.attachment, LIMITS.attachment])

  const more = (bytes: Uint8Array) => concat(bytes, Uint8Array.of(0))
  expect((await answered('attachment.put', put(more(LARGEST)))).code).toBe('wrong-shape')
  expect((await answered('attachment.keep', { h, file: more(LARGEST) })).code).toBe('wrong-shape')
  // What no call takes is not even read.
  const huge = await call('attachment.put', put(new Uint8Array(LOOPBACK.callBody)))
  expect((await resultOf(huge)).code).toBe('too-large')
  expect(seen).toHaveLength(2)
})
