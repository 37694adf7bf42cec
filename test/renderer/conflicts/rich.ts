import type { SignedEntry, Value } from '../../../shared/ledger/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import type { County } from '../../kit/county.ts'

interface Loose {
  version: number
  form: { schema: { properties: Record<string, object>; required: string[] }; sections: { fields: string[] }[] }
  subjects: object[]
  effects: { on: string; fields: Record<string, object>; sealed: Record<string, string> }[]
  examples: { values: Record<string, unknown> }[]
}

const published = (county: County, d: Loose) => county.govern('service', { definition: d as unknown as Value })
const title = (zh: string, en: string) => ({ 'x-title': { zh, en } })
const field = (name: string) => ({ from: 'field', name })

/** The transfer, version 2: what it writes into the register has a field of every kind, public and sealed. */
export function richTransfer(county: County): SignedEntry {
  const d = structuredClone(transfer) as unknown as Loose
  d.version = 2
  const count = { type: 'integer', minimum: 1, maximum: 100_000, ...title('数量', 'Count') }
  const kind = { type: 'string', maxLength: 20, ...title('畜种', 'Kind') }
  Object.assign(d.form.schema.properties, {
    fenced: { type: 'boolean', 'x-widget': 'checkbox', ...title('已围栏', 'Fenced') },
    fencedArea: { type: 'integer', minimum: 0, maximum: 9e8, 'x-widget': 'area', ...title('围栏面积', 'Fenced area') },
    herds: {
      ...{ type: 'array', maxItems: 10, ...title('牲畜', 'Herds') },
      items: { type: 'object', additionalProperties: false, required: ['kind', 'count'], properties: { kind, count } },
    },
  })
  d.form.sections[0]?.fields.push('fenced', 'fencedArea', 'herds')
  const [set] = d.effects
  if (set === undefined) throw new Error('no effects')
  for (const name of ['fenced', 'fencedArea', 'herds', 'grazing']) set.fields[name] = field(name)
  Object.assign(set.sealed, { village: 'transfereeVillage', price: 'price' })
  return published(county, d)
}

/** The transfer, version 3: an exchange that changes two contracts. */
export function exchange(county: County): SignedEntry {
  const d = structuredClone(transfer) as unknown as Loose
  d.version = 3
  const name = 'otherContractNo'
  d.form.schema.properties[name] = { type: 'string', maxLength: 40, ...title('另一承包合同编号', 'The other contract') }
  d.form.schema.required.push(name)
  d.form.sections[0]?.fields.push(name)
  for (const { values } of d.examples) values[name] = '632723103200000099J'
  d.subjects.push({
    ...d.subjects[0],
    name: 'other',
    title: { zh: '另一承包合同', en: 'The other contract' },
    key: name,
  })
  d.effects.push({ ...(d.effects[0] as Loose['effects'][number]), on: 'other' })
  return published(county, d)
}
