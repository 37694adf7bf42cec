import { type CaseRecord, type Gov, isCase, type SubjectRecord } from '../../../shared/contract/index.ts'
import { regionPath } from '../../../shared/contract/regions/index.ts'
import type { FieldHints, FieldSchema, FieldValue, Scalar } from '../../../shared/contract/service/definition.ts'
import { columnsOf, isList, isScalar } from '../../../shared/contract/service/definition.ts'
import { numberingAt, numberText } from '../../../shared/contract/service/number-text.ts'
import { numberOf } from '../case-views.ts'
import { fold } from './fold.ts'

/** What is opened of a record: null where this office cannot. */
export type Opened = Readonly<Record<string, FieldValue | null>>

/**
 * The folded public texts by which a case is found, apart from the titles of its service and state: those are the same for many, and looked up
 * by what the roll says.
 */
export function publicTextsOfCase(gov: Gov, id: string, record: CaseRecord): string[] {
  const definition = gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)
  // An imported case has a hash for a name, which nobody knows.
  const out: string[] = numberOf(id).startsWith('import-') ? [] : [fold(numberOf(id))]
  for (const subject of record.subjects) out.push(fold(numberOf(subject)))
  for (const [action, given] of Object.entries(record.numbers)) {
    const numbering = definition === null ? null : numberingAt(definition, action)
    if (numbering !== null) out.push(fold(numberText(numbering, id.slice(0, 6), given.period, given.n)))
  }
  addValues(out, record.fields, schemasOfCase(gov, record))
  return tidy(out)
}

export function publicTextsOfSubject(gov: Gov, id: string, record: SubjectRecord): string[] {
  const out: string[] = [fold(numberOf(id))]
  addValues(out, record.fields, schemasOfSubject(gov, record.t))
  for (const burden of record.burdens) {
    out.push(fold(burden.ref))
    addValues(out, burden.fields, {})
  }
  return tidy(out)
}

/** The folded texts of what stands sealed at a record and has been opened. */
export function sealedTexts(gov: Gov, record: CaseRecord | SubjectRecord, opened: Opened): string[] {
  const out: string[] = []
  addValues(out, opened, isCase(record) ? schemasOfCase(gov, record) : schemasOfSubject(gov, record.t))
  return tidy(out)
}

type Schemas = Readonly<Record<string, FieldSchema>>

function schemasOfCase(gov: Gov, record: CaseRecord): Schemas {
  return gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)?.form.schema.properties ?? {}
}

function addValues(out: string[], values: Opened, schemas: Schemas): void {
  for (const [name, value] of Object.entries(values)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
    for (const text of textsOfValue(value, schema)) out.push(fold(text))
  }
}

/** What people would type to find a value: a scalar, each text of a list, each column of each row. */
export function textsOfValue(value: FieldValue | null, schema: FieldSchema | undefined): string[] {
  if (value === null) return []
  if (isScalar(value)) return textsOfScalar(value, schema)
  const columns = columnsOf(schema)?.properties ?? {}
  const item = schema !== undefined && isList(schema) && schema.items.type !== 'object' ? schema.items : undefined
  return value.flatMap((one: string | Readonly<Record<string, Scalar>>) =>
    typeof one === 'string'
      ? textsOfScalar(one, item as FieldHints | undefined)
      : Object.entries(one).flatMap(([column, cell]) =>
          textsOfScalar(cell, Object.hasOwn(columns, column) ? columns[column] : undefined),
        ),
  )
}

/** A choice is found by its label, a region by its code and by its names, a number by its digits; yes and no by nothing. */
function textsOfScalar(value: Scalar, hints: Partial<FieldHints> | undefined): string[] {
  const label = hints?.['x-choices']?.[String(value)]
  if (label !== undefined) return [label.zh]
  if (typeof value === 'boolean') return []
  if (typeof value === 'number') return [String(value)]
  if (!isRegion(value, hints)) return [value]
  const path = regionPath(value)
  return path === null ? [value] : [value, path]
}

/** A subject's fields may come without a schema: a text of 6, 9 or 12 digits is taken for a region where there is such a one. */
function isRegion(value: string, hints: Partial<FieldHints> | undefined): boolean {
  const said = hints === undefined || hints['x-identifier'] === 'region' || hints['x-widget'] === 'region'
  return said && /^[0-9]{6}(?:[0-9]{3}){0,2}$/.test(value)
}

const tidy = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text !== '')

const known = new WeakMap<Gov, Map<string, Schemas>>()

/**
 * How the fields of a kind of subject are described: the register has no schema of its own, but each field was a form field of some service
 * first. A memo of pure work, dropped with its gov.
 */
function schemasOfSubject(gov: Gov, type: string): Schemas {
  const kept = known.get(gov) ?? new Map<string, Schemas>()
  known.set(gov, kept)
  const found = kept.get(type)
  if (found !== undefined) return found
  const out: Record<string, FieldSchema> = {}
  for (const d of gov.services(Number.MAX_SAFE_INTEGER)) {
    const { properties } = d.form.schema
    for (const effect of d.effects) {
      if (effect.op !== 'set') continue
      const part = d.subjects.find((one) => one.name === effect.on && one.type === type)
      if (part === undefined) continue
      const columns = columnsOf(properties[part.key.split('.')[0] as string])?.properties ?? {}
      const note = (name: string, schema: FieldSchema | undefined) => {
        if (schema !== undefined && !Object.hasOwn(out, name)) out[name] = schema
      }
      for (const [name, source] of Object.entries(effect.fields)) {
        if ('value' in source || source.from === 'number' || source.from === 'case') continue
        note(name, source.from === 'row' ? columns[source.name] : properties[source.name])
      }
      for (const [name, field] of Object.entries(effect.sealed ?? {})) note(name, properties[field])
    }
  }
  kept.set(type, out)
  return out
}
