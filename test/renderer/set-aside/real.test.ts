import 'fake-indexeddb/auto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { openDesktop } from '../../../main/services/desktop.ts'
import { writeProfile } from '../../../main/services/profile.ts'
import { recipientOf, sealSecret } from '../../../main/services/secret.ts'
import { Api, type Ask, type Reply } from '../../../province/api.ts'
import type { ProvinceNode } from '../../../province/node.ts'
import { Sessions } from '../../../province/sessions.ts'
import { type Core, openCore } from '../../../renderer/replica/core.ts'
import { databaseName } from '../../../renderer/replica/database.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { inlinePool } from '../../../renderer/replica/verify-pool.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge, CallInput, RelayAnswer } from '../../../shared/bridge.ts'
import { encode, formatVkey, hash, type SubtleVerify, type Value } from '../../../shared/ledger/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { tempFolder } from '../../kit/temp.ts'
import { caller } from '../../main/services/site.ts'
import { Device, memberEntry, ORIGIN, officeEntry, testNetwork } from '../../province/network.ts'
import { MemoryStore } from '../../storage/memory-store.ts'
import { stockFiling, transferFiling } from '../replica/forms.ts'

const OFFICE = '632723'
/** A register that this computer knows of and the province has not opened yet. */
const LATER = '632799'
const PASSPHRASE = '高原 2026'
const contract = (n: number) => `632723103200${String(n).padStart(6, '0')}J`
const bytesOf = (name: string) => hash(encode(name))

/** The node's own routes, from bytes to bytes. */
function answersOf(node: ProvinceNode): (input: CallInput<'relay.request'>) => Promise<Result<RelayAnswer>> {
  const api = new Api(
    node,
    new Sessions(() => ({ gov: node.ledger.gov, at: node.ledger.published.header.h }), Date.now),
  )
  const routes: Record<string, (ask: Ask) => Promise<Reply> | Reply> = {
    'GET /v1/challenge': () => api.challenge(),
    'POST /v1/session': (ask) => api.session(ask),
    'POST /v1/push': (ask) => api.push(ask),
    'POST /v1/heads': (ask) => api.heads(ask),
    'GET /v1/gov': (ask) => api.gov(ask),
    'GET /v1/leaves': (ask) => api.leaves(ask),
    'POST /v1/payloads': (ask) => api.payloads(ask),
  }
  return async ({ method, path, body, token }) => {
    const url = new URL(path, 'http://node')
    const route = routes[`${method} ${url.pathname}`]
    if (route === undefined) throw new Error(`${method} ${path}`)
    const ask = { body: body ?? new Uint8Array(0), query: url.searchParams }
    const answer = await route({ ...ask, authorization: token === null ? undefined : `Bearer ${token}` })
    return ok({ status: answer.status, body: answer.body, date: Date.now() })
  }
}

/** The province's own admission; main with vault and journal on a disk; the replica beside them, on a line that can be cut. */
async function county() {
  const { node, registrar } = await testNetwork(tempFolder(), { openStore: async () => new MemoryStore() })
  const clerk = new Device(bytesOf('clerk'))
  const govern = async (items: ReturnType<Device['next']>[]) => {
    for (const { said } of must(await node.push(items))) expect(said.length).toBeGreaterThan(0)
    must(await node.seal())
  }
  const service = (definition: object) =>
    registrar.next('service', ['gov'], { definition: structuredClone(definition) as unknown as Value })
  await govern([
    registrar.next('office-key', ['gov'], { office: OFFICE, recipient: await recipientOf(bytesOf('office')) }),
    service(stock),
    service(transfer),
    memberEntry(registrar, 'counter', clerk, [OFFICE]),
  ])
  const answer = answersOf(node)
  const data = tempFolder()
  const { net, ack, log } = node.ledger.network
  const person = {
    ...{ id: 'counter', name: '才仁卓玛', office: OFFICE, officeName: '称多县政务服务中心', roles: ['clerk'] },
    key: clerk.key,
  }
  const secret = { v: 1 as const, person: 'counter', seed: bytesOf('clerk'), office: [bytesOf('office')] }
  await mkdir(join(data, 'vault'), { recursive: true })
  await writeFile(join(data, 'vault/counter.age'), await sealSecret(secret, PASSPHRASE, 4))
  must(
    await writeProfile(data, {
      ...{
        v: 1,
        installId: 'test0001',
        port: null,
        node: 'http://127.0.0.1:9',
        net,
        origin: ORIGIN,
        vkey: formatVkey(log),
        ack,
      },
      ...{ device: '001', demoPassphrase: null, people: [{ ...person, scopes: [OFFICE, LATER] }] },
    }),
  )
  const makePdf = async () => ok(new Uint8Array(1))
  const desktop = must(await openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf }))
  const call = caller(desktop)
  must(await call('vault.unlock', { person: 'counter', passphrase: PASSPHRASE }))
  const line = { up: true }
  const bridge: Bridge = {
    call: async (name, input) =>
      name !== 'relay.request'
        ? ((await call(name, input)) as never)
        : line.up
          ? ((await answer(input as CallInput<'relay.request'>)) as never)
          : fail('no-line', 'cut'),
    on: () => () => {},
  }
  const subtle = crypto.subtle as unknown as SubtleVerify
  const site = must(await call('site.info', {}))
  const open = async (): Promise<Core> =>
    must(
      await openCore(bridge, site, person, {
        now: Date.now,
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
        verify: await runtimeVerify(subtle),
        pool: inlinePool(subtle),
        tell: () => {},
        later: () => () => {},
      }),
    )
  return {
    ...{ node, registrar, govern, call, line, open },
    async close() {
      await desktop.close()
      await node.close()
      await Dexie.delete(databaseName(hex(net), OFFICE))
    },
  }
}

