import { utf8 } from '../../shared/base/bytes.ts'
import type { LedgerRecord } from '../../shared/contract/index.ts'
import { filingFields } from '../../shared/contract/service/fields-at.ts'
import type { FieldValue, ServiceDefinition, SubjectPart } from '../../shared/contract/service/index.ts'
import { prefill } from '../../shared/contract/service/subject.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { plausible } from '../kit/plausible.ts'
import type { Random } from '../kit/random.ts'
import { COUNTY } from './people.ts'
import { sha256 } from './shared-gov.ts'

/** What somebody at the counter fills in. */

type Form = Record<string, FieldValue>
type Read = (id: string) => LedgerRecord | undefined

const POOLS: Readonly<Record<string, readonly string[]>> = {
  thing: ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'],
  'realty-unit': [1, 2, 3, 4, 5, 6].map((n) => `632723001001GB00012F0001002${n}`),
  'pasture-contract': [1, 2, 3].map((n) => `63272310320001000${n}J`),
}

/** The keys of a part's subjects: what is on record to be changed, what is not to be put there; now and then anything. */
function keysOf(part: SubjectPart, read: Read, rnd: Random): string[] {
  const pool = POOLS[part.type] ?? ['X1']
  const there = pool.filter((key) => {
    const record = read(`${COUNTY}/${part.type}/${key}`)
    return record !== undefined && (!('ended' in record) || record.ended === null)
  })
  const fitting = part.mode === 'change' ? there : pool.filter((key) => !there.includes(key))
  const from = fitting.length === 0 || rnd.int(15) === 0 ? pool : fitting.slice(0, 3)
  const first = rnd.pick(from)
  const more = rnd.int(3) === 0 ? rnd.pick(from) : first
  return first === more ? [first] : [first, more]
}

/** A sound form where the rules allow one; null where the service cannot be asked for. */
export function formOf(d: ServiceDefinition, read: Read, rnd: Random): Form | null {
  const sound = d.examples.filter((one) => one.expect.problems.length === 0 && one.county === COUNTY)
  const may = filingFields(d)
  const base = sound.length === 0 ? {} : structuredClone(rnd.pick(sound).values)
  const form: Form = Object.fromEntries(Object.entries(base).filter(([name]) => may.has(name)))
  for (const name of may) {
    if (sound.length > 0 || isKey(d, name)) continue
    if (d.form.schema.required.includes(name) || rnd.int(2) === 0) form[name] = valueOf(name, undefined, rnd)
  }
  const known: Record<string, { fields: Form; sealed: Form }> = {}
  for (const part of d.subjects) {
    if (part.mode === 'lookup') continue
    const keys = keysOf(part, read, rnd)
    const [list, column] = part.key.split('.') as [string, string | undefined]
    const before = form[list]
    if (column !== undefined) {
      const rows = (before ?? []) as Record<string, string>[]
      if (rows.length === 0) return null
      form[list] = keys.map((key, i) => ({ ...(rows[i % rows.length] as object), [column]: key }))
    } else form[list] = d.form.schema.properties[list]?.type === 'array' ? keys : (keys[0] as string)
    const record = read(`${COUNTY}/${part.type}/${keys[0]}`)
    if (record !== undefined) {
      known[part.name] = { fields: record.fields as Form, sealed: {} }
      // A list is changed by who knows it: something is added, something taken out.
      if (Object.hasOwn(form, 'tags')) form['tags'] = valueOf('tags', record.fields['tags'], rnd)
    }
  }
  for (const [name, value] of Object.entries(prefill(d, known))) {
    if (may.has(name) && !isKey(d, name) && !d.sealed.includes(name)) form[name] = value
  }
  return form
}

export function isKey(d: ServiceDefinition, name: string): boolean {
  return d.subjects.some(({ key }) => key.split('.')[0] === name)
}

/** A value for a field of the small services; few of each, so that the same is often given by two. */
function valueOf(name: string, before: FieldValue | undefined, rnd: Random): FieldValue {
  if (name === 'area') return rnd.int(4)
  if (name === 'use') return rnd.pick(['home', 'shop', 'pasture'])
  if (name === 'docNo') return rnd.pick(['D1', 'D2'])
  if (name !== 'tags') return rnd.pick(['甲', '乙', '丙'])
  const tag = rnd.pick(['a', 'b', 'c', 'd', 'e'])
  const list = Array.isArray(before) ? (before as string[]) : []
  return list.includes(tag) ? list.filter((one) => one !== tag) : [...list, tag]
}

/** Values for some fields of an act. */
export function givenTo(d: ServiceDefinition, names: Iterable<string>, before: Read, id: string, rnd: Random): Form {
  const fields = (before(id)?.fields ?? {}) as Form
  const small = d.examples.length === 0
  return Object.fromEntries(
    [...names].map((name) => [name, small ? valueOf(name, fields[name], rnd) : plausible(d, name, (n) => rnd.int(n))]),
  )
}

/** As an entry holds them: public values, and commitments that nothing here ever opens. */
export function split(d: ServiceDefinition, form: Form, salt: string) {
  const fields: Record<string, Value> = {}
  const sealed: Record<string, Value> = {}
  for (const [name, value] of Object.entries(form)) {
    if (d.sealed.includes(name)) sealed[name] = sha256(utf8(`${salt}/${name}/${JSON.stringify(value)}`))
    else fields[name] = value as Value
  }
  return { fields, sealed, commit: Object.keys(sealed).length === 0 ? null : sha256(utf8(salt)) }
}
