import type { Locator, Page } from 'playwright-core'
import { regionName } from '../../../shared/contract/regions/index.ts'
import {
  columnNames,
  columnsOf,
  type FieldSchema,
  isList,
  type ScalarSchema,
} from '../../../shared/contract/service/form-types.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { type FieldValues, rowsOf, type Scalar, textsOf } from '../../../shared/contract/service/values.ts'
import { chooseByTyping, typeOver } from './type.ts'

type Box = Omit<ScalarSchema, 'x-title'>

/** What filling in came to: paths of boxes. */
export interface Filled {
  /** What was wanted stood there already, taken over from the register. */
  readonly found: string[]
  readonly typed: string[]
}

/** A form on the screen. `place` is the page, or the dialog that it stands in. */
interface Form {
  readonly place: Page | Locator
  readonly d: ServiceDefinition
  readonly values: FieldValues
  readonly filled: Filled
}

/**
 * Fills in the fields that these values name, in the order of the form, by keyboard and mouse. A field that is not there yet waits for the one that
 * brings it; one that never comes is an error.
 */
export async function fillForm(place: Page | Locator, d: ServiceDefinition, values: FieldValues): Promise<Filled> {
  const form: Form = { place, d, values, filled: { found: [], typed: [] } }
  let open = d.form.sections.flatMap(({ fields }) => fields).filter((name) => values[name] !== undefined)
  while (open.length > 0) {
    const later: string[] = []
    for (const name of open) {
      if (await isThere(form, name)) await fillField(form, name)
      else later.push(name)
    }
    if (later.length === open.length) throw new Error(`${d.code}: not on the form: ${later.join(', ')}`)
    open = later
  }
  return form.filled
}

/** The element at a path: `field`, `list.2`, `list.2.column`. */
function at({ place }: Form, path: string): Locator {
  return place.locator(`[id="f-${path}"]`)
}

async function isThere(form: Form, path: string): Promise<boolean> {
  return (await at(form, path).count()) > 0
}

async function fillField(form: Form, name: string): Promise<void> {
  const { d, values } = form
  const schema = d.form.schema.properties[name] as FieldSchema
  const value = values[name] as FieldValues[string]
  if (!isList(schema)) await fillBox(form, name, schema, value as Scalar)
  else if (columnsOf(schema) !== null) await fillRows(form, name, schema)
  else if ((schema.items as Box).enum !== undefined) await pickMany(at(form, name), schema.items as Box, textsOf(value))
  else {
    for (const [i, text] of textsOf(value).entries()) {
      if (!(await isThere(form, `${name}.${i}`))) await addTo(form, name, i)
      await fillBox(form, `${name}.${i}`, schema.items as Box, text)
    }
  }
  await afterKey(form, name)
}

async function fillRows(form: Form, name: string, schema: FieldSchema): Promise<void> {
  const columns = columnsOf(schema)
  if (columns === null) return
  for (const [i, row] of rowsOf(form.values[name]).entries()) {
    if (!(await isThere(form, `${name}.${i}`))) await addTo(form, name, i)
    for (const column of columnNames(columns)) {
      const cell = row[column]
      if (cell !== undefined) await fillBox(form, `${name}.${i}.${column}`, columns.properties[column] as Box, cell)
    }
  }
}

const ADD = /^(?:plus )?添加一[行项]$/

/** Another row or text below the last, by the button under the list. */
async function addTo(form: Form, name: string, i: number): Promise<void> {
  await at(form, name).getByRole('button', { name: ADD }).click()
  await at(form, `${name}.${i}`).waitFor()
}

async function fillBox(form: Form, path: string, box: Box, value: Scalar): Promise<void> {
  const element = at(form, path)
  try {
    const changed = await putInto(form, path, element, box, value)
    ;(changed ? form.filled.typed : form.filled.found).push(path)
  } catch (error) {
    throw new Error(`${form.d.code} ${path}: ${String(value)}`, { cause: error })
  }
}

/** Answers false when it stood there already. */
async function putInto(form: Form, path: string, element: Locator, box: Box, value: Scalar): Promise<boolean> {
  const kind = await element.evaluate((one) => {
    if (one instanceof HTMLInputElement) return one.type === 'checkbox' ? 'tick' : 'text'
    return one instanceof HTMLTextAreaElement ? 'text' : 'answers'
  })
  if (kind === 'tick') {
    if ((await element.isChecked()) === value) return false
    await element.setChecked(value === true)
    return true
  }
  if (kind === 'answers') return answer(element, labelOf(box, value))
  if (box.enum !== undefined) return chooseByTyping(element, labelOf(box, value))
  if (box['x-widget'] === 'region') return chooseByTyping(element, regionLabel(form, path, String(value)))
  return typeOver(element, asTyped(box, value))
}

/** One of the answers that stand beside each other. */
async function answer(group: Locator, label: string): Promise<boolean> {
  const one = group.locator('label').filter({ hasText: exactly(label) })
  if (await one.locator('input').isChecked()) return false
  await one.click()
  return true
}

async function pickMany(group: Locator, items: Box, wanted: readonly string[]): Promise<void> {
  for (const one of items.enum ?? []) {
    const tick = group.locator('label').filter({ hasText: exactly(labelOf(items, one)) })
    await tick.locator('input').setChecked(wanted.includes(String(one)))
  }
}

const exactly = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`)

function labelOf(box: Box, value: Scalar): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  return box['x-choices']?.[String(value)]?.zh ?? String(value)
}

/** A village stands behind its town, unless the town is asked for beside it. */
function regionLabel({ d }: Form, path: string, code: string): string {
  const name = regionName(code) ?? code
  if (code.length !== 12) return name
  const [field = '', , column] = path.split('.')
  const { properties } = d.form.schema
  const columns = columnsOf(properties[field])
  const section = d.form.sections.find(({ fields }) => fields.includes(field))?.fields ?? []
  const beside = column === undefined ? section.map((one) => properties[one]) : Object.values(columns?.properties ?? {})
  const town = beside.some((one) => one?.['x-widget'] === 'region' && one['x-level'] === 'town')
  return town ? name : `${regionName(code.slice(0, 9)) ?? ''}${name}`
}

/** Amounts in yuan, everything else as it stands. */
function asTyped(box: Box, value: Scalar): string {
  if (typeof value !== 'number' || box['x-widget'] !== 'money') return String(value)
  return value % 100 === 0 ? String(value / 100) : (value / 100).toFixed(2)
}

/** Once the number of a thing on record is whole, the register fills in what it knows of it: a clerk looks at that before going on. */
async function afterKey(form: Form, name: string): Promise<void> {
  const { place, d, values } = form
  const parts = d.subjects.filter(({ key, mode }) => mode === 'change' && key.split('.')[0] === name)
  const fed = Object.entries(d.form.schema.properties).filter(
    ([field, schema]) =>
      field !== name &&
      values[field] !== undefined &&
      parts.some((part) => schema['x-subject']?.startsWith(`${part.name}.`) === true),
  )
  if (fed.length === 0) return
  const page = 'page' in place ? place.page() : place
  const filled = page.waitForFunction(
    (names) =>
      names.some((one) =>
        [...document.querySelectorAll(`[id="f-${one}"], [id^="f-${one}."]`)].some((box) => {
          if (box instanceof HTMLInputElement && box.type !== 'radio') return box.value !== ''
          return box.querySelector(':checked') !== null
        }),
      ),
    fed.map(([field]) => field),
  )
  await filled.catch((cause: unknown) => {
    throw new Error(`${d.code} ${name}: the register filled nothing in`, { cause })
  })
}
