import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { afterEach, expect, test } from 'vitest'
import { realDisk } from '../../province/disk.ts'
import { Executor } from '../../province/executor.ts'
import { createExecutorKeys, type ExecutorKeys, openExecutorKeys } from '../../province/executor-keys.ts'
import type { ProvinceNode } from '../../province/node.ts'
import { keepSealing } from '../../province/server.ts'
import { utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { CaseRecord, SubjectRecord } from '../../shared/contract/index.ts'
import { decideAuto } from '../../shared/contract/service/auto.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import {
  encodeEnvelope,
  encodePayload,
  fieldCommit,
  hash,
  keyId,
  payloadCommit,
  type Value,
} from '../../shared/ledger/index.ts'
import { rich } from '../kit/definitions.ts'
import { contractRecord, recording, richForm, wellRecord } from '../kit/rich-world.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { type Device, PASSPHRASE, testNetwork } from './network.ts'

const COUNTY = '632723'
const CONTRACT = `${COUNTY}/pasture-contract/HT-0001`
const WELL = `${COUNTY}/well/W001`
const PARCELS = [`${COUNTY}/pasture-parcel/DK-0001`, `${COUNTY}/pasture-parcel/DK-0002`]
const parcelRecord = recording('parcel-record', 'pasture-parcel', '^[0-9]{6}/pasture-parcel/[A-Z0-9-]{4,40}$')
const NOW = Date.UTC(2026, 10, 22, 2)

const folders: string[] = []
const nodes: ProvinceNode[] = []
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A node with the rich service in force, a contract and a well on record, and an executor with ten certificate numbers. */
async function office(numbers = 10) {
  const data = mkdtempSync(join(tmpdir(), 'county-ledger-'))
  folders.push(data)
  const { node, registrar, clerk } = await testNetwork(data, {
    openStore: async () => new MemoryStore(),
    now: () => NOW,
  })
  nodes.push(node)
  const keys = await createExecutorKeys(realDisk, data, PASSPHRASE, 2)
  const gov = (kind: string, value: object) => registrar.next(kind, ['gov'], value as Value)
  const block = (series: string, key: Uint8Array, to: number) =>
    gov('numbers', { series, office: COUNTY, key, from: to, to: to + Math.max(numbers, 1) - 1 })
  const executorKey = keyId(keys.signer.pub)
  must(
    await node.push([
      ...[contractRecord, wellRecord, parcelRecord, rich].map((definition) =>
        gov('service', { definition: structuredClone(definition) }),
      ),
      gov('member', {
        id: 'executor',
        name: '自动核准',
        office: COUNTY,
        roles: ['approver'],
        scopes: [COUNTY],
        keys: [{ pub: keys.signer.pub, suite: 'ed25519', use: 'executor' }],
      }),
    ]),
  )
  must(await node.seal())
  must(
    await node.push([
      block('case', clerk.key, 1),
      ...(numbers === 0 ? [] : [block('certificate', executorKey, 500)]),
      file(clerk, 'contract-record', CONTRACT, { no: 'HT-0001', area: 100_000, status: 'active' }),
      file(clerk, 'well-record', WELL, { no: 'W001' }),
    ]),
  )
  must(await node.seal())
  const executor = () => Executor.open(node, keys, { disk: realDisk, data, now: () => NOW, say: () => undefined })
  return { data, node, clerk, keys, executor: await executor(), again: executor }
}

function file(clerk: Device, service: string, subject: string, fields: Value) {
  const id = `${COUNTY}/case/S-${subject.split('/').at(-1)}`
  const subj = [id, subject].sort().map((one) => ({ id: one, heads: [] }))
  return clerk.next(
    'file',
    [COUNTY],
    { service, version: 1, fields, sealed: {}, materials: [], number: null },
    { case: id, subj },
  )
}

type Office = Awaited<ReturnType<typeof office>>

async function record<T>(node: ProvinceNode, id: string): Promise<T> {
  return (await node.parts.store.records(COUNTY, [id])).get(id) as T
}

