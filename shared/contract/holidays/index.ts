import { fail, ok, type Result } from '../../base/result.ts'
import { list, map, text, where } from '../../base/shape.ts'
import { compact, isDay } from '../identifiers/date.ts'
import { type DayTable, isWeekend, PLAIN_WEEK } from '../working-days.ts'
import y2024 from './2024.data.json' with { type: 'json' }
import y2025 from './2025.data.json' with { type: 'json' }
import y2026 from './2026.data.json' with { type: 'json' }

/**
 * The State Council's holiday arrangements as data: every day off of each holiday, weekends among them too, and the weekend days that are
 * worked instead (调休上班), by year. They become policy in `gov` under `holidays.<year>`; what stands there counts, not what ships here.
 * 2024: 国办发明电〔2023〕7号. 2025: 国办发明电〔2024〕12号. 2026: the notice of 4 November 2025.
 */
export const HOLIDAYS: Readonly<Record<string, { readonly off: readonly string[]; readonly on: readonly string[] }>> = {
  2024: y2024,
  2025: y2025,
  2026: y2026,
}

export interface Holidays {
  readonly year: number
  /** Ascending dates, `YYYY-MM-DD`. */
  readonly off: readonly string[]
  readonly on: readonly string[]
}

const NAME = /^holidays\.(2[0-9]{3})$/

const ascending = (dates: readonly string[]) => dates.every((date, i) => i === 0 || (dates[i - 1] as string) < date)
const day = where(text(10, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/), (date) => isDay(compact(date)), 'a date')
const days = (max: number) => where(list(day, max), ascending, 'ascending dates, each once')
const table = map({ off: days(60), on: days(30) })

/**
 * Reads the value of the policy `holidays.<year>`. Days are of that year or of the December before it, since a New Year holiday may begin there;
 * a worked day is a Saturday or Sunday. Fails with `wrong-shape`.
 */
export function readHolidays(name: string, value: unknown): Result<Holidays> {
  const year = Number(NAME.exec(name)?.[1])
  if (Number.isNaN(year)) return fail('wrong-shape', 'holidays: a policy named holidays.<year>')
  const read = table(value, name)
  if (!read.ok) return read
  const { off, on } = read.value
  const stray = [...off, ...on].find((date) => !date.startsWith(`${year}-`) && !date.startsWith(`${year - 1}-12-`))
  if (stray !== undefined) return fail('wrong-shape', `${name}: ${stray} is of another year`)
  const plain = on.find((date) => !isWeekend(date))
  if (plain !== undefined) return fail('wrong-shape', `${name}.on: ${plain} is worked anyway`)
  const both = on.find((date) => off.includes(date))
  return both === undefined ? ok({ year, off, on }) : fail('wrong-shape', `${name}: ${both} is off and on`)
}

/**
 * One table out of the policies in force, as pairs of name and value; what is not named `holidays.<year>` or cannot be read is left out, and its
 * year stays uncovered. Where two years speak of one day, the later year's table counts.
 */
export function dayTableOf(policies: Iterable<readonly [name: string, value: unknown]>): DayTable {
  const years: Holidays[] = []
  for (const [name, value] of policies) {
    const read = NAME.test(name) ? readHolidays(name, value) : null
    if (read?.ok === true) years.push(read.value)
  }
  if (years.length === 0) return PLAIN_WEEK
  const off = new Set<string>()
  const on = new Set<string>()
  for (const one of years.sort((a, b) => a.year - b.year)) {
    for (const date of one.off) {
      off.add(date)
      on.delete(date)
    }
    for (const date of one.on) {
      on.add(date)
      off.delete(date)
    }
  }
  return { off, on, years: new Set(years.map(({ year }) => year)) }
}
