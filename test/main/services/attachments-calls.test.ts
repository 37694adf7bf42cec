import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Desktop } from '../../../main/services/desktop.ts'
import { realDisk } from '../../../main/services/disk.ts'
import { concat, hex, utf8 } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import { answerCall, type CallInput } from '../../../shared/bridge.ts'
import { encode, hash, parseBody, type Value } from '../../../shared/ledger/index.ts'
import { JPEG, PDF } from '../../kit/pictures.ts'
import { tempFolder } from '../../kit/temp.ts'
import { faultyDisk } from './faulty-disk.ts'
import { caller, draft, fileOf, type MadeSite, makeSite, open } from './site.ts'

let site: MadeSite
let desktop: Desktop
let call: ReturnType<typeof caller>
let put: (change?: object) => CallInput<'attachment.put'>

const disk = faultyDisk(realDisk)
async function start(): Promise<void> {
  desktop = must(await open(site.data, { disk }))
  call = caller(desktop)
  must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
}

beforeEach(async () => {
  site = await makeSite(tempFolder())
  put = (change = {}) => ({
    ...{ name: '身份证.jpg', type: 'image/jpeg', bytes: JPEG, readers: [site.recipients['632723'] as string] },
    ...change,
  })
  await start()
})
afterEach(async () => {
  disk.mend()
  await desktop.close()
})

const sealedFile = (h: Uint8Array) => join(site.data, 'attachments', hex(h).slice(0, 2), hex(h))
const stored = () =>
  readdirSync(join(site.data, 'attachments'), { recursive: true }).filter((name) => String(name).length > 60)

describe('[N9] attachments over the bridge', () => {
  test('a file is sealed to the office, kept, named by its hash, and opened by the office alone', async () => {
    const name = must(await call('attachment.put', put()))
    const file = new Uint8Array(readFileSync(sealedFile(name.h)))
    expect(name).toEqual({ h: hash(file), n: file.length, t: 'application/age' })
    expect(Buffer.from(file).includes(Buffer.from(JPEG.subarray(0, 24)))).toBe(false)
    expect(must(await call('attachment.get', { h: name.h }))).toEqual({
      name: '身份证.jpg',
      type: 'image/jpeg',
      bytes: JPEG,
    })
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    expect(must(await call('attachment.get', { h: name.h })).bytes).toEqual(JPEG)
    must(await call('vault.unlock', { person: 'clerk-c', passphrase: site.passphrase }))
    expect(await call('attachment.get', { h: name.h })).toMatchObject({ code: 'not-for-us' })
  })

  test('nobody is signed in: nothing is sealed, opened, kept or removed; what is sealed can be sent', async () => {
    const name = must(await call('attachment.put', put()))
    const file = new Uint8Array(readFileSync(sealedFile(name.h)))
    must(await call('vault.lock', {}))
    const locked = { code: 'vault-locked' }
    expect(await call('attachment.put', put())).toMatchObject(locked)
    expect(await call('attachment.get', { h: name.h })).toMatchObject(locked)
    expect(await call('attachment.keep', { h: name.h, file })).toMatchObject(locked)
    expect(await call('attachment.drop', { files: [name.h] })).toMatchObject(locked)
    expect(await call('attachment.send', { h: name.h, token: 'token' })).toMatchObject({ code: 'no-line' })
    expect(await call('attachment.send', { h: hash(file.subarray(1)), token: 'token' })).toMatchObject({
      code: 'no-attachment',
    })
    expect(must(await call('attachment.list', { files: [name.h] })).here).toEqual([true])
  })

  const refused: [string, object, string][] = [
    ['a program', { bytes: utf8('MZ\u0090 a program') }, 'wrong-type'],
    ['a picture that is called a PDF', { type: 'application/pdf' }, 'wrong-type'],
    ['a page', { bytes: utf8('<svg xmlns="…" onload="…"/>') }, 'wrong-type'],
    ['nothing at all', { bytes: new Uint8Array(0) }, 'wrong-type'],
    ['a kind that is not taken', { type: 'image/svg+xml' }, 'wrong-shape'],
    ['a name that is a path', { name: '../../site.json' }, 'wrong-shape'],
    ['a name of a path elsewhere', { name: 'C:\\a.jpg' }, 'wrong-shape'],
    ['no name', { name: '' }, 'wrong-shape'],
    ['a name of two lines', { name: 'a\nb.jpg' }, 'wrong-shape'],
    ['a name that turns around', { name: 'a\u202egpj.exe' }, 'wrong-shape'],
    ['half a character in its name', { name: 'a\ud800.jpg' }, 'wrong-shape'],
    ['a name that is too long', { name: 'x'.repeat(201) }, 'wrong-shape'],
    ['no reader', { readers: [] }, 'wrong-shape'],
    ['a reader who is none', { readers: ['age1qqq'] }, 'wrong-shape'],
    ['more bytes than may be', { bytes: concat(JPEG, new Uint8Array(LIMITS.attachment)) }, 'wrong-shape'],
    [
      'more once it is sealed',
      { bytes: concat(JPEG, new Uint8Array(LIMITS.attachment - JPEG.length - 100)) },
      'too-large',
    ],
  ]
  test.each(refused)('%s is refused, and nothing is kept', async (_, change, code) => {
    must(await call('attachment.put', put()))
    const answer = await answerCall(desktop.handlers, 'attachment.put', put(change), (error) => {
      throw error
    })
    expect(answer).toMatchObject({ ok: false, code })
    expect(stored()).toHaveLength(1)
  })

  test('the largest that fits once sealed', async () => {
    // The head of an age file for one reader, and 16 bytes for every 64 KiB.
    const bytes = concat(JPEG, new Uint8Array(LIMITS.attachment - JPEG.length - 2_600))
    const name = must(await call('attachment.put', put({ bytes })))
    expect(name.n).toBeLessThanOrEqual(LIMITS.attachment)
    expect(Buffer.from(must(await call('attachment.get', { h: name.h })).bytes).equals(Buffer.from(bytes))).toBe(true)
  })

  test('a full disk says so, and what was filed goes on being read', async () => {
    const first = must(await call('attachment.put', put()))
    disk.fail('write', 'full')
    expect(await call('attachment.put', put())).toMatchObject({ code: 'disk-full' })
    expect(stored()).toEqual([join(hex(first.h).slice(0, 2), hex(first.h))])
    expect(must(await call('attachment.get', { h: first.h })).bytes).toEqual(JPEG)
  })
})