/** Files and accepts a case of the rich service; the acceptance brings it before the executor. */
async function filed({ node, clerk, keys }: Office, more: Record<string, FieldValue> = {}, readable = true, which = 1) {
  const id = `${COUNTY}/case/R${which}`
  const fields: Record<string, Value> = {}
  const sealed: Record<string, Uint8Array> = {}
  const inside: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const [name, value] of Object.entries(richForm(more))) {
    if (!rich.sealed.includes(name)) fields[name] = value as Value
    else {
      const salt = hash(utf8(name))
      sealed[name] = fieldCommit(salt, value as Value)
      inside[name] = { salt, value: value as Value }
    }
  }
  const salt = hash(utf8('payload'))
  const clear = encodePayload({ fields: inside })
  if (!readable) return closed(node, clerk, id, fields, sealed, salt, clear)
  const encrypter = new Encrypter()
  encrypter.addRecipient(keys.recipient)
  const payload = await encrypter.encrypt(encodeEnvelope(salt, clear))
  await push(node, clerk, id, fields, sealed, payloadCommit(salt, clear), payload, which)
  return id
}

async function closed(
  node: ProvinceNode,
  clerk: Device,
  id: string,
  fields: Record<string, Value>,
  sealed: Record<string, Uint8Array>,
  salt: Uint8Array,
  clear: Uint8Array,
) {
  await push(node, clerk, id, fields, sealed, payloadCommit(salt, clear), new Uint8Array(64).fill(1))
  return id
}

async function push(
  node: ProvinceNode,
  clerk: Device,
  id: string,
  fields: Record<string, Value>,
  sealed: Record<string, Uint8Array>,
  commit: Uint8Array,
  payload: Uint8Array,
  which = 1,
) {
  const materials = ['contract', 'identity'].map((one) => ({ id: one, copies: 1, original: true, files: [] }))
  const heads = async (one: string) => [...(await record<SubjectRecord>(node, one)).heads]
  const contract = `${COUNTY}/pasture-contract/${fields['contractNo'] as string}`
  const well = `${COUNTY}/well/${(fields['wells'] as string[])[0]}`
  const subj = [
    { id, heads: [] },
    { id: contract, heads: await heads(contract) },
    { id: well, heads: await heads(well) },
  ]
  const data = { service: rich.code, version: 1, fields, sealed: sealed as unknown as Value, materials, number: null }
  must(await node.push([clerk.next('file', [COUNTY], data, { case: id, subj, commit }, payload)]))
  must(await node.seal())
  const act = { action: 'accept', reason: null, fields: {}, sealed: {}, materials: [], rules: null }
  const number = { series: 'case', period: '20261122', n: which }
  const on = [{ id, heads: (await record<CaseRecord>(node, id)).heads as Uint8Array[] }]
  must(await node.push([clerk.next('act', [COUNTY], { ...act, number } as Value, { case: id, subj: on })]))
}

test('[X9] what auto allows is approved in the next block, with effects and the executor’s own number', async () => {
  const one = await office()
  const id = await filed(one)
  must(await one.node.seal())
  const height = one.node.parts.blocks.size
  expect((await record<CaseRecord>(one.node, id)).state).toBe('checking')
  expect(await one.executor.run()).toBe(1)
  must(await one.node.seal())
  expect(one.node.parts.blocks.size).toBe(height + 1)
  const done = await record<CaseRecord>(one.node, id)
  expect(done).toMatchObject({
    state: 'approved',
    numbers: { pass: { series: 'certificate', period: '2026', n: 500 } },
  })
  expect(done.log.at(-1)).toMatchObject({ act: 'pass', by: 'executor' })
  expect((await record<SubjectRecord>(one.node, PARCELS[0] as string)).fields['status']).toBe('active')
  // Nothing is left to decide, and nothing is decided twice.
  expect(await one.executor.run()).toBe(0)
  // Whoever holds the form comes to the same decision on the day of the act.
  const again = decideAuto(rich, {
    values: richForm(),
    materials: ['contract', 'identity'],
    today: civilDate(done.log.at(-1)?.time as number),
    county: COUNTY,
  })
  expect(again).toEqual({ approve: true, reasons: [] })
})

test.each([
  ['the service does not let it', { reason: 'other', reasonNote: '邻里调换' } as Record<string, FieldValue>, true, /./],
  ['a rule of the form is violated', { area: 99_999 }, true, /地块面积合计/],
  ['the form cannot be opened', {}, false, /无法打开/],
])('[X9] it goes to people with the reason when %s', async (_, more, readable, words) => {
  const one = await office()
  const id = await filed(one, more, readable)
  must(await one.node.seal())
  expect(await one.executor.run()).toBe(1)
  must(await one.node.seal())
  const done = await record<CaseRecord>(one.node, id)
  expect(done).toMatchObject({ state: 'reviewing' })
  const leaf = (await one.node.parts.blocks.block(one.node.parts.blocks.size - 1)).scopes[0]?.leaves[0] as Uint8Array
  expect(Buffer.from(leaf).toString('utf8')).toMatch(words)
})

