import { beforeAll, expect, test } from 'vitest'
import { utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { compactReceipt, entryId, formatReceipt, type Receipt } from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/index.ts'
import { openExport } from '../../verifier/check-export.ts'
import { verifyReceipt } from '../../verifier/check-receipt.ts'
import type { Ledger, Trust } from '../../verifier/ledger.ts'
import { nativeVerify } from '../../verifier/native-verify.ts'
import { type Material, openMaterial } from '../../verifier/open-file.ts'
import type { Report } from '../../verifier/report.ts'
import { TestKey } from '../kit/device.ts'
import { exportOf, receiptFor } from '../kit/ledger-proofs.ts'
import { at, begin, COUNTY, LedgerWorld, OTHER_COUNTY } from '../kit/ledger-world.ts'

const verify = nativeVerify()
let world: LedgerWorld
let one: Receipt
let other: Receipt
let trust: Trust
let ledger: Ledger

beforeAll(async () => {
  world = begin()
  for (const n of [1, 2, 3]) world.stock(at('clerk'), `63272310320001000${n}J`)
  world.stock(at('clerk', OTHER_COUNTY), '632726103200010001J', OTHER_COUNTY)
  world.seal([world.file(at('clerk'), '632723103200010001J').entry])
  one = receiptFor(world, COUNTY, 0)
  other = receiptFor(world, OTHER_COUNTY, 0, world.headers.length - 2)
  trust = { key: world.noteKey, net: world.net, ack: null, ledger: null }
  ledger = (await openExport(exportOf(world), null)).ledger as Ledger
})

const check = (receipt: Receipt, by: Trust | null = trust, gov: Ledger | null = ledger) =>
  verifyReceipt(receipt, by, gov, verify)
const refusals = (report: Report) => report.checks.filter((c) => !c.ok).map((c) => `${c.name} ${c.code}`)

test('[R2] a receipt holds, with the author’s signature where an export is given', async () => {
  const report = await check(one)
  expect(refusals(report)).toEqual([])
  expect(report).toMatchObject({ ok: true, kind: 'receipt', pinned: true })
  expect(report.checks.map((c) => c.name)).toEqual(['checkpoint', 'receipt', 'network', 'prefix', 'author', 'effect'])
  const alone = await check(one, trust, null)
  expect(alone.ok).toBe(true)
  expect(alone.notes.join()).toMatch(/签名没有核对/)
})

test('[F2] without trust nothing holds', async () => {
  expect(refusals(await check(one, null))).toEqual(['trust no-trust'])
})

test('[R2] every part of a receipt put in from another receipt makes it fail', async () => {
  for (const part of Object.keys(one) as (keyof Receipt)[]) {
    const mixed = { ...one, [part]: other[part] }
    const same = JSON.stringify(one[part]) === JSON.stringify(other[part])
    expect((await check(mixed)).ok, part).toBe(same)
  }
})

test('[R2] every byte of the file counts', { timeout: 60_000 }, async () => {
  const file = formatReceipt(one)
  for (let i = 0; i < file.length; i += 3) {
    const changed = file.slice()
    changed[i] = (changed[i] as number) ^ (1 << (i % 7))
    const read = openMaterial(changed)
    if (!read.ok) continue
    expect(read.value.kind).toBe('receipt')
    const report = await check((read.value as Material & { kind: 'receipt' }).receipt, trust, null)
    if (report.ok) throw new Error(`byte ${i} may be changed`)
  }
})

test('[L5] another log’s key, another network', async () => {
  const key = { ...world.noteKey, pub: new TestKey('somebody').pub }
  expect(refusals(await check(one, { ...trust, key }, null))).toContain('receipt bad-signature')
  expect(refusals(await check(one, { ...trust, net: new Uint8Array(32) }, null))).toEqual(['network wrong-network'])
})

test('[C2, C3] a receipt of a fork that the log key signed is found by the export', async () => {
  const fork = begin()
  fork.stock(at('clerk'), '632723103200010009J')
  const report = await check(receiptFor(fork, COUNTY, 0))
  expect(refusals(report)).toContain('prefix checkpoint-forked')
})

test('[R2] a receipt against an earlier checkpoint than the export’s, and against a later one', async () => {
  const later = begin()
  const early = receiptFor(later, 'gov', 0)
  later.stock(at('clerk'), '632723103200010001J')
  const full = (await openExport(exportOf(later), null)).ledger
  expect((await check(early, { ...trust, net: later.net }, full)).ok).toBe(true)
  expect((await check(one)).ok).toBe(true)
  const newer = await check(receiptFor(world, COUNTY, 3), trust, full)
  expect(newer.notes.join()).toMatch(/newer than the export/)
})

test('[R3] the text of its QR codes says the same, in any order and as zbarimg writes it', async () => {
  const texts = qrTexts(compactReceipt(one))
  expect(texts.length).toBeGreaterThan(1)
  for (const file of [texts.join(''), [...texts].reverse().join('\n'), `QR-Code:${texts.join('')}\n`]) {
    const read = must(openMaterial(utf8(file)))
    expect(read).toEqual({ kind: 'receipt', receipt: one })
  }
  expect(openMaterial(utf8(texts.slice(1).join('\n'))).ok).toBe(false)
  expect(openMaterial(utf8(`${texts.join('').slice(0, -1)}A`)).ok).toBe(false)
})

test('[K3] a receipt of an entry whose signature does not hold', async () => {
  const liar = begin()
  const entry = liar.device(at('clerk')).sign({ kind: 'note', scope: [COUNTY], data: { text: '备注' } })
  const before = (await openExport(exportOf(liar), null)).ledger
  liar.seal([{ body: entry.body, sig: liar.device(at('reviewer')).key.sign(entry.body) }])
  const report = await check(receiptFor(liar, COUNTY, 0), { ...trust, net: liar.net }, before)
  expect(refusals(report)).toContain('author bad-signature')
  expect(entryId(entry.body)).toHaveLength(32)
})
