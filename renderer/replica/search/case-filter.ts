import type { CaseRecord } from '../../../shared/contract/index.ts'
import { allowed, isFinal } from '../../../shared/contract/service/index.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'
import type { CaseQuery } from '../api.ts'
import { actionsFor, definitionOf, pressingFor, standingOf } from '../case-views.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Keep } from './candidates.ts'
import type { RollWords } from './case-chunk.ts'
import { fold } from './fold.ts'
import { type HeldChunk, LIGHTS } from './roll-readers.ts'
import { actorsOf, kindOf } from './rolls.ts'

type Filter = Omit<CaseQuery, 'text' | 'after' | 'limit'>

/** Does the case fit everything but the text? The truth, by its record. */
export function fitsFilter(now: Snapshot, query: Filter, id: string, record: CaseRecord, clock: number): boolean {
  if (query.services !== undefined && query.services.length > 0 && !query.services.includes(record.service))
    return false
  if (!isInState(now, query.state, record)) return false
  if (!isWithin(query, Math.floor(((record.log[0]?.time ?? 0) + OFFSET) / DAY))) return false
  if (query.light !== undefined && lightOf(now, record, clock) !== query.light) return false
  const definition = definitionOf(now, record)
  const final = definition !== null && isFinal(definition, record.state)
  switch (query.filter) {
    case 'all':
      return true
    case 'open':
      return !final
    case 'finished':
      return final
    case 'disputed':
      return record.disputes.length > 0
    case 'mine':
      return record.log[0]?.by === now.person.id
    case 'unsent':
      return standingOf(now, id) !== 'sealed'
    case 'for-me':
      return actionsFor(now, record, clock).length > 0
  }
}

/** The same by the columns of the roll: never leaves out what fits, and tells where it cannot be sure. */
export interface ColumnFilter {
  readonly keep: Keep
  /** What it keeps fits, without a look at the record. */
  readonly exact: boolean
}

export function columnFilter(now: Snapshot, query: Filter, words: RollWords): ColumnFilter {
  const kinds = Uint8Array.from(words.kinds, (kind) => (kindFits(now, query, kind) ? 1 : 0))
  const filer = words.filers.indexOf(now.person.id)
  const light = query.light === undefined ? -1 : LIGHTS.indexOf(query.light)
  const mayAct = query.filter === 'for-me' ? whoMayAct(now, words) : null
  const [from, to] = daysOf(query)
  const keep: Keep = ({ columns, lights }: HeldChunk, at: number) => {
    const kind = columns.kinds[at] as number
    // A place beyond the list was added since the list was read.
    if (kind < kinds.length && kinds[kind] === 0) return false
    const day = columns.days[at] as number
    if (day < from || day > to) return false
    if (query.filter === 'disputed' && columns.disputed[at] === 0) return false
    if (query.filter === 'mine' && columns.filers[at] !== filer && isKnown(columns.filers[at], words.filers))
      return false
    if (light >= 0 && lights[at] !== 0 && lights[at] !== light) return false
    return mayAct === null || mayAct(kind, columns.actors[at] as number)
  }
  return { keep, exact: mayAct === null && light < 0 }
}

const isKnown = (place: number | undefined, list: readonly string[]) => place !== undefined && place < list.length

/** By what is the same for all cases of one service, version and state. */
function kindFits(now: Snapshot, query: Filter, kind: string): boolean {
  const { service, version, state } = kindOf(kind)
  if (query.services !== undefined && query.services.length > 0 && !query.services.includes(service)) return false
  const definition = now.gov.service(service, version, Number.MAX_SAFE_INTEGER)
  const final = definition !== null && isFinal(definition, state)
  if (query.filter === 'finished' && !final) return false
  if ((query.filter === 'open' || query.filter === 'for-me' || query.light !== undefined) && final) return false
  const title = definition?.workflow.states[state]?.title
  return isState(query.state, state, title === undefined ? [] : [title.zh, title.en])
}

function isInState(now: Snapshot, asked: string | undefined, record: CaseRecord): boolean {
  if (asked === undefined || asked === '') return true
  const title = definitionOf(now, record)?.workflow.states[record.state]?.title
  return isState(asked, record.state, title === undefined ? [] : [title.zh, title.en])
}

function isState(asked: string | undefined, id: string, titles: readonly string[]): boolean {
  return asked === undefined || asked === '' || asked === id || titles.some((title) => fold(title) === fold(asked))
}

/** May this person act on cases of a kind, given who has done what? More than may in the end: guards, what is taken once and what a dispute bars are seen in the record. */
function whoMayAct(now: Snapshot, words: RollWords): (kind: number, actors: number) => boolean {
  const roles = now.gov.author(now.person.key, now.height)?.roles ?? now.person.roles
  const known = new Map<number, boolean>()
  return (kind, actors) => {
    const name = kind * 65_536 + actors
    const kept = known.get(name)
    if (kept !== undefined) return kept
    const { service, version, state } = kindOf(words.kinds[kind] ?? '')
    const definition = now.gov.service(service, version, Number.MAX_SAFE_INTEGER)
    const acts = actorsOf(words.actors[actors] ?? '').filter(({ by }) => by === now.person.id)
    const authored = acts.map(({ act }) => act)
    const may =
      words.kinds[kind] === undefined ||
      (definition !== null && allowed(definition, state, { roles, authored }).length > 0)
    known.set(name, may)
    return may
  }
}

const DAY = 86_400_000
const OFFSET = 8 * 3_600_000

function dayOf(date: string | undefined, otherwise: number): number {
  const ms = date === undefined || date === '' ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(ms) ? otherwise : ms / DAY
}

/** The days of receipt that are asked for; a column holds no day outside 0 … 65535. */
function daysOf(query: Filter): [from: number, to: number] {
  return [dayOf(query.receivedFrom, -Infinity), dayOf(query.receivedTo, Infinity)]
}

function isWithin(query: Filter, day: number): boolean {
  const [from, to] = daysOf(query)
  return day >= from && day <= to
}

/** The light of the limit that presses most; null when nothing runs. */
export function lightOf(now: Snapshot, record: CaseRecord, clock: number): 'green' | 'yellow' | 'red' | null {
  const definition = definitionOf(now, record)
  return definition === null ? null : (pressingFor(now, definition, record, clock)?.light ?? null)
}

/** Notes in the roll what the record says, so that the next question need not read it. */
export function noteLight(chunk: HeldChunk, at: number, light: 'green' | 'yellow' | 'red' | null): void {
  chunk.lights[at] = LIGHTS.indexOf(light ?? 'none')
}

/** The civil date that lights are of. */
export const todayOf = (clock: number) => civilDate(clock)
