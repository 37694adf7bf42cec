import { type DayTable, dayAt, dayNumber, fromDayNumber } from '../working-days.ts'
import type { Deadline, ServiceDefinition, Text } from './definition.ts'
import { type CountedIn, countedIn, daysOf, daysUntil, isLimitCovered, lastOf } from './limit-days.ts'
import { transition } from './workflow.ts'

/**
 * The limits of a case, in working days or by the calendar (limit-days.ts). The day of an event does not count, the last day does; days after a pause began, up to and with the
 * day on which it ended, are not counted. Claimed times are taken as they come, only never later than today and never before the step that they
 * follow: a wrong clock may show a wrong date, and decides nothing (X1).
 */

/** One act that took effect on the case, oldest first; the first is the filing. */
export interface CaseStep {
  readonly act: string
  /** Claimed time, ms. */
  readonly time: number
}

export type Light = 'green' | 'yellow' | 'red'

export interface DeadlineStanding {
  readonly id: string
  readonly title: Text
  /** Last day by the promised limit; while the case pauses, as if it went on today. */
  readonly due: string
  /** Last day by the legal limit. */
  readonly legalDue: string
  /** By the promise: red when its last day has passed. */
  readonly light: Light
  /** Days left, of the kind that counts; negative once the last day has passed, also on a day off. */
  readonly left: number
  readonly countedIn: CountedIn
  readonly paused: boolean
  /** It runs no more: answered, or taken over by the law. `light` and `left` are then as of that day. */
  readonly over: boolean
  /** Are the holidays known of every year that decides about it? If not, Monday to Friday were taken for working days, and people have to be told. */
  readonly covered: boolean
  /** The day from which the law takes the case as accepted, because this limit passed without an answer. */
  readonly deemedAccepted: string | null
}

/** When an application came in, and since when it counts as accepted. */
export interface Acceptance {
  readonly received: string
  /** null while neither the office nor the law has accepted it. */
  readonly accepted: string | null
  /** By law, since nobody answered in time (行政许可法第三十二条). */
  readonly deemed: boolean
}

interface Event {
  readonly date: string
  readonly act: string
  readonly state: string
}

/** The states that the case went through, by the workflow; an act that it did not allow took no effect. */
function eventsOf(d: ServiceDefinition, steps: readonly CaseStep[], today: string): Event[] {
  const out: Event[] = []
  const now = dayNumber(today)
  for (const { act, time } of steps) {
    const last = out.at(-1)
    const to = transition(d, last?.state ?? null, act)?.to
    if (to === undefined) continue
    // Held against today as a number: a clock far in the future has years that do not compare as texts.
    const claimed = fromDayNumber(Math.min(dayAt(time), now))
    out.push({ date: last !== undefined && claimed < last.date ? last.date : claimed, act, state: to })
  }
  return out
}

type Standing = 'runs' | 'pauses' | 'out'

/** Days that count: after `from`, up to and with `to`; null while it goes on. */
interface Span {
  readonly from: string
  readonly to: string | null
}

/** One counting of a limit, from the day on which it began. */
interface Count {
  readonly from: string
  readonly spans: readonly Span[]
  readonly standing: Standing
  /** The day on which it stopped running; null while it runs. */
  readonly until: string | null
}

/**
 * How often a limit was counted, and over which days: a new count begins when the case comes back to it after it was over, and after a pause
 * where the limit begins anew.
 */
function countsOf(
  limit: Pick<Deadline, 'resume'>,
  marks: readonly { readonly date: string; readonly standing: Standing }[],
): Count[] {
  const out: Count[] = []
  for (const { date, standing } of marks) {
    const last = out.at(-1)
    if (last === undefined || last.standing === 'out') {
      if (standing === 'out') continue
      const spans = standing === 'runs' ? [{ from: date, to: null }] : []
      out.push({ from: date, spans, standing, until: standing === 'runs' ? null : date })
    } else if (standing === 'runs' && last.standing === 'pauses' && limit.resume === 'restart') {
      out.push({ from: date, spans: [{ from: date, to: null }], standing, until: null })
    } else if (standing === 'runs') {
      const spans = last.standing === 'runs' ? last.spans : [...last.spans, { from: date, to: null }]
      out[out.length - 1] = { ...last, spans, standing, until: null }
    } else {
      const spans = last.spans.map((span) => (span.to === null ? { ...span, to: date } : span))
      out[out.length - 1] = { ...last, spans, standing, until: last.until ?? date }
    }
  }
  return out
}

/** Where this count begins: from which day months are reckoned. */
const beginOf = ({ spans, from }: Count) => spans[0]?.from ?? from

/** The last day of `n` units within this count; if it stands still before that, as if it went on from `today`. */
function lastDay(limit: Deadline, { spans, standing, from }: Count, n: number, table: DayTable, today: string): string {
  let begin = standing === 'pauses' ? today : from
  let left = daysOf(limit, n, spans[0]?.from ?? begin)
  for (const span of spans) {
    begin = span.from
    if (span.to === null) break
    const counted = daysUntil(limit, span.from, span.to, table)
    if (counted >= left) break
    left -= counted
    // What a count that is over would have had is shown from where it stopped; a pause goes on at the earliest today.
    begin = standing === 'pauses' ? today : span.to
  }
  return lastOf(limit, begin, left, table)
}

/** Days used up to `asOf`, of the kind that counts. */
function usedDays(limit: Deadline, { spans }: Count, table: DayTable, asOf: string): number {
  return spans.reduce((sum, span) => {
    const to = span.to === null || span.to > asOf ? asOf : span.to
    return to > span.from ? sum + daysUntil(limit, span.from, to, table) : sum
  }, 0)
}