describe('[N9] what is fetched', () => {
  const seal = async (clear: Uint8Array, reader: string) => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(reader)
    return encrypter.encrypt(clear)
  }
  const content = () => encode({ name: 'a.pdf', type: 'application/pdf', bytes: PDF })

  test('is held against its hash, opened, and kept', async () => {
    const file = await seal(content(), site.recipients['632723'] as string)
    const h = hash(file)
    expect(must(await call('attachment.keep', { h, file }))).toEqual({
      ...{ name: 'a.pdf', type: 'application/pdf', bytes: PDF, kept: true },
    })
    expect(must(await call('attachment.get', { h })).bytes).toEqual(PDF)
  })

  test('is read on a full disk, too', async () => {
    const file = await seal(content(), site.recipients['632723'] as string)
    disk.fail('write', 'full', 9)
    expect(must(await call('attachment.keep', { h: hash(file), file }))).toMatchObject({ name: 'a.pdf', kept: false })
    expect(stored()).toEqual([])
  })

  test('is not kept when it is something else, sealed to others, or no attachment', async () => {
    const mine = site.recipients['632723'] as string
    const keep = async (file: Uint8Array, h = hash(file)) => call('attachment.keep', { h, file })
    const good = await seal(content(), mine)
    expect(await keep(good, new Uint8Array(32))).toMatchObject({ code: 'wrong-hash' })
    expect(await keep(good.slice(0, -1), hash(good))).toMatchObject({ code: 'wrong-hash' })
    expect(await keep(await seal(content(), site.recipients['632726'] as string))).toMatchObject({ code: 'not-for-us' })
    expect(await keep(utf8('no age file'))).toMatchObject({ code: 'not-for-us' })
    const bad: [Value, string][] = [
      ['text', 'wrong-shape'],
      [{ name: 'a.pdf', type: 'application/pdf' }, 'wrong-shape'],
      [{ name: 'a.pdf', type: 'application/pdf', bytes: JPEG }, 'wrong-type'],
      [{ name: 'a/b.pdf', type: 'application/pdf', bytes: PDF }, 'wrong-shape'],
      [{ name: 'a.pdf', type: 'application/pdf', bytes: PDF, run: true }, 'wrong-shape'],
      [{ name: 'a.pdf', type: 'application/pdf', bytes: [[PDF]] }, 'too-deep'],
    ]
    for (const [value, code] of bad) expect(await keep(await seal(encode(value), mine))).toMatchObject({ code })
    expect(await keep(await seal(Uint8Array.of(0x18, 1), mine))).toMatchObject({ code: 'not-canonical' })
    expect(() => stored()).toThrow(/ENOENT/)
  })
})

