import { beforeAll, expect, test } from 'vitest'
import { concat, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  answerMessage,
  type Evidence,
  encodeAnswer,
  entryId,
  equivocationEvidence,
  forkEvidence,
  formatSlip,
  parseEvidence,
  type SignedEntry,
} from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/index.ts'
import { verifyEvidence } from '../../verifier/check-evidence.ts'
import { openExport } from '../../verifier/check-export.ts'
import { verifySlip } from '../../verifier/check-slip.ts'
import type { Ledger, Trust } from '../../verifier/ledger.ts'
import { nativeVerify } from '../../verifier/native-verify.ts'
import { openMaterial } from '../../verifier/open-file.ts'
import type { Report } from '../../verifier/report.ts'
import { Device } from '../kit/device.ts'
import { checkpointOf, exportOf } from '../kit/ledger-proofs.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'

const verify = nativeVerify()
let world: LedgerWorld
let ledger: Ledger
let trust: Trust
let slip: SignedEntry

const note = (text: string) => ({ kind: 'note', scope: [COUNTY], data: { text } })
const refusals = (report: Report) => report.checks.filter((c) => !c.ok).map((c) => `${c.name} ${c.code}`)
const ledgerOf = async (of: LedgerWorld) => (await openExport(exportOf(of), null)).ledger as Ledger

beforeAll(async () => {
  world = begin()
  world.stock(at('clerk'), '632723103200010001J')
  slip = world.file(at('clerk'), '632723103200010001J').entry
  ledger = await ledgerOf(world)
  trust = { key: world.noteKey, net: world.net, ack: null, ledger }
})

test('[R1] a slip is truly signed, and nothing more is said', async () => {
  const report = await verifySlip(slip, trust, null, verify)
  expect(refusals(report)).toEqual([])
  expect(report.ok).toBe(true)
  expect(report.summary).toMatch(/尚未登记/)
  expect(report.notes.join()).toMatch(/还没有这一件/)
})

test('[R1] once sealed, the export says where', async () => {
  const sealed = begin()
  sealed.stock(at('clerk'), '632723103200010001J')
  const { entry } = sealed.file(at('clerk'), '632723103200010001J')
  sealed.seal([entry])
  const full = await ledgerOf(sealed)
  const report = await verifySlip(entry, { ...trust, net: sealed.net }, full, verify)
  expect(report.notes.join()).toMatch(/632723 leaf 1, block 3/)
})

test('[F2] a slip needs trust and the keys of gov', async () => {
  expect(refusals(await verifySlip(slip, null, ledger, verify))).toEqual(['trust no-trust'])
  expect(refusals(await verifySlip(slip, { ...trust, ledger: null }, null, verify))).toEqual(['trust no-trust'])
})

test('[R1] a changed body, a changed signature, another’s signature, an unknown author, another network', async () => {
  const sig = slip.sig.slice()
  sig[3] = (sig[3] as number) ^ 1
  expect(refusals(await verifySlip({ ...slip, sig }, trust, null, verify))).toEqual(['author bad-signature'])
  const text = Buffer.from(slip.body).indexOf('632723103')
  const body = slip.body.slice()
  body[text + 8] = 0x39
  expect((await verifySlip({ ...slip, body }, trust, null, verify)).ok).toBe(false)
  const stranger = new Device(
    'nobody',
    () => world.net,
    () => world.now,
  ).sign(note('生人'))
  expect(refusals(await verifySlip(stranger, trust, null, verify))).toEqual(['author unknown-key'])
  const elsewhere = new Device(
    at('clerk'),
    () => new Uint8Array(32).fill(1),
    () => world.now,
  ).sign(note('别省'))
  expect(refusals(await verifySlip(elsewhere, trust, null, verify))).toEqual(['network wrong-network'])
})