/** Yellow for the last third of the promise, and never for more than its last two days. */
const warnsAt = (promised: number) => Math.min(2, Math.floor(promised / 3))

function standingAt(limit: Deadline, count: Count, table: DayTable, today: string, deemed: string | null) {
  const due = lastDay(limit, count, limit.promised, table, today)
  // Where it stands still or is over, the day on which it stopped counts.
  const asOf = count.until ?? today
  const late = asOf > due
  const legalDue = lastDay(limit, count, limit.legal, table, today)
  const promised = daysOf(limit, limit.promised, beginOf(count))
  const left = daysLeft(limit, count, promised, { due, asOf, late }, table)
  return {
    id: limit.id,
    title: limit.title,
    due,
    legalDue,
    light: late ? 'red' : left <= warnsAt(promised) ? 'yellow' : 'green',
    left,
    countedIn: countedIn(limit),
    paused: deemed === null && count.standing === 'pauses',
    over: deemed !== null || count.standing === 'out',
    covered: isLimitCovered(limit, count.from, due, legalDue, table),
    deemedAccepted: deemed,
  } as const satisfies DeadlineStanding
}

/** By the calendar a last day that was put off to a working day is still to come; working days are left over as they were used. */
function daysLeft(
  limit: Deadline,
  count: Count,
  promised: number,
  { due, asOf, late }: { readonly due: string; readonly asOf: string; readonly late: boolean },
  table: DayTable,
): number {
  if (countedIn(limit) === 'days' && (late || count.standing !== 'pauses')) return dayNumber(due) - dayNumber(asOf)
  const left = promised - usedDays(limit, count, table, asOf)
  return late ? Math.min(-1, left) : left
}

/** The first count of a `deemed` limit whose legal days passed while it ran, and the last of them. */
function deemedIn(limit: Deadline, counts: readonly Count[], table: DayTable, today: string) {
  if (limit.deemed !== true) return null
  for (const count of counts) {
    const last = lastDay(limit, count, limit.legal, table, today)
    if ((count.until ?? today) > last) return { count, last }
  }
  return null
}

const marksOf = (limit: Deadline, events: readonly Event[]) =>
  events.map(({ date, state }) => ({ date, standing: standingIn(limit, state) }))

function standingIn(limit: Deadline, state: string): Standing {
  return limit.runs.includes(state) ? 'runs' : limit.pauses.includes(state) ? 'pauses' : 'out'
}

interface Deemed {
  readonly limit: Deadline
  readonly count: Count
  readonly last: string
}

function deemedOf(d: ServiceDefinition, events: readonly Event[], table: DayTable, today: string): Deemed | null {
  for (const limit of d.deadlines) {
    const found = deemedIn(limit, countsOf(limit, marksOf(limit, events)), table, today)
    if (found !== null) return { limit, ...found }
  }
  return null
}

/**
 * The marks of `finish` once the law has taken the case as accepted: it runs from the day of receipt. What was asked for in time still
 * pauses it; asking after that day does not.
 */
function marksAfterDeemed(limit: Deadline, deemed: Deemed, events: readonly Event[]) {
  return events.map(({ date, state }) => {
    const own = standingIn(limit, state)
    const before = date < deemed.count.from
    if (before || own !== 'out') return { date, standing: before ? ('out' as const) : own }
    const first = standingIn(deemed.limit, state)
    return { date, standing: first === 'pauses' && date > deemed.last ? ('runs' as const) : first }
  })
}

/**
 * Where each limit of a case stands, those that have begun, in the order of the definition. `table`: the holidays as gov has them; `today`: the
 * local civil date.
 */
export function deadlinesOf(
  d: ServiceDefinition,
  steps: readonly CaseStep[],
  table: DayTable,
  today: string,
): DeadlineStanding[] {
  const events = eventsOf(d, steps, today)
  const deemed = deemedOf(d, events, table, today)
  return d.deadlines.flatMap((limit) => {
    if (deemed?.limit === limit) return [standingAt(limit, deemed.count, table, today, deemed.count.from)]
    const marks =
      deemed !== null && limit.id === 'finish' ? marksAfterDeemed(limit, deemed, events) : marksOf(limit, events)
    const count = countsOf(limit, marks).at(-1)
    return count === undefined ? [] : [standingAt(limit, count, table, today, null)]
  })
}

/** The limit that presses most: of those that still run or pause, the one that is due first; null when none does. */
export function pressing(limits: readonly DeadlineStanding[]): DeadlineStanding | null {
  const open = limits.filter((one) => !one.over).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
  return open.find((one) => !one.paused) ?? open[0] ?? null
}

/** Receipt and acceptance are separate: the application comes in, and then the office accepts it or the law does. */
export function acceptanceOf(
  d: ServiceDefinition,
  steps: readonly CaseStep[],
  table: DayTable,
  today: string,
): Acceptance | null {
  const events = eventsOf(d, steps, today)
  const received = events[0]?.date
  if (received === undefined) return null
  const deemed = deemedOf(d, events, table, today)
  if (deemed !== null) return { received, accepted: deemed.count.from, deemed: true }
  const finish = d.deadlines.find((limit) => limit.id === 'finish')
  const accepted = events.find(({ act, state }) => act === 'accept' || finish?.runs.includes(state) === true)
  return { received, accepted: accepted?.date ?? null, deemed: false }
}
