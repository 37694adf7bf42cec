import { must, ok } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { encode, encodeBody, entryId, type Value } from '../../shared/ledger/index.ts'
import stock from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { DEMO_OFFICES } from './seed.ts'
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
  for (const { member, key } of actors) {
    const { id, name, office, roles } = member
    // The registrar's key stands in the genesis entry; this one gives the office.
    const keys = member === registrar.member ? [] : [{ pub: key.pub, suite: 'ed25519', use: 'entry' }]
    await write('member', { id, name, office, roles, scopes: scopesOf(member), keys })
  }
  for (const definition of [stock, transfer]) await write('service', { definition })
  return kept
}
