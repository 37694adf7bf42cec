import { expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { entryId, parseBody, type SignedEntry } from '../../shared/ledger/index.ts'
import transferJson from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { openExport } from '../../verifier/check-export.ts'
import { verifyReceipt } from '../../verifier/check-receipt.ts'
import { verifySlip } from '../../verifier/check-slip.ts'
import type { Ledger, Trust } from '../../verifier/ledger.ts'
import { nativeVerify } from '../../verifier/native-verify.ts'
import type { Report } from '../../verifier/report.ts'
import { exportOf, receiptFor } from '../kit/ledger-proofs.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'

const CONTRACT = '632723103200010001J'
const verify = nativeVerify()

/** A paper, held against what an export of this very moment says. */
class Counter {
  readonly #ledger: Promise<Ledger>
  readonly world: LedgerWorld

  constructor(world: LedgerWorld, files = exportOf(world)) {
    this.world = world
    this.#ledger = openExport(files, null).then(({ ledger }) => ledger as Ledger)
  }

  async slip(entry: SignedEntry): Promise<Report> {
    return verifySlip(entry, await this.#trust(), null, verify)
  }

  async receipt(entry: SignedEntry, h?: number): Promise<Report> {
    const scope = must(parseBody(entry.body)).scope[0] as string
    const index =
      this.world.leaves.get(scope)?.findIndex((leaf) => Buffer.from(leaf).includes(Buffer.from(entry.body))) ?? -1
    return verifyReceipt(receiptFor(this.world, scope, index, h), await this.#trust(), null, verify)
  }

  async said(entry: SignedEntry): Promise<string> {
    const [slip, receipt] = [await this.slip(entry), await this.receipt(entry)]
    expect(receipt.effect).toEqual(slip.effect)
    expect([slip.ok, receipt.exit]).toEqual([slip.exit === 0, slip.exit])
    return `${slip.exit} ${slip.effect?.state} ${slip.effect?.why}`
  }

  async #trust(): Promise<Trust> {
    return { key: this.world.noteKey, net: this.world.net, ack: null, ledger: await this.#ledger }
  }
}

const said = (world: LedgerWorld, ...entries: SignedEntry[]) => {
  const counter = new Counter(world)
  return Promise.all(entries.map((entry) => counter.said(entry)))
}

/** Two transfers of one pasture, taken apart; the first is finished, the second in dispute. */
function twice(definition = transferJson) {
  const world = begin()
  world.seal([world.member('supervisor2', COUNTY, ['supervisor'], '才仁'), world.service(definition)])
  const contract = world.stock(at('clerk'), CONTRACT)
  const heads = world.heads(contract)
  const one = world.file(at('clerk'), CONTRACT, { heads, definition })
  const other = world.file(at('clerk2'), CONTRACT, { heads, definition })
  const sealed = (entry: SignedEntry, outcome = 'applied') => {
    expect(world.outcome(entry)).toBe(outcome)
    return entry
  }
  sealed(one.entry)
  const steps = [
    sealed(world.act(at('clerk'), one.id, 'accept')),
    sealed(world.act(at('reviewer'), one.id, 'review')),
    sealed(world.act(at('approver'), one.id, 'finish', null, [contract])),
  ] as const
  sealed(other.entry, 'disputed')
  return { world, contract, one, other, steps, sealed, adopt: entryId(other.entry.body) }
}

test('[X2] [X5] while nobody has decided, papers of both sides are in dispute; what is void has no effect', async () => {
  const { world, one, other, steps } = twice()
  const nothing = world.file(at('clerk'), '632723103200010002J', { heads: [] }).entry
  expect(world.outcome(nothing)).toBe('void(subject)')
  expect(await said(world, one.entry, steps[2], other.entry)).toEqual([
    '4 disputed contested',
    '4 disputed contested',
    '4 disputed held',
  ])
  expect(await said(world, nothing)).toEqual(['3 void void(subject)'])
})

test('[X6] adopted: what was undone says so, with who decided and when; what was adopted is in effect', async () => {
  const { world, contract, one, other, steps, adopt, sealed } = twice()
  const early = new Counter(world)
  const decision = sealed(world.decide(at('supervisor'), contract, 'adopt', { adopt }))
  const late = new Counter(world)
  expect(await Promise.all([one.entry, ...steps, other.entry, decision].map((entry) => late.said(entry)))).toEqual([
    '3 superseded undone',
    '3 superseded overruled',
    '3 superseded overruled',
    '3 superseded undone',
    '0 in-effect null',
    '0 in-effect null',
  ])
  const report = await late.receipt(steps[2])
  expect(report.effect?.decision).toMatchObject({
    entry: hex(entryId(decision.body)),
    sealed: new Date(world.now).toISOString(),
    member: at('supervisor'),
    office: '称多县政务服务中心',
  })
  const [zh, en] = [
    /裁定已撤销这一办理（2026-11-22 10:\d\d 称多县政务服务中心/,
    /a decision has undone this act \(2026/,
  ]
  for (const words of [zh, en]) expect(report.checks.find((one) => !one.ok)?.detail).toMatch(words)
  expect(report.summary).toMatch(/是真的，但没有效力.*genuine, but not in effect/)
  // Of an export that ends before the decision nothing else can be said than up to where it goes.
  const before = await early.slip(steps[2])
  expect(before).toMatchObject({ exit: 4, effect: { asOf: { checkpoint: world.headers.length - 1 } } })
  expect(before.notes.join()).toMatch(`as of checkpoint ${world.headers.length - 1} of`)
})

test('[X6] kept: the side that lost is refused, and a paper that was called back is said to be', async () => {
  const { world, contract, one, other, steps, sealed } = twice()
  const recall = [entryId(steps[2].body)]
  sealed(world.decide(at('supervisor'), contract, 'keep', { recall }))
  expect(await said(world, one.entry, steps[2], other.entry)).toEqual([
    '0 in-effect null',
    '3 superseded recalled',
    '3 superseded refused',
  ])
})

test('[X6] kept, with items decided otherwise: the act that had set them is in effect, and its paper says what no longer holds', async () => {
  const { world, contract, one, other, steps, sealed } = twice()
  const set = [{ id: contract, fields: { lastTransferOn: '2026-01-05' }, sealed: {} }]
  const decision = sealed(world.decide(at('supervisor'), contract, 'amend', { set }))
  expect(await said(world, one.entry, steps[2], other.entry, decision)).toEqual([
    '0 in-effect null',
    '5 in-effect amended',
    '3 superseded refused',
    '0 in-effect null',
  ])
  expect((await new Counter(world).receipt(steps[2])).effect?.decision?.member).toBe(at('supervisor'))
  sealed(world.decide(at('supervisor'), contract, 'reopen', { disputes: [entryId(other.entry.body)] }))
  expect(await said(world, steps[2])).toEqual(['4 disputed contested'])
})

test('[X6] taken back: the papers are in dispute again, and the paper of the decision has no effect', async () => {
  const { world, contract, one, other, steps, adopt, sealed } = twice()
  const recall = [adopt]
  const decision = sealed(world.decide(at('supervisor'), contract, 'adopt', { adopt, recall }))
  expect(await said(world, other.entry)).toEqual(['3 superseded recalled'])
  const back = sealed(world.decide(at('supervisor'), contract, 'reopen', { disputes: [adopt] }))
  expect(await said(world, one.entry, ...steps, other.entry, decision, back)).toEqual([
    ...['4 disputed contested', '4 disputed contested', '4 disputed contested', '4 disputed contested'],
    ...['4 disputed held', '3 superseded undone', '0 in-effect null'],
  ])
  sealed(world.decide(at('supervisor'), contract, 'keep'))
  expect(await said(world, one.entry, steps[2], other.entry, back)).toEqual([
    ...['0 in-effect null', '0 in-effect null', '3 superseded refused', '0 in-effect null'],
  ])
})

test('[X6] a paper of a matter that the decision does not touch is called back all the same', async () => {
  const { world, contract, sealed, other } = twice()
  world.stock(at('clerk'), '632723103200010004J')
  const elsewhere = sealed(world.file(at('clerk'), '632723103200010004J').entry)
  const recall = [entryId(elsewhere.body)]
  expect(await said(world, elsewhere)).toEqual(['0 in-effect null'])
  sealed(world.decide(at('supervisor'), contract, 'keep', { recall }))
  expect(await said(world, elsewhere)).toEqual(['3 superseded recalled'])
  sealed(world.decide(at('supervisor'), contract, 'reopen', { disputes: [entryId(other.entry.body)] }))
  expect(await said(world, elsewhere)).toEqual(['0 in-effect null'])
})

test('[X6] two signers: the first signature calls nothing back; the second does, with what the first had said', async () => {
  const careful = { ...transferJson, code: 'careful', disputes: { blocks: ['file', 'effects'], signers: 2 } }
  const { world, contract, steps, other, sealed } = twice(careful as typeof transferJson)
  const recall = [entryId(steps[2].body)]
  const first = sealed(world.decide(at('supervisor'), contract, 'keep', { recall }))
  expect(await said(world, steps[2], first)).toEqual(['4 disputed contested', '4 disputed proposed'])
  sealed(world.decide('supervisor2', contract, 'confirm', { adopt: entryId(first.body) }))
  const counter = new Counter(world)
  expect(await Promise.all([steps[2], other.entry, first].map((entry) => counter.said(entry)))).toEqual([
    ...['3 superseded recalled', '3 superseded refused', '0 in-effect null'],
  ])
  expect((await counter.slip(steps[2])).effect?.decision).toMatchObject({ name: '才仁', member: 'supervisor2' })
})

test('[F2] without a ledger, or with one that does not go so far, only that it is genuine is said', async () => {
  const { world, contract, steps, other, adopt, sealed } = twice()
  const before = exportOf(world)
  sealed(world.decide(at('supervisor'), contract, 'adopt', { adopt }))
  const decided = sealed(world.act(at('clerk2'), other.id, 'accept'))
  const site: Trust = { key: world.noteKey, net: world.net, ack: null, ledger: null }
  const county = world.leaves.get(COUNTY) as Uint8Array[]
  const alone = await verifyReceipt(receiptFor(world, COUNTY, county.length - 1), site, null, verify)
  expect(alone).toMatchObject({ ok: true, exit: 0, effect: { state: 'unknown', asOf: null } })
  expect(alone.notes.join()).toMatch(/只能断定文书是真的.*only that the paper is genuine/)
  // The receipt is newer than the export: of what it seals, nothing; of an older leaf, what stood then.
  const old = new Counter(world, before)
  expect(await old.receipt(decided)).toMatchObject({ exit: 0, effect: { state: 'unknown', asOf: {} } })
  expect(await old.receipt(steps[2])).toMatchObject({ exit: 4, effect: { state: 'disputed' } })
  expect(await old.slip(decided)).toMatchObject({ exit: 0, effect: { state: 'not-sealed' } })
})

test('[C2] [C3] a ledger that hides the decision is no ledger: left out it fails, and a fork without it is found by the receipt', async () => {
  const { world, contract, steps, adopt, sealed } = twice()
  sealed(world.decide(at('supervisor'), contract, 'adopt', { adopt }))
  const files = exportOf(world)
  const file = files.get(`scopes/${COUNTY}`) as Uint8Array
  const last = world.leaves.get(COUNTY)?.at(-1) as Uint8Array
  const cut = new Map(files).set(`scopes/${COUNTY}`, file.slice(0, file.length - last.length - 2))
  const { report, ledger } = await openExport(cut, null)
  expect(ledger).toBeNull()
  expect(report.exit).toBe(1)
  // The log signs another history for the one who is to be deceived: as long as that of the receipt, or shorter.
  for (const blocks of [world.headers.length, world.headers.length - 1]) {
    const liar = begin()
    while (liar.headers.length < blocks) liar.seal([])
    const report = await new Counter(world, exportOf(liar)).receipt(steps[2])
    expect(report.checks.filter((one) => !one.ok)).toMatchObject([{ name: 'prefix', code: 'checkpoint-forked' }])
    expect(report).toMatchObject({ exit: 1, effect: null })
  }
})
