import { isNeeded, isShown } from '../../../shared/contract/service/conditions.ts'
import type {
  Action,
  FieldValue,
  FieldValues,
  ServiceDefinition,
  Text,
} from '../../../shared/contract/service/definition.ts'
import { fieldsAt } from '../../../shared/contract/service/fields-at.ts'
import type { FormProblem } from '../../../shared/contract/service/form.ts'
import { isList } from '../../../shared/contract/service/form-types.ts'
import { subjectKeys } from './paths.ts'
import { emptiedOf, followed, sameJson, spared, unaltered } from './take-back.ts'
import {
  type Read,
  readTyped,
  type Setting,
  type Typed,
  type TypedCell,
  type TypedRow,
  type TypedValue,
} from './typed.ts'

/** What a form is about, and where what is typed in it goes. */
export interface FormSource extends Setting {
  readonly definition: ServiceDefinition
  /** The action whose fields are filled in: `file`, or one with `fields`. */
  readonly action: string
  /** What stands in it to begin with: a draft, or `typedOf` what the case holds. */
  readonly typed: Typed
  /** What stands against these values and what was emptied; asked a moment after the last key. Null: no answer, what was found before stays. */
  readonly check?: (values: FieldValues, emptied: readonly string[]) => Promise<readonly FormProblem[] | null>
  /** After every change, to keep a draft. */
  readonly onTyped?: (typed: Typed) => void
}

/** A problem at the box that it is about. */
export interface ShownProblem {
  /** `field`, `list.2`, `list.2.column` with the row as typed, something else than a field such as `material:id`, or null for the whole form. */
  readonly at: string | null
  readonly problem: string
  readonly message: Text
}

/** One field as it stands now. The same object as long as nothing of it has changed. */
export interface FieldView {
  readonly typed: TypedValue | undefined
  /** As it would be stored; absent when it is empty, cannot be read or does not apply. */
  readonly stored: FieldValue | undefined
  /** It applies, with what the form says. */
  readonly shown: boolean
  readonly needed: boolean
  readonly problems: readonly ShownProblem[]
  /** Of a list: the typed rows that are filled in. */
  readonly rows: readonly number[]
}

export interface FormState {
  readonly typed: Typed
  readonly read: Read
  /** What the case has and the form has no more, in the order of the form. */
  readonly emptied: readonly string[]
  /** What is to be shown by now, in the order of the form. */
  readonly problems: readonly ShownProblem[]
  /** It has been tried to send the form: nothing is held back any more. */
  readonly tried: boolean
  /** Fields, rows and boxes that have been left. */
  readonly left: ReadonlySet<string>
}

const NO_ROWS: readonly number[] = []
const NO_PROBLEMS: readonly ShownProblem[] = []
const PAUSE_MS = 250

/**
 * What is being typed into one form, held outside React: a key redraws one box, not eighty. Values, conditions and problems follow from it; what
 * was typed into a field stays when the field goes away by its condition, and is there when it comes back.
 */