test('[X9] an approval that the register does not take goes to people, and is not tried for ever', async () => {
  const one = await office()
  // A parcel of that number is already on record.
  const parcel = `${COUNTY}/pasture-parcel/DK-0001`
  must(await one.node.push([file(one.clerk, 'parcel-record', parcel, { no: 'DK-0001' })]))
  const id = await filed(one)
  for (let i = 0; i < 5; i++) {
    must(await one.node.seal())
    await one.executor.run()
  }
  must(await one.node.seal())
  const done = await record<CaseRecord>(one.node, id)
  expect(done.state).toBe('reviewing')
  const leaf = (await one.node.parts.blocks.block(one.node.parts.blocks.size - 1)).scopes[0]?.leaves[0] as Uint8Array
  expect(Buffer.from(leaf).toString('utf8')).toMatch(/没有接受自动核准/)
})

test('[X9] two cases about one thing are decided one after the other, and nothing comes into dispute', async () => {
  const one = await office()
  const [contract, well] = [`${COUNTY}/pasture-contract/HT-0002`, `${COUNTY}/well/W002`]
  must(
    await one.node.push([
      file(one.clerk, 'contract-record', contract, { no: 'HT-0002', area: 100_000, status: 'active' }),
      file(one.clerk, 'well-record', well, { no: 'W002' }),
    ]),
  )
  must(await one.node.seal())
  // Both would put the same parcels on record.
  const first = await filed(one)
  const second = await filed(one, { contractNo: 'HT-0002', wells: ['W002'] }, true, 2)
  for (let i = 0; i < 4; i++) {
    must(await one.node.seal())
    await one.executor.run()
  }
  must(await one.node.seal())
  const cases = [await record<CaseRecord>(one.node, first), await record<CaseRecord>(one.node, second)]
  expect(cases.map(({ state, disputes }) => [state, disputes.length])).toEqual([
    ['approved', 0],
    ['reviewing', 0],
  ])
  expect((await record<SubjectRecord>(one.node, PARCELS[0] as string)).disputes).toEqual([])
})

test('[N10] without a number left it does not approve', async () => {
  const one = await office(0)
  const id = await filed(one)
  must(await one.node.seal())
  expect(await one.executor.run()).toBe(1)
  must(await one.node.seal())
  expect((await record<CaseRecord>(one.node, id)).state).toBe('reviewing')
})

test('a start that has lost its place looks at everything again and acts once', async () => {
  const one = await office()
  const id = await filed(one)
  must(await one.node.seal())
  await one.executor.run()
  unlinkSync(join(one.data, 'executor.height'))
  // Before its act is sealed: the act is refused by its place in the chain or by the state, never done twice.
  const second = await one.again()
  await second.run()
  must(await one.node.seal())
  unlinkSync(join(one.data, 'executor.height'))
  expect(await (await one.again()).run()).toBe(0)
  const done = await record<CaseRecord>(one.node, id)
  expect(done.log.filter((touch) => touch.act === 'pass')).toHaveLength(1)
  expect(done).toMatchObject({ state: 'approved', disputes: [] })
})

test('[K5] its keys lie sealed, open with the passphrase alone, and are never written over', async () => {
  const { data, keys } = await office()
  const opened = must(await openExecutorKeys(realDisk, data, PASSPHRASE)) as ExecutorKeys
  expect(opened.signer.pub).toEqual(keys.signer.pub)
  expect(opened.recipient).toBe(keys.recipient)
  expect(await openExecutorKeys(realDisk, data, 'wrong')).toMatchObject({ ok: false, code: 'wrong-passphrase' })
  await expect(createExecutorKeys(realDisk, data, PASSPHRASE, 2)).rejects.toThrow('exists')
  for (const name of readdirSync(join(data, 'keys'))) {
    expect(readFileSync(join(data, 'keys', name)).includes('AGE-SECRET-KEY')).toBe(false)
  }
})

test('the clock that seals puts its acts into the very next block', async () => {
  const one = await office()
  const id = await filed(one)
  const before = one.node.parts.blocks.size
  const stop = keepSealing(one.node, 5, one.executor)
  await expect.poll(async () => (await record<CaseRecord>(one.node, id)).state, { timeout: 10_000 }).toBe('approved')
  await stop()
  const done = await record<CaseRecord>(one.node, id)
  expect(one.node.parts.blocks.size).toBe(before + 2)
  expect(done.log.map((touch) => touch.act)).toEqual(['file', 'accept', 'pass'])
})