describe('[N9] filing with attachments', () => {
  test('[N1] an entry names what is here, and is signed', async () => {
    const names = [must(await call('attachment.put', put())), must(await call('attachment.put', put()))]
    const kept = must(await call('filing.submit', draft(1, { att: names })))
    expect(must(parseBody(kept.body)).att).toEqual(names)
    const many = must(await call('filing.submit-many', { drafts: [draft(2, { att: names.slice(1) }), draft(3)] }))
    expect(many.kept.map(({ body }) => must(parseBody(body)).att.length)).toEqual([1, 0])
  })

  test('what is not here, not whole, or not as it is named is not signed', async () => {
    const name = must(await call('attachment.put', put()))
    const answer = (att: unknown, many = false) =>
      answerCall(
        desktop.handlers,
        many ? 'filing.submit-many' : 'filing.submit',
        many ? { drafts: [draft(1), { ...draft(2), att }] } : { ...draft(1), att },
        (error) => {
          throw error
        },
      )
    const bad: [unknown, string][] = [
      [[{ ...name, h: new Uint8Array(32) }], 'no-attachment'],
      [[{ ...name, n: name.n + 1 }], 'wrong-shape'],
      [[{ ...name, t: 'image/jpeg' }], 'wrong-shape'],
      [[name, name], 'wrong-shape'],
      [[{ ...name, n: LIMITS.attachment + 1 }], 'wrong-shape'],
      [Array.from({ length: 33 }, (_, i) => ({ ...name, h: new Uint8Array(32).fill(i) })), 'wrong-shape'],
    ]
    for (const [att, code] of bad) {
      expect(await answer(att)).toMatchObject({ ok: false, code })
      expect(await answer(att, true)).toMatchObject({ ok: false, code })
    }
    const file = readFileSync(sealedFile(name.h))
    file[50] = (file[50] as number) ^ 1
    writeFileSync(sealedFile(name.h), file)
    expect(await answer([name])).toMatchObject({ ok: false, code: 'wrong-hash' })
    expect(must(await call('journal.list', { from: 0, max: 10, after: [] })).entries).toEqual([])
  })

  test('a draft lets go of its file; what any entry here names stays, sent or not, whoever signed it', async () => {
    const [mine, theirs, loose] = await Promise.all(
      [0, 1, 2].map(async () => must(await call('attachment.put', put()))),
    )
    must(await call('filing.submit', draft(1, { att: [mine as never] })))
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    must(await call('filing.submit', draft(2, { att: [theirs as never] })))
    const files = [mine, theirs, loose].map((one) => (one as { h: Uint8Array }).h)
    await desktop.close()
    await start()
    expect(must(await call('attachment.drop', { files })).dropped).toBe(1)
    expect(must(await call('attachment.list', { files })).here).toEqual([true, true, false])
    // A record that cannot be read may have named any of them.
    const again = must(await call('attachment.put', put()))
    await desktop.close()
    const journal = readFileSync(fileOf(site, 'clerk-b'))
    journal[100] = (journal[100] as number) ^ 1
    writeFileSync(fileOf(site, 'clerk-b'), journal)
    await start()
    expect(await call('attachment.drop', { files: [again.h] })).toMatchObject({ code: 'journal-damaged' })
    expect(must(await call('attachment.list', { files: [again.h] })).here).toEqual([true])
  })
})
