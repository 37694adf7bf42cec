import { IDENTIFIERS, isIdentifier } from '../../../shared/contract/identifiers/index.ts'
import type { FieldValue } from '../../../shared/contract/service/definition.ts'
import { columnsOf, isList } from '../../../shared/contract/service/form-types.ts'
import { rowsOf } from '../../../shared/contract/service/values.ts'
import type { FormStore } from './form-store.ts'
import { idAt } from './paths.ts'
import type { Box, Typed } from './typed.ts'

/** Nobody types this fast for this long; card readers and scanners do, and end with Enter or Tab. */
const MOST_MS_BETWEEN = 40
const LEAST_CHARACTERS = 15

/** What a reader gives that says by itself which box it belongs to. */
const KINDS = ['cn-id', 'uscc', 'realty-unit'] as const

/**
 * Watches the keys of a form for what a reader types. A number that lands where it cannot be meant, in a telephone number or on a tick, goes into the
 * first empty box for such numbers, and what it has overwritten comes back. What lands in a fitting box, or in a text that may hold anything, stays.
 */
export class Scan {
  readonly #form: FormStore
  #text = ''
  #last = 0
  /** What stood in the form before the first key. */
  #before: Typed = {}

  constructor(form: FormStore) {
    this.#form = form
  }

  /** To be asked about every key before it takes effect. Answers the box into which a number has been put, when it was put into another one. */
  key(event: KeyboardEvent): string | null {
    const { key, timeStamp, ctrlKey, altKey, metaKey } = event
    const fast = timeStamp - this.#last <= MOST_MS_BETWEEN
    this.#last = timeStamp
    if (key === 'Shift' || key === 'CapsLock') return null
    if (ctrlKey || altKey || metaKey) this.#text = ''
    else if ([...key].length === 1) {
      if (!fast || this.#text === '') {
        this.#text = ''
        this.#before = this.#form.state().typed
      }
      this.#text += key
    } else {
      const text = this.#text
      this.#text = ''
      if (fast && (key === 'Enter' || key === 'Tab') && text.length >= LEAST_CHARACTERS)
        return this.#route(text, event.target)
    }
    return null
  }

  #route(text: string, target: EventTarget | null): string | null {
    const { today } = this.#form
    const kinds = KINDS.filter((kind) => IDENTIFIERS[kind].check(text, today).ok)
    if (kinds.length === 0) return null
    const here = pathOf(target)
    const box = here === null ? null : boxAt(this.#form, here)
    if (box !== null && takes(box, text, today)) return null
    const place = emptyPlace(this.#form, (one) => kinds.some((kind) => one['x-identifier'] === kind))
    if (place === null || place === here) return null
    const [field] = (here ?? '').split('.') as [string]
    if (here !== null) this.#form.change(field, this.#before[field])
    this.#form.put(place, text)
    return place
  }
}

/** The box that has the focus. */
function pathOf(target: EventTarget | null): string | null {
  const id = target instanceof Element ? (target.closest(`[id^="${idAt('')}"]`)?.id ?? null) : null
  return id === null ? null : id.slice(idAt('').length)
}

function boxAt({ definition }: FormStore, path: string): Box | null {
  const [name, row, column] = path.split('.') as [string, string?, string?]
  const schema = definition.form.schema.properties[name]
  if (schema === undefined) return null
  if (!isList(schema)) return schema
  if (column !== undefined) return columnsOf(schema)?.properties[column] ?? null
  return row === undefined || columnsOf(schema) !== null ? null : (schema.items as Box)
}

/** May this text be meant for this box? A text without a kind of its own takes whatever fits its pattern. */
function takes(box: Box, text: string, today: string): boolean {
  if (box.type !== 'string' || box.enum !== undefined || box['x-widget'] === 'region') return false
  const kind = box['x-identifier']
  if (kind !== undefined && isIdentifier(kind)) return IDENTIFIERS[kind].check(text, today).ok
  return box.pattern === undefined || new RegExp(box.pattern, 'u').test(text)
}

/** The first box in the order of the form that wants such a value and is empty; in a list, in its first row that lacks it, or in a new one. */
function emptyPlace(form: FormStore, wants: (box: Box) => boolean): string | null {
  const { properties } = form.definition.form.schema
  const { typed } = form.state()
  for (const name of form.definition.form.sections.flatMap(({ fields }) => fields)) {
    const schema = properties[name]
    if (schema === undefined || !form.names.has(name) || !form.field(name).shown) continue
    if (!isList(schema)) {
      if (wants(schema) && (typed[name] ?? '') === '') return name
      continue
    }
    const columns = Object.entries(columnsOf(schema)?.properties ?? {}).filter(([, column]) => wants(column))
    const rows = rowsOf(typed[name] as FieldValue | undefined)
    for (const [column] of columns) {
      const at = rows.findIndex((row) => (row[column] ?? '') === '')
      if (at >= 0) return `${name}.${at}.${column}`
      if (rows.length < schema.maxItems) return `${name}.${rows.length}.${column}`
    }
  }
  return null
}