test('[X7] a slip by a key that has been revoked since', async () => {
  const later = begin()
  const { entry } = later.file(at('clerk'), '632723103200010001J', { heads: [] })
  later.seal([later.revoke(at('clerk'))])
  const report = await verifySlip(entry, { ...trust, net: later.net }, await ledgerOf(later), verify)
  expect(refusals(report)).toEqual(['standing key-revoked'])
})

test('[R1, R3] the slip file and its QR text are the same slip; every byte of the file counts', async () => {
  const file = formatSlip(slip)
  expect(must(openMaterial(file))).toEqual({ kind: 'slip', slip: { body: slip.body, sig: slip.sig } })
  expect(must(openMaterial(utf8(qrTexts(file).join('\n'))))).toEqual(must(openMaterial(file)))
  for (let i = 0; i < file.length; i++) {
    const changed = file.slice()
    changed[i] = (changed[i] as number) ^ (1 << (i % 8))
    const read = openMaterial(changed)
    if (!read.ok) continue
    if (read.value.kind !== 'slip') throw new Error(`byte ${i} makes it a ${read.value.kind}`)
    if ((await verifySlip(read.value.slip, trust, null, verify)).ok) throw new Error(`byte ${i} may be changed`)
  }
})

const evidence = (file: Uint8Array, by: Trust | null = trust, gov: Ledger | null = null) =>
  verifyEvidence(must(parseEvidence(file)) as Evidence, by, gov, verify)

test('[N4, C3] equivocation convicts a key of gov, and nobody else', async () => {
  const device = new Device(
    at('clerk'),
    () => world.net,
    () => world.now,
  )
  const [a, b] = [device.draft(note('甲')), device.draft(note('乙'))]
  expect((await evidence(equivocationEvidence(device.key.pub, a, b))).ok).toBe(true)
  expect((await evidence(equivocationEvidence(device.key.pub, a, a))).ok).toBe(false)
  expect(refusals(await evidence(equivocationEvidence(device.key.pub, a, b), null))).toEqual(['trust no-trust'])
  const nobody = new Device(
    'nobody',
    () => world.net,
    () => world.now,
  )
  const own = equivocationEvidence(nobody.key.pub, nobody.draft(note('甲')), nobody.draft(note('乙')))
  expect(refusals(await evidence(own))).toEqual(['accused unknown-key'])
})

test('[C3] a fork convicts the log when one size has two roots', async () => {
  const other = begin()
  other.stock(at('clerk'), '632723103200010009J')
  expect((await evidence(forkEvidence(checkpointOf(world), checkpointOf(other), []))).ok).toBe(true)
  expect((await evidence(forkEvidence(checkpointOf(world), checkpointOf(world), []))).ok).toBe(false)
  expect((await evidence(forkEvidence(checkpointOf(world, 2), checkpointOf(world), []))).ok).toBe(false)
})

test('[L8] a broken promise is shown by an export that goes past the promised time', async () => {
  const later = begin()
  const { entry } = later.file(at('clerk'), '632723103200010001J', { heads: [] })
  const by = later.now + 1500
  const said = encodeAnswer({ id: entryId(entry.body), received: later.now, by })
  const answer = { said, sig: later.ack.sign(answerMessage(said)) }
  const file = (of: LedgerWorld): Evidence => ({ kind: 'promise', answer, checkpoint: checkpointOf(of) })
  const at2 = { ...trust, net: later.net }
  later.seal([])
  expect((await verifyEvidence(file(later), at2, await ledgerOf(later), verify)).ok).toBe(false)
  later.seal([])
  expect((await verifyEvidence(file(later), at2, await ledgerOf(later), verify)).ok).toBe(true)
  const kept = begin()
  kept.seal([entry])
  kept.seal([])
  expect((await verifyEvidence(file(kept), at2, await ledgerOf(kept), verify)).ok).toBe(false)
})

test('[F2] random bytes, nothing at all and a text are no material', () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(100).fill(0x99),
    utf8('HELLO WORLD'),
    utf8('你好'),
    concat(formatSlip(slip), utf8('x')),
  ]) {
    expect(openMaterial(bytes).ok).toBe(false)
  }
})
