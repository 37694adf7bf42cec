import { must, ok } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { HOLIDAYS } from '../../shared/contract/holidays/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { encode, encodeBody, entryId, keyId, type Value } from '../../shared/ledger/index.ts'
import { SERVICES } from '../../shared/services/index.ts'
import { DEMO_COUNTIES, DEMO_OFFICES, PROVINCE_OFFICE } from './seed.ts'
import { type Actor, type OfficeKey, scopesOf, sign } from './staff.ts'

export const ORIGIN = 'ledger.qinghai.example/2026'
const TITLE = '青海省县级登记账本（演示）'

/** [N8] The first entry: who founds the network, and the keys of its node. */
export function foundNetwork(
  registrar: Actor,
  node: { readonly log: Uint8Array; readonly ack: Uint8Array },
  time: number,
): Promise<Kept> {
  const { person, key, journal } = registrar
  const declared = (pub: Uint8Array, use: string): Value => ({ pub, suite: 'ed25519', use })
  const data = {
    origin: ORIGIN,
    title: TITLE,
    registrar: { id: person.id, name: person.name },
    keys: [declared(key.pub, 'entry'), declared(node.log, 'log'), declared(node.ack, 'ack')],
  }
  const signed = journal.append(async ({ epoch, seq, prev }) => {
    const place = { v: 1 as const, net: new Uint8Array(32), key: person.key, epoch, seq, prev, time }
    const about = { kind: 'genesis', scope: ['gov'], case: null, subj: [], commit: null, att: [] }
    const body = encodeBody({ ...place, ...about, data })
    return ok({ id: entryId(body), body, sig: await key.sign('entry', body), sealed: null })
  })
  return signed.then(must)
}

/** Offices, people and services, in the order in which each may name the one before. A minute lies between any two. */
export async function writeGov(
  registrar: Actor,
  actors: Iterable<Actor>,
  offices: ReadonlyMap<string, OfficeKey>,
  net: Uint8Array,
  begin: number,
  executor: { readonly pub: Uint8Array; readonly recipient: string },
): Promise<Kept[]> {
  const kept: Kept[] = []
  const write = async (kind: string, data: { readonly [key: string]: Value }) => {
    const time = begin + (kept.length + 1) * 60_000
    const draft = { kind, scope: ['gov'], case: null, subj: [], data: encode(data), payload: null, att: [] }
    kept.push(await sign(registrar, net, time, draft))
  }
  for (const { code, name, parent, level } of DEMO_OFFICES) {
    await write('office', { code, name, parent, level, keys: [], recipient: offices.get(code)?.recipient ?? null })
  }
  await write('office', { ...EXECUTOR_OFFICE, parent: PROVINCE_OFFICE, keys: [], recipient: executor.recipient })
  const people = [...actors]
  for (const { member, key } of people) {
    const { id, name, office, roles } = member
    // The registrar's key stands in the genesis entry; this one gives the office.
    const keys = member === registrar.member ? [] : [{ pub: key.pub, suite: 'ed25519', use: 'entry' }]
    await write('member', { id, name, office, roles, scopes: scopesOf(member), keys })
  }
  await write('member', {
    id: 'executor-qh',
    name: '自动核准程序',
    office: EXECUTOR_OFFICE.code,
    roles: ['approver'],
    scopes: DEMO_OFFICES.map((one) => one.code).sort(),
    keys: [{ pub: executor.pub, suite: 'ed25519', use: 'executor' }],
  })
  await write('policy', { name: 'executor', value: { office: EXECUTOR_OFFICE.code } })
  for (const [year, value] of Object.entries(HOLIDAYS)) {
    await write('policy', { name: `holidays.${year}`, value: value as unknown as Value })
  }
  for (const definition of SERVICES) await write('service', { definition: definition as unknown as Value })
  // What ships is signed by one; from here on two sign (X10).
  await write('policy', { name: 'publication', value: { signers: 2 } })
  const devices = [
    ...people.map(({ member, key }) => ({ office: member.office, key: keyId(key.pub) })),
    ...DEMO_COUNTIES.map((office) => ({ office, key: keyId(executor.pub) })),
  ]
  for (const { series, size } of seriesOf(SERVICES as unknown as readonly ServiceDefinition[])) {
    for (const [i, { office, key }] of devices.entries()) {
      if (!(DEMO_COUNTIES as readonly string[]).includes(office)) continue
      await write('numbers', { series, office, key, from: i * size + 1, to: (i + 1) * size })
    }
  }
  return kept
}

/** [X9] Forms of one-click services are sealed to this office too. */
const EXECUTOR_OFFICE = { code: `${PROVINCE_OFFICE}/auto`, name: '自动核准', level: 'department' }

/** Every series of running numbers, and how many of them one device of the demo gets (N10). */
function seriesOf(services: readonly ServiceDefinition[]): { series: string; size: number }[] {
  const sizes = new Map<string, number>()
  for (const { numbers } of services) {
    // The longest numbers leave room for every device.
    for (const { series, digits } of numbers) sizes.set(series, Math.floor((10 ** Math.min(digits, 6) - 1) / 20))
  }
  return [...sizes].map(([series, size]) => ({ series, size }))
}