export class FormStore {
  readonly definition: ServiceDefinition
  readonly action: Action
  readonly county: string
  /** The fields of this action. */
  readonly names: ReadonlySet<string>
  #source: Setting
  #check: NonNullable<FormSource['check']> | null = null
  #onTyped: NonNullable<FormSource['onTyped']> | null = null
  #state: FormState
  #found: readonly FormProblem[] = []
  #listeners = new Set<() => void>()
  #views = new Map<string, FieldView>()
  #shown = new Map<string, boolean>()
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(source: FormSource) {
    const action = source.definition.workflow.actions.find((one) => one.name === source.action)
    if (action === undefined) throw new Error(`no action ${source.action}`)
    const { today, county, before } = source
    this.#source = { today, county, ...(before === undefined ? {} : { before }) }
    this.serve(source)
    this.definition = source.definition
    this.action = action
    this.county = source.county
    this.names = fieldsAt(source.definition, action)
    const read = this.#read(source.typed)
    this.#state = {
      typed: source.typed,
      read,
      emptied: this.#emptied(read),
      problems: NO_PROBLEMS,
      tried: false,
      left: new Set(),
    }
  }

  /** The civil date by which it is read now. */
  get today(): string {
    return this.#source.today
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly state = (): FormState => this.#state

  /** The part of a case, if any, whose subjects the box at this path names (`field` or `<list>.<column>`) and that are looked up on record. */
  readonly subjectAt = (path: string) => subjectKeys(this.definition).get(path) ?? null

  readonly field = (name: string): FieldView => {
    const { typed, read, problems } = this.#state
    const mine = problems.filter(({ at }) => at === name || at?.startsWith(`${name}.`) === true)
    const shown = this.#isShown(name)
    const next: FieldView = {
      typed: typed[name],
      stored: read.values[name],
      shown,
      needed: shown && this.#isNeeded(name),
      problems: mine.length === 0 ? NO_PROBLEMS : mine,
      rows: read.rows[name] ?? NO_ROWS,
    }
    const known = this.#views.get(name)
    if (known !== undefined && sameView(known, next)) return known
    this.#views.set(name, next)
    return next
  }

  /** Takes over a value; `undefined` empties the field. */
  change(name: string, value: TypedValue | undefined): void {
    this.fill({ [name]: value })
  }

  /** Takes over several values at once. */
  fill(values: Readonly<Record<string, TypedValue | undefined>>): void {
    const typed: Record<string, TypedValue> = { ...this.#state.typed }
    for (const [name, value] of Object.entries(values)) {
      // What was said of other rows says nothing of these.
      if (lengthOf(typed[name]) !== lengthOf(value)) this.#found = this.#found.filter((one) => !isIn(one, name))
      if (value === undefined) delete typed[name]
      else typed[name] = value
    }
    this.#become(typed)
    this.#onTyped?.(typed)
    this.recheck()
  }

  /** What stands in the box at this path. */
  at(path: string): TypedCell | undefined {
    const [name, row, column] = path.split('.') as [string, string?, string?]
    const value = this.#state.typed[name]
    if (row === undefined) return typeof value === 'object' ? undefined : value
    const one = Array.isArray(value) ? (value[Number(row)] as string | TypedRow | undefined) : undefined
    if (typeof one !== 'object') return one
    return column === undefined || !Object.hasOwn(one, column) ? undefined : one[column]
  }

  /** Puts a value into the box at this path; elements of a list that are not there yet come into being. */
  put(path: string, value: TypedCell): void {
    const [name, row, column] = path.split('.') as [string, string?, string?]
    if (row === undefined) return this.change(name, value)
    const now = this.#state.typed[name]
    const all = [...((Array.isArray(now) ? now : []) as readonly (string | TypedRow)[])]
    while (all.length <= Number(row)) all.push(column === undefined ? '' : {})
    all[Number(row)] = column === undefined ? String(value) : { ...(all[Number(row)] as TypedRow), [column]: value }
    this.change(name, all as TypedValue)
  }

  /** Several boxes by their paths. */
  putAll(values: ReadonlyMap<string, TypedCell>): void {
    for (const [path, value] of values) this.put(path, value)
  }

  /** The focus has left a box: what is wrong with it may be said from now on. */
  leave(path: string): void {
    if (this.#state.left.has(path)) return
    this.#set({ left: new Set(this.#state.left).add(path) })
  }

  /** Everything that is wrong is shown from now on, also what is still missing. */
  reveal(): void {
    if (!this.#state.tried) this.#set({ tried: true })
  }

  /** Whom to ask and to tell from now on. */
  serve({ check, onTyped }: Pick<FormSource, 'check' | 'onTyped'>): void {
    this.#check = check ?? null
    this.#onTyped = onTyped ?? null
  }

  /** A new day has begun, or the case has moved on under the form. */
  move({ today, before }: Pick<FormSource, 'today' | 'before'>): void {
    const was = this.#source.before ?? {}
    if (today === this.#source.today && sameJson(before, this.#source.before)) return
    this.#source = { ...this.#source, today, ...(before === undefined ? {} : { before }) }
    this.#become(followed(this.definition, this.names, this.#state.typed, was, before ?? was))
    this.recheck()
  }

  /** Begins anew. */
  reset(typed: Typed = {}): void {
    this.#found = []
    this.#state = { ...this.#state, tried: false, left: new Set() }
    this.#become(typed)
    this.recheck()
  }

  /** Asks the check a moment from now; an answer to an older form is thrown away. */
  recheck(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const check = this.#check
    if (check === null) return
    const turn = ++this.#turn
    this.#timer = setTimeout(() => {
      void check(this.values(), this.#state.emptied).then((found) => {
        if (turn === this.#turn && found !== null) this.found(found)
      })
    }, PAUSE_MS)
  }

  /** What a check has found against the values as they are now; rows counted as stored. */
  found(problems: readonly FormProblem[]): void {
    this.#found = problems
    this.#set({})
  }

  /** The values that this action sets: those that it has to, and those that are not as they were. */
  values(): FieldValues {
    const { before } = this.#source
    const set = Object.entries(this.#state.read.values).filter(
      ([name, value]) =>
        this.names.has(name) && (this.action.needs?.includes(name) === true || !sameJson(value, before?.[name])),
    )
    return Object.fromEntries(set)
  }

  /** What an act takes back: emptied here, and nothing that the form could not do without. */
  takenBack(): readonly string[] {
    return spared(this.#correcting, this.#source.before ?? {}, this.#state.read, this.#state.emptied)
  }

  /** Everything that is wrong, whether it is shown yet or not, with what could not be read. */
  all(): readonly ShownProblem[] {
    const { read } = this.#state
    const own = Object.entries(read.unread).flatMap(([at, message]) =>
      this.names.has(fieldOf(at)) && this.#isShown(fieldOf(at)) ? [{ at, problem: 'type', message }] : [],
    )
    const taken = new Set(own.map(({ at }) => at))
    const theirs = this.#found.flatMap(({ field, ...rest }) => {
      const at = this.#asTyped(field)
      return at !== null && taken.has(at) ? [] : [{ at, ...rest }]
    })
    const order = this.definition.form.sections.flatMap((section) => section.fields)
    const place = ({ at }: ShownProblem) => {
      if (at === null) return -1
      const i = order.indexOf(fieldOf(at))
      return i < 0 ? order.length : i
    }
    return [...own, ...theirs].sort((a, b) => place(a) - place(b) || rowOf(a) - rowOf(b))
  }

  /** Lets go of a check that is due or under way: whoever calls asks anew, or never again. */
  hold(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#turn++
  }

  #read(typed: Typed): Read {
    return readTyped(this.definition, typed, { ...this.#source, before: this.#unaltered() })
  }

  #unaltered(): FieldValues {
    return unaltered(this.#source.before ?? {}, this.names)
  }

  get #correcting() {
    return { definition: this.definition, names: this.names, today: this.today, county: this.county }
  }

  #emptied(read: Read): readonly string[] {
    return emptiedOf(this.#correcting, this.#source.before ?? {}, read)
  }

  #become(typed: Typed): void {
    this.#shown.clear()
    const read = this.#read(typed)
    this.#set({ typed, read, emptied: this.#emptied(read) })
  }

  #set(change: Partial<FormState>): void {
    this.#state = { ...this.#state, ...change }
    this.#state = { ...this.#state, problems: this.all().filter((one) => this.#isDue(one)) }
    for (const listener of this.#listeners) listener()
  }

  /**
   * What is missing is not held against somebody who is still typing. A rule speaks as soon as its field holds something, that of a list once the
   * list has been left, that of the whole form once anything has been typed; what stands against an act as such is said at once.
   */
  #isDue({ at, problem }: ShownProblem): boolean {
    const { tried, left, read } = this.#state
    if (tried) return true
    if (problem === 'missing' || problem === 'material' || problem === 'minItems') return false
    if (at === null) return this.action.name !== 'file' || Object.keys(read.values).length > 0
    const field = this.definition.form.schema.properties[at]
    if (problem.startsWith('rule.') && field !== undefined && !isList(field) && read.values[at] !== undefined)
      return true
    return left.has(at)
  }

  #values(): FieldValues {
    return { ...this.#unaltered(), ...this.#state.read.values }
  }

  #isShown(name: string): boolean {
    const known = this.#shown.get(name)
    if (known !== undefined) return known
    const shown = isShown(this.definition, name, this.#values(), this.today, this.county)
    this.#shown.set(name, shown)
    return shown
  }

  #isNeeded(name: string): boolean {
    if (this.action.needs?.includes(name) === true) return true
    return isNeeded(this.definition, name, this.#values(), this.today, this.county)
  }

  /** A path with rows counted as stored, as the check has it, with rows counted as typed. */
  #asTyped(path: string | null): string | null {
    if (path === null) return null
    const [name, row, ...rest] = path.split('.') as [string, ...string[]]
    const at = row === undefined ? undefined : this.#state.read.rows[name]?.[Number(row)]
    return at === undefined ? path : [name, at, ...rest].join('.')
  }
}

/** The field that a path leads to. */
export function fieldOf(path: string): string {
  return path.split('.')[0] as string
}

const rowOf = ({ at }: ShownProblem) => Number(at?.split('.')[1] ?? -1)

const lengthOf = (value: TypedValue | undefined) => (Array.isArray(value) ? value.length : -1)

const isIn = ({ field }: FormProblem, list: string) => field?.startsWith(`${list}.`) === true

function sameView(a: FieldView, b: FieldView): boolean {
  return (
    a.typed === b.typed &&
    a.shown === b.shown &&
    a.needed === b.needed &&
    sameJson(a.stored, b.stored) &&
    a.rows.length === b.rows.length &&
    a.rows.every((one, i) => one === b.rows[i]) &&
    a.problems.length === b.problems.length &&
    a.problems.every((one, i) => one.at === b.problems[i]?.at && one.message.zh === b.problems[i]?.message.zh)
  )
}
