import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test } from 'vitest'
import { syncLight } from '../../../renderer/app/sync-light.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { push, readMessage } from '../../../shared/sync/messages.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { stockFields } from '../../kit/pasture-forms.ts'
import { JPEG } from '../../kit/pictures.ts'
import { Desk } from '../replica/desk.ts'
import { failWrites } from '../replica/failing-writes.ts'
import { stockFiling } from '../replica/forms.ts'
import { type HeldUp, heldUp, livesIn, stock } from './held-up.ts'

/** Every third call or write; with EVERY_STEP=1 all of them. */
const STRIDE = process.env['EVERY_STEP'] === '1' ? 1 : 3
let n = 0
let desk: Desk
let mend = () => {}
afterEach(async () => {
  mend()
  mend = () => {}
  await desk.wipe()
})

const begin = async (code?: Parameters<typeof heldUp>[1]): Promise<HeldUp> => {
  const held = await heldUp(`aside${n++}`, code)
  desk = held.desk
  return held
}
const list = async () => must(await desk.calls.aside())
const count = async () => {
  const { setAside } = must(await desk.calls.status())
  const { count: listed, rows } = await list()
  expect([listed, rows.length]).toEqual([setAside, setAside])
  return setAside
}
const outcomes = async () => (await desk.rows())['outcomes']
/** Hex ids of everything that was ever pushed. */
const pushed = () =>
  desk.asked
    .filter(({ path }) => path === '/v1/push')
    .flatMap(({ body }) => must(readMessage(push, body as Uint8Array)).items.map((item) => item.body))
const epochOf = (entry: string) => {
  const kept = desk.journal.find(({ id }) => hex(id) === entry)
  return must(parseBody(kept?.body as Uint8Array)).epoch
}