test('[N3] [L8] refused by the real province in the middle of a chain: what is behind it is signed again and sealed, and the refused one when it may', async () => {
  const on = await county()
  const { node, line, call, registrar } = on
  let core = await on.open()
  const sealed = async () => {
    must(await core.calls.syncNow())
    must(await node.seal())
    const status = must(await core.calls.syncNow())
    expect(status.lastFailure).toBeNull()
  }
  await sealed()
  for (const n of [1, 2]) must(await core.calls.file(stockFiling(contract(n))))
  await sealed()

  line.up = false
  const one = must(await core.calls.file(transferFiling(contract(1))))
  const text = { text: '两个登记簿的附注' }
  const scope = [OFFICE, LATER]
  const note = { kind: 'note', scope, case: null, subj: [], data: encode(text), payload: null, att: [] }
  const refused = hex(must(await call('filing.submit', note)).id)
  await core.close()
  core = await on.open()
  const accept = async (of: string) => must(await core.calls.act({ case: of, action: 'accept', reason: null }))
  await accept(one.case)
  const two = must(await core.calls.file(transferFiling(contract(2))))
  await accept(two.case)
  line.up = true
  await sealed()
  const list = must(await core.calls.aside())
  expect(list.rows.map(({ code, group }) => [code, group])).toEqual([
    ...Array.from({ length: 3 }, () => ['chain-gap', 'stopped']),
    ['unknown-scope', 'again'],
  ])
  expect(list.stopped).toMatchObject({ free: 3, bound: 0, refused: [refused] })

  expect(must(await core.calls.signAgain([]))).toEqual({ signed: 3 })
  await sealed()
  for (const { case: id } of [one, two]) {
    const { steps } = must(await core.calls.case(id))
    expect(steps.map(({ act, standing, outcome }) => [act, standing, outcome])).toEqual([
      ['file', 'sealed', 'applied'],
      ['accept', 'sealed', 'applied'],
    ])
  }
  expect(must(await core.calls.sendAgain(refused))).toMatchObject({ standing: 'set-aside', code: 'unknown-scope' })

  // The register is opened, and the clerk may write there: the same bytes go.
  await on.govern([officeEntry(registrar, LATER)])
  const scopes = { id: 'counter', name: 'counter', office: OFFICE, roles: ['clerk'], scopes: scope, keys: [] }
  await on.govern([registrar.next('member', ['gov'], scopes)])
  expect(must(await core.calls.sendAgain(refused))).toMatchObject({ standing: 'sent', code: null })
  await sealed()
  expect(must(await core.calls.status())).toMatchObject({ unsent: 0, sent: 0, setAside: 0 })
  const mine = must(await call('journal.list', { from: 0, max: 100, after: [] })).entries
  // Two contracts, two filings, two acceptances and the note, each once; the three that were replaced nowhere.
  const size = node.ledger.scopes.get(OFFICE)?.frontier.size
  expect(size).toBe(mine.filter(({ replacedBy }) => replacedBy === undefined).length)
  expect([mine.length, size]).toEqual([10, 7])
  await core.close()
  await on.close()
})
