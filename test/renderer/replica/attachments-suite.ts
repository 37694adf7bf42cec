import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AttachedFile, Filed } from '../../../renderer/replica/api.ts'
import { hex, utf8 } from '../../../shared/base/bytes.ts'
import type { Code } from '../../../shared/base/codes.ts'
import { fail, must, ok } from '../../../shared/base/result.ts'
import { hash, parseBody } from '../../../shared/ledger/index.ts'
import { encodeMessage } from '../../../shared/sync/messages.ts'
import { County } from '../../kit/county.ts'
import { JPEG, PDF } from '../../kit/pictures.ts'
import { flipped } from './bend.ts'
import { Desk } from './desk.ts'
import { stockFiling } from './forms.ts'

const ABOUT = /^\/v1\/(?:attachments|files)/
const SCAN = { name: '草原承包合同.pdf', type: 'application/pdf', bytes: PDF } as const
const PHOTO = { name: '身份证.jpg', type: 'image/jpeg', bytes: JPEG } as const

/** Attachments of filings: on their way to the province, and back to another desktop of the office. */
export function attachmentsSuite(runtime: string): void {
  describe(`attachments on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`attachments${n++}`)
      desk = new Desk(county)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    /** A filing with a scan of its contract and a photo of an identity card. */
    async function file(from = desk): Promise<Filed & { scan: AttachedFile; photo: AttachedFile }> {
      const scan = must(await from.calls.attach(SCAN))
      const photo = must(await from.calls.attach(PHOTO))
      const filing = stockFiling(county.nextContract())
      const files: Record<string, AttachedFile[]> = { contract: [scan], identity: [photo] }
      const materials = filing.materials.map((one) => ({ ...one, files: files[one.id] ?? [] }))
      return { ...must(await from.calls.file({ ...filing, materials })), scan, photo }
    }
    const status = async (of = desk) => must(await of.calls.status()).attachments
    const unsent = async () => (await status()).unsent
    const allSent = () => expect.poll(unsent, { timeout: 10_000 }).toBe(0)
    /** What is asked of the node about attachments; `up` is a file on its way. */
    const asks = (of = desk) =>
      of.asked
        .filter(({ path }) => ABOUT.test(path))
        .map(({ method, path }) => (path === '/v1/attachments' ? 'here?' : method === 'POST' ? 'up' : 'down'))
    const refuse = (path: RegExp, code: Code): Desk['bend'] => {
      const body = encodeMessage({ code, detail: '' })
      return (ask, answer) => ok(path.test(ask.path) ? { status: 503, body, date: answer.date } : answer)
    }
    const UP = /^\/v1\/files\/./

    test('[N9] an entry names them by material; they are unsent until the province has them, whatever the line does', async () => {
      desk.node = null
      const filed = await file()
      const [entry] = desk.journal.map(({ body }) => must(parseBody(body)))
      expect(entry?.att.map(({ h, n, t }) => [hex(h), n, t])).toEqual(
        [filed.scan, filed.photo].map(({ hash, size }) => [hash, size, 'application/age']),
      )
      expect(await status()).toEqual({
        ...{ unsent: 2, bytes: filed.scan.size + filed.photo.size, stuck: 0, failure: null },
      })
      desk.node = county.node
      await desk.sync()
      await allSent()
      const pushed = desk.asked.findIndex(({ path }) => path === '/v1/push')
      const first = desk.asked.findIndex(({ path }) => ABOUT.test(path))
      expect(pushed).toBeGreaterThan(-1)
      expect(first).toBeGreaterThan(pushed)
      expect([...county.node.attachments.keys()].sort()).toEqual([filed.scan.hash, filed.photo.hash].sort())
      expect(asks()).toEqual(['here?', 'up', 'up'])
      await desk.sealed()
      const rows = must(await desk.calls.attachments(filed.case))
      expect(rows).toEqual([
        {
          entry: filed.entry,
          ...filed.scan,
          material: 'contract',
          title: { zh: '草原承包合同', en: expect.any(String) },
          here: true,
          unsent: false,
        },
        {
          entry: filed.entry,
          ...filed.photo,
          material: 'identity',
          title: { zh: expect.any(String), en: expect.any(String) },
          here: true,
          unsent: false,
        },
      ])
      expect(must(await desk.calls.case(filed.case)).standing).toBe('sealed')
      // Sent is sent: nothing is asked again, and a replica that was lost asks, and sends nothing.
      await desk.sync()
      expect(asks()).toEqual(['here?', 'up', 'up'])
      await desk.wipe()
      must(await desk.open())
      await allSent()
      expect(asks()).toEqual(['here?', 'up', 'up', 'here?'])
    })

    test('[N9] another desktop of the office fetches one when it is opened, and keeps it', async () => {
      const filed = await file()
      await desk.sealed()
      await allSent()
      const other = new Desk(county)
      must(await other.open(other.person('supervisor')))
      try {
        const rows = must(await other.calls.attachments(filed.case))
        expect(rows.map(({ material, here, unsent }) => [material, here, unsent])).toEqual([
          ['contract', false, false],
          ['identity', false, false],
        ])
        const opening = { hash: filed.scan.hash, fetch: false }
        expect(await other.calls.attachment(opening)).toMatchObject({ code: 'no-attachment' })
        expect(asks(other)).toEqual([])
        expect(must(await other.calls.attachment({ ...opening, fetch: true }))).toEqual(SCAN)
        expect(must(await other.calls.attachment(opening))).toEqual(SCAN)
        expect(must(await other.calls.attached([filed.scan.hash, filed.photo.hash]))).toEqual([true, false])
        expect(asks(other)).toEqual(['down'])
        expect((await status(other)).unsent).toBe(0)
        // Not yet sent by the office that took it: said as such.
        county.node.attachments.delete(filed.photo.hash)
        const late = { hash: filed.photo.hash, fetch: true }
        expect(await other.calls.attachment(late)).toMatchObject({ code: 'no-attachment' })
        other.node = null
        expect(await other.calls.attachment(late)).toMatchObject({ code: 'no-line' })
      } finally {
        await other.wipe()
      }
    })

    test('[N9] what the node gives instead of a file is not shown and not kept; one that has changed here is fetched anew', async () => {
      const filed = await file()
      await desk.sealed()
      await allSent()
      const good = desk.files.here.get(filed.scan.hash) as Uint8Array
      const opening = { hash: filed.scan.hash, fetch: true }
      desk.files.here.set(filed.scan.hash, flipped(good, 300))
      expect(await desk.calls.attachment({ ...opening, fetch: false })).toMatchObject({ code: 'wrong-hash' })
      county.node.attachments.set(filed.scan.hash, flipped(good, 400))
      expect(await desk.calls.attachment(opening)).toMatchObject({ code: 'wrong-hash' })
      county.node.attachments.set(filed.scan.hash, good)
      expect(must(await desk.calls.attachment(opening))).toEqual(SCAN)
      expect(desk.files.here.get(filed.scan.hash)).toEqual(good)
      for (const hash of ['', 'ab', 'x'.repeat(64)])
        expect(await desk.calls.attachment({ hash, fetch: true })).toMatchObject({ code: 'wrong-shape' })
    })

    test('[L8] nothing goes up for an entry that is not acknowledged, or was refused', async () => {
      desk.bend = (ask, answer) => (ask.path === '/v1/push' ? fail('no-line', 'cut') : ok(answer))
      await file()
      await desk.sync()
      expect(asks()).toEqual([])
      expect(await unsent()).toBe(2)
      desk.bend = null
      await desk.sync()
      await allSent()
      expect(asks()).toEqual(['here?', 'up', 'up'])
      desk.node = null
      const { entry } = await file()
      expect(await unsent()).toBe(2)
      county.node.refusals.set(entry, 'wrong-role')
      desk.node = county.node
      await desk.sync()
      expect(must(await desk.calls.queue()).map(({ code }) => code)).toContain('wrong-role')
      // It is set aside, and shown as that.
      expect(await unsent()).toBe(0)
      expect(asks()).toEqual(['here?', 'up', 'up'])
    })

    test('[N9] an answer that was lost costs no file', async () => {
      desk.bend = (ask, answer) => (UP.test(ask.path) ? fail('no-line', 'cut') : ok(answer))
      await file()
      await desk.sync()
      await expect.poll(async () => (await status()).failure?.code).toBe('no-line')
      expect(await unsent()).toBe(2)
      desk.bend = null
      desk.now += 60_000
      await desk.sync()
      await allSent()
      // The first was there already when it was asked about again.
      expect(asks()).toEqual(['here?', 'up', 'here?', 'up'])
      expect((await status()).failure).toBeNull()
    })

    test('[N9] a node that is busy, full or gone is asked again after a while, and the failure is said until then', async () => {
      for (const code of ['busy', 'disk-full', 'session-needed'] as const) {
        desk.bend = refuse(UP, code)
        desk.now += 3_600_000
        await file()
        await desk.sync()
        await expect.poll(async () => (await status()).failure?.code).toBe(code)
        const before = asks().length
        await desk.sync()
        expect(asks()).toHaveLength(before)
        expect((await status()).stuck).toBe(0)
        desk.bend = null
        desk.now += 60_000
        await desk.sync()
        await allSent()
      }
      expect(must(await desk.calls.status()).lastFailure).toBeNull()
    })

    test('[N9] one that cannot be sent is said so and holds up no other; the next start tries it again', async () => {
      desk.node = null
      const filed = await file()
      const good = desk.files.here.get(filed.scan.hash) as Uint8Array
      desk.files.here.set(filed.scan.hash, flipped(good, 9))
      const gone = await file()
      desk.files.here.delete(gone.photo.hash)
      desk.node = county.node
      await desk.sync()
      await expect.poll(unsent).toBe(2)
      expect(await status()).toMatchObject({
        stuck: 2,
        failure: { code: expect.stringMatching(/wrong-hash|no-attachment/) },
      })
      expect(county.node.attachments.size).toBe(2)
      const before = asks().length
      desk.now += 60_000
      await desk.sync()
      expect(asks()).toHaveLength(before)
      desk.files.here.set(filed.scan.hash, good)
      await desk.close()
      must(await desk.open())
      await expect.poll(unsent).toBe(1)
      expect(county.node.attachments.size).toBe(3)
    })

    test('[N9] a file that takes long holds up no filing, no acknowledgement and no sign-out', async () => {
      let release = () => {}
      const held = new Promise<void>((done) => {
        release = done
      })
      let begun = 0
      desk.slow = (ask) => {
        if (!UP.test(ask.path)) return null
        begun++
        return held
      }
      await file()
      await desk.sync()
      await expect.poll(() => begun).toBe(1)
      const next = must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sealed()
      expect(must(await desk.calls.case(next.case)).standing).toBe('sealed')
      expect(await unsent()).toBe(2)
      // One at a time: a second run does not begin a second file.
      expect(begun).toBe(1)
      await desk.close()
      release()
      desk.slow = null
      must(await desk.open())
      await allSent()
    })

    test('a file that takes long says nothing of the clocks', async () => {
      await file()
      desk.slow = async (ask) => {
        if (UP.test(ask.path)) desk.now += 20 * 60_000
      }
      await desk.sync()
      const { skew } = must(await desk.calls.status())
      await allSent()
      expect(must(await desk.calls.status()).skew).toBe(skew)
    })

    test('a draft lets go of a file; what an entry names stays', async () => {
      const filed = await file()
      const loose = must(await desk.calls.attach(PHOTO))
      must(await desk.calls.dropAttachments([loose.hash, filed.photo.hash]))
      expect(must(await desk.calls.attached([loose.hash, filed.photo.hash, filed.scan.hash]))).toEqual([
        false,
        true,
        true,
      ])
      const filing = stockFiling(county.nextContract())
      const materials = filing.materials.map((one, i) => ({ ...one, files: i === 0 ? [loose] : [] }))
      expect(await desk.calls.file({ ...filing, materials })).toMatchObject({ code: 'no-attachment' })
      expect(must(await desk.calls.queue())).toHaveLength(1)
    })

    test('[N9] what main refuses is said with its code', async () => {
      const bad = { ...PHOTO, bytes: utf8('<svg/>') }
      expect(await desk.calls.attach(bad)).toMatchObject({ code: 'wrong-type' })
      expect(await desk.calls.attach({ ...PHOTO, name: 'a/b' })).toMatchObject({ code: 'wrong-shape' })
      expect(await desk.calls.attachments('632723/case/none')).toMatchObject({ code: 'not-found' })
    })
  })
}

/**
 * The desktop is killed before and after every call to main and the node, from attaching to the province having the files. Whatever was
 * answered is there afterwards, and gets through by itself.
 */
export function attachmentsKilledSuite(runtime: string, stride: number): void {
  test(`[N9] attachments, killed at every step, on ${runtime}`, { timeout: 300_000 }, async () => {
    let n = 0
    let killed = true
    let at = 1
    for (; killed; at += stride) {
      const county = await County.found(`attachments-killed${n++}`)
      const desk = new Desk(county)
      const saved: string[] = []
      const put: string[] = []
      const work = async () => {
        must(await desk.open())
        await desk.sync()
        const scan = must(await desk.calls.attach(SCAN))
        put.push(scan.hash)
        const filing = stockFiling(county.nextContract())
        const materials = filing.materials.map((one, i) => ({ ...one, files: i === 0 ? [scan] : [] }))
        saved.push(must(await desk.calls.file({ ...filing, materials })).entry)
        await desk.sync()
        await expect.poll(async () => must(await desk.calls.status()).attachments.unsent).toBe(0)
        return false as const
      }
      const died = new Promise<true>((resolve) => {
        desk.onDeath = () => resolve(true)
      })
      desk.dieAt = at
      killed = await Promise.race([died, work()])
      desk.crash()
      must(await desk.open())
      const journal = desk.journal.map(({ id }) => hex(id))
      for (const entry of saved) expect(journal).toContain(entry)
      for (const hash of put) expect(desk.files.here.has(hash)).toBe(true)
      await desk.sealed()
      await desk.sealed()
      await expect.poll(async () => must(await desk.calls.status()).attachments.unsent).toBe(0)
      const named = desk.journal.flatMap(({ body }) => must(parseBody(body)).att.map(({ h }) => hex(h)))
      expect([...county.node.attachments.keys()].sort()).toEqual(named.sort())
      for (const [h, file] of county.node.attachments) expect(hex(hash(file))).toBe(h)
      await desk.wipe()
    }
    expect(at).toBeGreaterThan(20)
  })
}