describe('a refused entry in the middle of a chain', () => {
  test('[N3] new work goes past it; what it holds up is signed again, in order, and sealed once with the right outcome', async () => {
    const held = await begin()
    const { county, first, refused, free, accepts } = held
    expect(await count()).toBe(5)
    const rows = (await list()).rows
    expect(rows.map(({ entry, group, code }) => [entry, group, code])).toEqual([
      [accepts[2].entry, 'stopped', 'chain-gap'],
      [free.entry, 'stopped', 'chain-gap'],
      [accepts[1].entry, 'stopped', 'chain-gap'],
      [accepts[0].entry, 'stopped', 'chain-gap'],
      [refused.entry, 'again', 'wrong-role'],
    ])
    expect(rows.at(-1)).toMatchObject({
      number: refused.case.split('/').at(-1),
      correct: true,
      again: true,
      mine: true,
    })
    expect(rows.at(-1)?.people.length).toBeGreaterThan(0)
    expect(rows.at(-1)?.papers).toEqual([{ kind: 'slip', title: null }])
    expect((await list()).stopped).toEqual({
      ...{ free: 3, bound: 1, refused: [refused.entry], withRefused: 5, others: [], ended: null },
    })

    const next = await stock(held)
    expect(epochOf(next.entry)).toBe(1)
    await desk.sealed()
    expect(must(await desk.calls.case(next.case)).standing).toBe('sealed')

    const times = desk.journal.map(({ body }) => must(parseBody(body)).time)
    desk.now += 3 * 86_400_000
    expect(must(await desk.calls.signAgain([]))).toEqual({ signed: 3 })
    expect(desk.journal.slice(-3).map(({ body }) => must(parseBody(body)).time)).toEqual([times[2], times[4], times[5]])
    expect(await count()).toBe(2)
    await desk.sealed()
    expect(livesIn(county)).toMatchObject({ [first.case]: ['file', 'accept'], [free.case]: ['file', 'accept'] })
    expect(livesIn(county)[refused.case]).toBeUndefined()
    expect(await outcomes()).toEqual([])
    expect(await desk.failure()).toBeNull()

    // The registrar has put it right: the same bytes go, and then what builds upon them, signed again.
    county.node.refusals.clear()
    expect(must(await desk.calls.sendAgain(refused.entry))).toMatchObject({ standing: 'sent', code: null })
    await desk.sealed()
    expect((await list()).stopped).toMatchObject({ free: 1, bound: 0, refused: [] })
    expect(must(await desk.calls.signAgain([]))).toEqual({ signed: 1 })
    await desk.sealed()
    expect(livesIn(county)[refused.case]).toEqual(['file', 'accept'])
    expect(await outcomes()).toEqual([])
    expect(await count()).toBe(0)
    expect(must(await desk.calls.queue())).toEqual([])
    expect(syncLight(must(await desk.calls.status())).tone).toBe('good')
  })

  test('[N3] along with the refused one, all of it; the old is never sent again, over a start and a wiped replica', async () => {
    const { county, refused, first, free } = await begin('chain-fork')
    expect(must(await desk.calls.signAgain([refused.entry]))).toEqual({ signed: 5 })
    desk.asked.length = 0
    await desk.wipe()
    must(await desk.open())
    await desk.sealed()
    const life = ['file', 'accept']
    expect(livesIn(county)).toMatchObject({ [first.case]: life, [refused.case]: life, [free.case]: life })
    const replaced = new Set(desk.journal.flatMap(({ replaces }) => (replaces === undefined ? [] : hex(replaces))))
    expect(replaced.size).toBe(5)
    const sent = new Set(
      pushed()
        .map((body) => must(parseBody(body)))
        .map(({ epoch, seq }) => `${epoch}/${seq}`),
    )
    for (const seq of [1, 2, 3, 4, 5]) expect(sent).not.toContain(`0/${seq}`)
    expect(await count()).toBe(0)
    expect(await outcomes()).toEqual([])
  })

  test('[N3] imported rows that are held up are signed again like any other, and each is in the register once', async () => {
    const county = await County.found(`aside${n++}`)
    desk = new Desk(county)
    must(await desk.open())
    desk.node = null
    const contracts = Array.from({ length: 5 }, () => county.nextContract())
    const rows = contracts.map((one, i) => ({ row: String(i).padStart(20, '0'), values: stockFields(one) }))
    const run = { service: 'grassland-stock', version: 1, run: '0123456789' }
    must(await desk.calls.importFile({ ...run, rows }))
    const behind = await stock({ desk, county })
    county.node.refusals.set(hex(desk.journal[1]?.id as Uint8Array), 'wrong-commit')
    desk.node = county.node
    await desk.sync()
    expect(await count()).toBe(5)
    expect((await list()).stopped).toMatchObject({ free: 4, bound: 0 })
    expect(must(await desk.calls.signAgain([]))).toEqual({ signed: 4 })
    expect(await count()).toBe(1)
    await desk.sealed()
    expect(must(await desk.calls.importProgress(run.run))).toMatchObject({ saved: 0, sent: 0, sealed: 4, setAside: 1 })
    expect(must(await desk.calls.case(behind.case)).standing).toBe('sealed')
    await desk.wipe()
    must(await desk.open())
    await desk.sealed()
    expect(Object.values(livesIn(county)).map((life) => life.join())).toEqual(Array.from({ length: 5 }, () => 'file'))
    expect(await outcomes()).toEqual([])
    expect(await count()).toBe(1)
  })

  test('[N9] scans go along: sent once, for the entry that stands in place of the other', async () => {
    const county = await County.found(`aside${n++}`)
    desk = new Desk(county)
    must(await desk.open())
    desk.node = null
    const refused = await stock({ desk, county })
    const scan = must(await desk.calls.attach({ name: '合同.jpg', type: 'image/jpeg', bytes: JPEG }))
    const filing = stockFiling(county.nextContract())
    const materials = filing.materials.map((one, i) => (i === 0 ? { ...one, files: [scan] } : one))
    const held = must(await desk.calls.file({ ...filing, materials }))
    county.node.refusals.set(refused.entry, 'wrong-commit')
    desk.node = county.node
    await desk.sync()
    expect(must(await desk.calls.asideContent(held.entry))).toMatchObject({
      attachments: [{ material: filing.materials[0]?.id, hash: scan.hash, size: scan.size }],
    })
    must(await desk.calls.signAgain([]))
    await desk.sealed()
    await desk.sealed()
    expect(must(await desk.calls.status()).attachments).toMatchObject({ unsent: 0, stuck: 0, failure: null })
    expect([...county.node.attachments.keys()]).toEqual([scan.hash])
    expect(must(await desk.calls.attachments(held.case))).toMatchObject([
      { hash: scan.hash, here: true, unsent: false },
    ])
  })

  test('[N4] a frozen key signs nothing again, and the list says so', async () => {
    await begin('key-frozen')
    expect((await list()).stopped).toMatchObject({ ended: 'key-frozen' })
    const before = desk.journal.length
    expect(await desk.calls.signAgain([])).toMatchObject({ ok: false, code: 'key-frozen' })
    expect(desk.journal).toHaveLength(before)
    expect((await list()).rows.at(-1)).toMatchObject({ group: 'key', correct: false, again: false })
  })

  test('what is still refused says so, and a page asks for nothing else to be sent', async () => {
    const { refused, accepts } = await begin()
    expect(must(await desk.calls.sendAgain(refused.entry))).toMatchObject({ standing: 'set-aside', code: 'wrong-role' })
    expect(await desk.calls.sendAgain(accepts[0].entry)).toMatchObject({ ok: false, code: 'not-allowed' })
    desk.node = null
    expect(must(await desk.calls.sendAgain(refused.entry))).toMatchObject({ standing: 'saved', code: null })
  })

  test('of another person of this computer nothing is signed; their name is there', async () => {
    await begin()
    await desk.close()
    must(await desk.open(desk.person('reviewer')))
    expect((await list()).stopped).toMatchObject({ free: 0, bound: 0, others: ['clerk'] })
    expect(must(await desk.calls.signAgain([]))).toEqual({ signed: 0 })
  })
})

