import { must } from '../../shared/base/result.ts'
import type { GivenNumber } from '../../shared/contract/index.ts'
import { definitionHash } from '../../shared/contract/service/definition-hash.ts'
import { readDefinition } from '../../shared/contract/service/index.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import type { SignedEntry, Value } from '../../shared/ledger/index.ts'
import { rich } from './definitions.ts'
import { at, begin, COUNTY, type LedgerWorld, split } from './ledger-world.ts'

/** The rich service in a small ledger: its subjects on record, number blocks for the people who need them, and an executor. */

export const CONTRACT = `${COUNTY}/pasture-contract/HT-0001`
export const WELL = `${COUNTY}/well/W001`
export const PARCELS = [`${COUNTY}/pasture-parcel/DK-0001`, `${COUNTY}/pasture-parcel/DK-0002`]
export const EXECUTOR = `executor-${COUNTY}`
export const RULES = definitionHash(must(readDefinition(structuredClone(rich))) as unknown as Value)

const t = { zh: '登记', en: 'Record' }
const paper = { title: t, standing: t, rows: [{ label: t, from: 'case.number' }], notes: [] }

/** A service that puts one thing with these public fields on record as soon as it is filed. */
export function recording(
  code: string,
  type: string,
  id: string,
  mode: 'create' | 'change' = 'create',
  more: object = {},
) {
  return {
    ...{ code, version: 1, engine: 1, title: t, group: 'land', summary: t, basis: [], level: 'county' },
    subjects: [{ name: 'thing', title: t, type, mode, id, key: 'no' }],
    parties: [],
    form: {
      schema: {
        type: 'object',
        additionalProperties: false,
        required: ['no'],
        properties: {
          no: { type: 'string', maxLength: 40, 'x-title': t },
          area: { type: 'integer', minimum: 0, maximum: 10_000_000_000, 'x-title': t },
          status: { type: 'string', maxLength: 40, 'x-title': t },
        },
      },
      sections: [{ title: t, fields: ['no', 'area', 'status'] }],
    },
    ...{ sealed: [], materials: [], rules: [], fees: [], auto: null },
    workflow: {
      start: 'done',
      states: { done: { title: t, final: true } },
      actions: [{ name: 'file', title: t, from: [], to: 'done', roles: ['clerk'], notAuthorOf: [], effects: true }],
    },
    effects: [
      {
        op: 'set',
        on: 'thing',
        fields: { area: { from: 'field', name: 'area' }, status: { from: 'field', name: 'status' } },
      },
    ],
    ...{ merge: 'none', deadlines: [], claims: false, numbers: [] },
    outputs: { slip: paper, certificate: paper, notices: {} },
    examples: [],
    ...more,
  }
}

export const contractRecord = recording(
  'contract-record',
  'pasture-contract',
  '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$',
)
export const wellRecord = recording('well-record', 'well', '^[0-9]{6}/well/W[0-9]{3}$')

/** What a clerk fills in; every rule is satisfied. */
export function richForm(more: Readonly<Record<string, FieldValue>> = {}): Record<string, FieldValue> {
  return {
    contractNo: 'HT-0001',
    zone: 'Z01',
    town: `${COUNTY}103`,
    area: 100_000,
    until: '2050-12-31',
    wells: ['W001'],
    parcels: [
      { parcelNo: 'DK-0001', area: 40_000, village: `${COUNTY}103200` },
      { parcelNo: 'DK-0002', area: 60_000, village: `${COUNTY}103200`, note: '东' },
    ],
    holderName: '才仁卓玛',
    holderId: '11010519491231002X',
    members: [{ name: '索南达杰', idNumber: '440524188001010014', share: 100, head: true }],
    reason: 'split',
    mortgaged: false,
    splitOn: '2026-11-01',
    undertaking: true,
    ...more,
  }
}

export function richBegin(): LedgerWorld {
  const world = begin()
  world.seal([
    world.service(contractRecord),
    world.service(wellRecord),
    world.service(rich),
    world.govern('member', {
      id: EXECUTOR,
      name: '自动核准',
      office: COUNTY,
      roles: ['approver'],
      scopes: [COUNTY],
      keys: [world.device(EXECUTOR).key.declared('executor') as unknown as Value],
    }),
    block(world, 'case', at('clerk'), 1, 100),
    block(world, 'certificate', at('approver'), 1, 2),
    block(world, 'certificate', EXECUTOR, 500, 509),
  ])
  const clerk = at('clerk')
  world.seal([
    world.file(clerk, 'HT-0001', {
      definition: contractRecord as never,
      form: { no: 'HT-0001', area: 100_000, status: 'active' },
    }).entry,
    world.file(clerk, 'W001', { definition: wellRecord as never, form: { no: 'W001' }, type: 'well' }).entry,
  ])
  return world
}

export function block(world: LedgerWorld, series: string, member: string, from: number, to: number): SignedEntry {
  return world.govern('numbers', { series, office: COUNTY, key: world.device(member).key.id, from, to })
}

let made = 0

/** A filing of the rich service by the clerk. */
export function fileRich(world: LedgerWorld, more: Readonly<Record<string, FieldValue>> = {}, member = at('clerk')) {
  const id = `${COUNTY}/case/R${String(++made).padStart(5, '0')}`
  const form = richForm(more)
  const { fields, sealed, commit } = split(form, rich.sealed, id)
  const wells = (form['wells'] as string[]).map((no) => `${COUNTY}/well/${no}`)
  const subjects = [`${COUNTY}/pasture-contract/${form['contractNo'] as string}`, ...new Set(wells)]
  const entry = world.device(member).sign({
    kind: 'file',
    scope: [COUNTY],
    case: id,
    subj: [...world.subj(...subjects), { id, heads: [] }].sort((a, b) => (a.id < b.id ? -1 : 1)),
    data: {
      service: rich.code,
      version: rich.version,
      ...{ fields: { ...fields }, sealed: { ...sealed }, materials: [], number: null },
    } as unknown as { [key: string]: Value },
    commit,
  })
  return { entry, id }
}

export const number = (series: string, period: string, n: number): { number: Value } => ({
  number: { series, period, n } satisfies GivenNumber as unknown as Value,
})
