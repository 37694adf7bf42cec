import type { Value } from '../../shared/ledger/index.ts'
import { Network } from './network.ts'
import { COUNTY, keyOf, MOST_OFFICES, OTHER, Person, START, staff } from './people.ts'
import { PUBLISHED, QUICK_SERIES } from './services.ts'

/** Gov as it stands when a world begins; made once. */
export interface Beginning {
  readonly net: Uint8Array
  readonly network: Network
  readonly registrar: { readonly seq: number; readonly prev: Uint8Array | null }
}

export const SERIES = ['realty-certificate', 'realty-proof'] as const
let beginning: Beginning | null = null

export function begin(): Beginning {
  beginning ??= found()
  return beginning
}

function found(): Beginning {
  const nobody = new Person('registrar', ['registrar'], new Uint8Array(32))
  const declared = (name: string, use: 'entry' | 'log' | 'ack') => keyOf(name).declared(use)
  const first = nobody.draft(
    {
      kind: 'genesis',
      scope: ['gov'],
      data: {
        ...{
          origin: 'ledger.test.example/2026',
          title: '模拟省登记账本',
          registrar: { id: 'registrar', name: '马建国' },
        },
        keys: [declared('registrar', 'entry'), declared('log', 'log'), declared('ack', 'ack')] as unknown as Value,
      },
    },
    START,
  )
  const network = new Network(first.id)
  const registrar = new Person('registrar', ['registrar'], first.id)
  registrar.signed(first)
  const say = (kind: string, data: { [key: string]: Value }) =>
    registrar.signed(registrar.draft({ kind, scope: ['gov'], data }, START))
  const office = (code: string, parent: string | null) =>
    say('office', {
      code,
      name: code,
      parent,
      level: parent === null ? 'province' : 'county',
      keys: [],
      recipient: null,
    })
  network.take([first, office('630000', null), office(COUNTY, '630000'), office(OTHER, '630000')])
  network.seal(START)
  for (let i = 0; i < MOST_OFFICES; i++) {
    for (const [id, roles] of staff(i)) {
      const key = declared(id, 'entry') as unknown as Value
      network.take([
        say('member', { id, name: id, office: COUNTY, roles: [...roles], scopes: [COUNTY, OTHER], keys: [key] }),
      ])
    }
  }
  const key = keyOf('executor').declared('executor') as unknown as Value
  const robot = { id: 'executor', name: 'executor', office: '630000', roles: ['approver'], scopes: [COUNTY, OTHER] }
  network.take([say('member', { ...robot, keys: [key] })])
  for (const one of PUBLISHED) network.take([say('service', { definition: structuredClone(one) as Value })])
  network.seal(START)
  for (let i = 0; i < MOST_OFFICES; i++) {
    for (const series of SERIES) {
      const block = { series, office: COUNTY, key: keyOf(`approver-${i}`).id, from: i * 100 + 1, to: i * 100 + 100 }
      network.take([say('numbers', block)])
    }
    // Few, so that they run out.
    for (const [role, series] of Object.entries(QUICK_SERIES)) {
      const from = i * 10 + 1
      network.take([say('numbers', { series, office: COUNTY, key: keyOf(`${role}-${i}`).id, from, to: from + 3 })])
    }
  }
  const robots = { series: QUICK_SERIES.approver, office: COUNTY, key: keyOf('executor').id, from: 201, to: 206 }
  network.take([say('numbers', robots)])
  network.seal(START)
  const bad = network.outcomes('gov').findIndex((one) => one !== 'applied')
  if (bad >= 0) throw new Error(`gov leaf ${bad}: ${network.outcomes('gov')[bad]}`)
  return { net: first.id, network, registrar: { seq: registrar.seq, prev: registrar.prev } }
}