describe('killed while it is signed again', () => {
  /** Either way, in the end each is there once, and what was replaced was not sent. */
  async function expectEachOnce({ county, first, refused, free }: HeldUp): Promise<void> {
    await desk.sealed()
    const { stopped } = await list()
    expect([0, 3]).toContain(stopped.free)
    if (stopped.free > 0) must(await desk.calls.signAgain([]))
    await desk.sealed()
    expect(livesIn(county)).toMatchObject({ [first.case]: ['file', 'accept'], [free.case]: ['file', 'accept'] })
    expect(livesIn(county)[refused.case]).toBeUndefined()
    expect(await outcomes()).toEqual([])
    expect(await desk.failure()).toBeNull()
    expect(await count()).toBe(2)
    const replaced = desk.journal.flatMap(({ replaces }) => (replaces === undefined ? [] : hex(replaces)))
    expect(new Set(replaced).size).toBe(replaced.length)
    expect(replaced).toHaveLength(3)
  }

  test('[N3] before and after every call to main, with the replica and with another', async () => {
    for (let at = 1, killed = true; killed; at += STRIDE) {
      const held = await begin()
      const died = new Promise<true>((resolve) => {
        desk.onDeath = () => resolve(true)
      })
      desk.steps = 0
      desk.dieAt = at
      killed = await Promise.race([died, desk.calls.signAgain([]).then(() => false as const)])
      desk.crash()
      if (at % 2 === 0) await desk.wipe()
      must(await desk.open())
      await expectEachOnce(held)
      if (!killed) expect(at).toBeGreaterThan(4)
      await desk.wipe()
    }
  })

  test('[N3] in the middle of a write to the database', async () => {
    for (let at = 1, killed = true; killed; at += STRIDE) {
      const held = await begin()
      let writes = 0
      const died = new Promise<true>((resolve) => {
        mend = failWrites('AbortError', () => {
          if (++writes < at) return false
          desk.dieAt = 0
          resolve(true)
          return true
        })
      })
      killed = await Promise.race([died, desk.calls.signAgain([]).then(() => false as const)])
      desk.crash()
      mend()
      must(await desk.open())
      await expectEachOnce(held)
      if (!killed) expect(at).toBeGreaterThan(4)
      await desk.wipe()
    }
  })

  test('[N3] an answer of main that is lost: the next sync takes up what it signed', async () => {
    const held = await begin()
    desk.loseAnswer = 'filing.again'
    expect(await desk.calls.signAgain([])).toMatchObject({ ok: false, code: 'internal' })
    await expectEachOnce(held)
  })
})

