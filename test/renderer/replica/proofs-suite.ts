import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Verification } from '../../../renderer/replica/api.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import {
  type NoteKey,
  openReceipt,
  openSlip,
  parseLeaf,
  parseReceipt,
  parseSlip,
  readCompactReceipt,
  readSlip,
  type SubtleVerify,
} from '../../../shared/ledger/index.ts'
import { readQrText } from '../../../shared/paper/qr-text.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { flipped } from './bend.ts'
import { Desk } from './desk.ts'
import { transferFiling } from './forms.ts'

/** What people take home: slips, receipts and certificates, and the check of them at any desk. */
export function proofsSuite(runtime: string): void {
  describe(`slips and receipts on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let contracts: string[]
    let log: NoteKey
    let n = 0

    beforeEach(async () => {
      county = await County.found(`proofs${n++}`)
      log = county.noteKey
      desk = new Desk(county)
      contracts = county.stock(4)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    const verify = () => runtimeVerify(crypto.subtle as unknown as SubtleVerify)
    const file = async (i = 0) => must(await desk.calls.file(transferFiling(contracts[i] as string)))
    const proof = async (id: string, kind: 'slip' | 'receipt' | 'certificate') =>
      must(await desk.calls.proofFile({ case: id, kind })).bytes
    const look = async (input: { bytes: Uint8Array } | { text: string }): Promise<Verification> =>
      must(await desk.calls.verify(input))

    /** A case from filing to finish; the desk only files. */
    async function finished(): Promise<string> {
      const { case: id } = await file()
      await desk.sealed()
      const subject = `${OFFICE}/pasture-contract/${contracts[0]}`
      county.node.seal([county.person('colleague').act(id, 'accept')])
      county.node.seal([county.person('reviewer').act(id, 'review')])
      county.node.seal([county.person('approver').act(id, 'finish', null, [subject])])
      await desk.sync()
      return id
    }

    test('[R1] the slip of a filing verifies before and after it is sealed, and is the same', async () => {
      const { case: id, entry } = await file()
      const before = await proof(id, 'slip')
      const opened = must(await openSlip(must(parseSlip(before)), county.person('clerk').key.pub, await verify()))
      expect(hex(opened.id)).toBe(entry)
      await desk.sealed()
      expect(await proof(id, 'slip')).toEqual(before)
    })

    test('what is not due has no paper: no receipt before the seal, no certificate before the end', async () => {
      const { case: id } = await file()
      const notFound = { ok: false, code: 'not-found' }
      for (const kind of ['receipt', 'certificate'] as const) {
        expect(await desk.calls.proofFile({ case: id, kind })).toMatchObject(notFound)
        expect(await desk.calls.paper({ case: id, kind, lang: 'zh' })).toMatchObject(notFound)
      }
      await desk.sealed()
      expect((await desk.calls.proofFile({ case: id, kind: 'receipt' })).ok).toBe(true)
      expect(await desk.calls.proofFile({ case: id, kind: 'certificate' })).toMatchObject(notFound)
    })

    test('[R2] receipts hold at every size of log and register, the first ones again and again', {
      timeout: 120_000,
    }, async () => {
      const { case: id, entry } = await file()
      await desk.sealed()
      const check = async (of: string, want: string) => {
        const bytes = await proof(of, 'receipt')
        const proven = must(await openReceipt(must(parseReceipt(bytes)), log, await verify()))
        expect(hex(proven.id)).toBe(want)
        expect(proven.checkpoint.size).toBe(county.node.headers.length)
        expect((await look({ bytes })).ok).toBe(true)
      }
      await check(id, entry)
      // Past the borders of tiles, and with a partial last one.
      for (const grow of [1, 2, 240, 8, 1, 1, 250, 260]) {
        county.node.seal(county.notes(grow))
        await desk.sync()
        await check(id, entry)
      }
      const late = await file(1)
      await desk.sealed()
      await check(late.case, late.entry)
      await check(id, entry)
    })

    test('[R2] a receipt still stands when a run was broken off: it is made for what was proven', async () => {
      const { case: id, entry } = await file()
      await desk.sealed()
      county.node.seal(county.notes(30))
      county.node.perAnswer = 10
      desk.bend = (ask, answer) =>
        ask.path.includes('from=25') ? { ok: false, code: 'no-line', detail: '' } : { ok: true, value: answer }
      await desk.sync()
      expect(await desk.failure()).toBe('no-line')
      const proven = must(await openReceipt(must(parseReceipt(await proof(id, 'receipt'))), log, await verify()))
      expect(hex(proven.id)).toBe(entry)
    })

    test('[R3] the codes on the papers read back to what verifies, in both languages', async () => {
      const id = await finished()
      for (const kind of ['slip', 'receipt', 'certificate'] as const) {
        for (const lang of ['zh', 'en'] as const) {
          const paper = must(await desk.calls.paper({ case: id, kind, lang }))
          const text = paper.qr.join('')
          expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
          const value = must(readQrText(text))
          if (kind === 'slip') {
            const slip = must(readSlip(value))
            expect((await openSlip(slip, county.person('clerk').key.pub, await verify())).ok).toBe(true)
          } else {
            const proven = must(await openReceipt(must(readCompactReceipt(value)), log, await verify()))
            expect(proven.entry.kind).toBe(kind === 'receipt' ? 'file' : 'act')
            expect(proven.entry.case).toBe(id)
          }
          expect((await look({ text })).ok).toBe(true)
          expect((await look({ text: paper.qr.join('\n') })).ok).toBe(true)
          expect(paper.rows.length).toBeGreaterThan(5)
          expect(paper.rows.every(({ label, value: shown }) => label !== '' && shown !== 'undefined')).toBe(true)
        }
      }
    })

    test('a paper names the block that holds its own act, however long ago that was', async () => {
      const id = await finished()
      const steps = must(await desk.calls.case(id)).steps
      county.stock(1)
      await desk.sync()
      for (const [kind, act] of [
        ['receipt', 'file'],
        ['certificate', 'finish'],
      ] as const) {
        const paper = must(await desk.calls.paper({ case: id, kind, lang: 'en' }))
        const height = steps.find((step) => step.act === act)?.height
        expect(paper.rows.find(({ label }) => label === 'Block')?.value).toBe(String(height))
      }
      const leaf = county.node.leaves.get(OFFICE)?.[4] ?? new Uint8Array()
      expect(must(parseLeaf(leaf)).h).toBe(steps[0]?.height)
    })

    test('[R1] [R2] a slip or receipt with any one bit changed never passes', { timeout: 120_000 }, async () => {
      const { case: id } = await file()
      const slip = await proof(id, 'slip')
      await desk.sealed()
      const receipt = await proof(id, 'receipt')
      for (const bytes of [slip, receipt]) {
        expect((await look({ bytes })).ok).toBe(true)
        const step = Math.max(1, Math.floor(bytes.length / 120))
        for (let at = 0; at < bytes.length; at += step) {
          const seen = await look({ bytes: flipped(bytes, at) })
          expect(seen.ok, `byte ${at} of ${bytes.length}`).toBe(false)
          expect(seen.findings.some(({ ok }) => !ok)).toBe(true)
        }
        for (const cut of [0, 1, 50, bytes.length - 1])
          expect((await look({ bytes: bytes.slice(0, cut) })).ok).toBe(false)
      }
      const paper = must(await desk.calls.paper({ case: id, kind: 'receipt', lang: 'zh' }))
      const text = paper.qr.join('')
      for (let at = 0; at < text.length; at += 41) {
        const other = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
        expect((await look({ text: other })).ok, `character ${at}`).toBe(false)
      }
      if (paper.qr.length > 1) expect((await look({ text: paper.qr.slice(1).join('') })).ok).toBe(false)
    })

    test('what is no proof at all is said to be none', async () => {
      for (const bytes of [
        new Uint8Array(0),
        Uint8Array.of(0xff),
        new TextEncoder().encode('你好'),
        new Uint8Array(300_000),
      ]) {
        expect(await look({ bytes })).toMatchObject({ ok: false, kind: 'unknown' })
      }
      for (const text of ['', '你好', 'ABC', 'https://example.invalid/']) {
        expect(await look({ text })).toMatchObject({ ok: false, kind: 'unknown' })
      }
    })

    test('slips and receipts of another network are told apart, even where its people and its log have the same keys', async () => {
      const foreign = await County.found('foreign')
      const [contract = ''] = foreign.stock(1)
      const other = new Desk(foreign)
      must(await other.open())
      const { case: id } = must(await other.calls.file(transferFiling(contract)))
      const slip = must(await other.calls.proofFile({ case: id, kind: 'slip' })).bytes
      await other.sealed()
      const receipt = must(await other.calls.proofFile({ case: id, kind: 'receipt' })).bytes
      expect(must(await other.calls.verify({ bytes: receipt })).ok).toBe(true)
      await other.wipe()
      const ofSlip = await look({ bytes: slip })
      expect(ofSlip).toMatchObject({ ok: false, kind: 'slip' })
      expect(ofSlip.findings.find(({ ok }) => !ok)?.check).toBe('network')
      const ofReceipt = await look({ bytes: receipt })
      expect(ofReceipt).toMatchObject({ ok: false, kind: 'receipt' })
    })
  })
}