describe('what somebody has dealt with', () => {
  test('is off the list and the light, is not sent at a start, and can be put back', async () => {
    const { county, refused } = await begin()
    must(await desk.calls.signAgain([]))
    must(await desk.calls.settleAside({ entry: refused.entry, instead: null }))
    expect(await count()).toBe(1)
    expect((await list()).settled).toMatchObject([
      { entry: refused.entry, settled: { byName: 'clerk', instead: null } },
    ])
    expect(await desk.calls.sendAgain(refused.entry)).toMatchObject({ ok: false, code: 'not-allowed' })
    county.node.refusals.clear()
    await desk.close()
    must(await desk.open())
    await desk.sealed()
    expect(livesIn(county)[refused.case]).toBeUndefined()
    must(await desk.calls.unsettleAside(refused.entry))
    expect(await count()).toBe(2)
    must(await desk.calls.sendAgain(refused.entry))
    await desk.sealed()
    expect(livesIn(county)[refused.case]).toEqual(['file'])
  })

  test('one that is void: its reason, its content for the form, a notice; and it stays away once it is put away', async () => {
    const county = await County.found(`aside${n++}`)
    desk = new Desk(county)
    must(await desk.open())
    desk.node = null
    const contract = county.nextContract()
    const { case: other } = must(await desk.calls.file(stockFiling(contract)))
    // Meanwhile the registrar has given the clerk another post.
    const post = { id: 'clerk', name: 'clerk', office: OFFICE, roles: ['reviewer'], scopes: [OFFICE], keys: [] }
    county.node.seal([county.govern('member', post)])
    desk.node = county.node
    await desk.sealed()
    const rows = (await list()).rows
    expect(rows).toMatchObject([
      { case: other, group: 'fix', outcome: 'void(role)', correct: true, again: false, open: false },
    ])
    expect(await count()).toBe(1)
    const entry = rows[0]?.entry as string
    const content = must(await desk.calls.asideContent(entry))
    const filed = stockFiling(contract)
    expect(content.values).toEqual(filed.values)
    expect(content.materials.map(({ id, copies, original }) => ({ id, copies, original }))).toEqual(filed.materials)
    expect(content).toMatchObject({ kind: 'file', service: 'grassland-stock', version: 1 })
    const paper = must(await desk.calls.asidePaper({ entry, lang: 'zh' }))
    expect(paper).toMatchObject({ kind: 'notice', title: '未办成告知单', number: other.split('/').at(-1) })
    expect(JSON.stringify(paper.rows)).toContain('签名人的岗位不能办理这一步')
    expect(paper.qr.length).toBeGreaterThan(0)
    expect(syncLight(must(await desk.calls.status())).key).toBe('light.setAside')
    must(await desk.calls.settleAside({ entry, instead: null }))
    expect(await count()).toBe(0)
    expect(syncLight(must(await desk.calls.status())).tone).toBe('good')
    await desk.close()
    must(await desk.open())
    expect(await count()).toBe(0)
    expect((await list()).settled).toHaveLength(1)
  })

  test('what is filed in place of another puts it away first; where nothing is signed, it comes back', async () => {
    const { refused, county } = await begin()
    const filing = stockFiling(county.nextContract())
    const wrong = { ...filing, values: {}, instead: refused.entry }
    expect(await desk.calls.file(wrong)).toMatchObject({ ok: false, code: 'form-invalid' })
    expect((await list()).settled).toEqual([])
    const filed = must(await desk.calls.file({ ...filing, instead: refused.entry }))
    expect((await list()).settled).toMatchObject([{ entry: refused.entry, settled: { instead: filed.case } }])
    expect(await count()).toBe(4)
    // Nothing in the new one speaks of the old.
    const body = desk.journal.at(-1)?.body as Uint8Array
    expect(hex(body)).not.toContain(refused.entry)
  })

  test('a kind of entry that this program does not know is shown as such, and changes nothing', async () => {
    const { county } = await begin()
    county.node.seal([
      county.person('colleague').say({ kind: 'share', scope: [OFFICE], data: { with: '632726' } }),
      county.govern('holiday', { day: '2026-12-01' }),
    ])
    await desk.sync()
    const unknown = (await list()).rows
      .filter(({ group }) => group === 'update')
      .sort((a, b) => (a.kind < b.kind ? -1 : 1))
    expect(unknown.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['holiday', 'void(not-understood)'],
      ['share', 'void(not-understood)'],
    ])
    expect(unknown[1]).toMatchObject({ byName: 'colleague', title: null, correct: false, papers: [] })
    expect(await count()).toBe(7)
  })
})
