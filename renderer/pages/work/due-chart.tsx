import { useDesk } from '../../app/desk.ts'
import { daysBetween } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useToday } from '../../app/today.ts'
import type { Overview } from '../../replica/api.ts'
import { openCases } from '../cases/place.ts'

/** Days that have a bar of their own; what comes later is one bar. */
const DAYS = 7

interface Bar {
  readonly key: string
  readonly label: string
  readonly n: number
  readonly tone: 'bad' | 'warn' | 'plain'
}

/** When what is open falls due: a bar for each day with its number beside it, so that nobody has to guess from its length. */
export function DueChart({ overview }: { overview: Overview }) {
  const words = useWords()
  const { replica } = useDesk()
  const today = useToday()
  const bars = barsOf(overview.due, today).map((bar): Bar => ({ ...bar, label: labelOf(bar.day) }))
  function labelOf(day: number): string {
    if (day < 0) return words.t('due.over')
    if (day === 0) return words.t('due.today')
    if (day === 1) return words.t('due.tomorrow')
    return day > DAYS ? words.t('due.later', { n: DAYS }) : words.t('due.in', { n: day })
  }
  const most = Math.max(1, ...bars.map((bar) => bar.n))
  if (bars.length === 0) return null
  return (
    <section className="card" aria-labelledby="due">
      <h2 id="due" className="card-title">
        {words.t('due.title')}
      </h2>
      <ul className="due">
        {bars.map((bar) => (
          <li key={bar.key} className={`due-${bar.tone}`}>
            <span className="due-label">{bar.label}</span>
            <meter className="due-bar" min={0} max={most} value={bar.n} aria-label={bar.label} />
            <span className="num">{bar.n}</span>
          </li>
        ))}
      </ul>
      {overview.lights.yellow === 0 ? null : (
        <button type="button" className="link" onClick={() => openCases(replica, { filter: 'open', light: 'yellow' })}>
          {words.t('due.soon', { n: overview.lights.yellow })}
        </button>
      )}
    </section>
  )
}

/** Past days together, then each of the next, then all that are later; days without anything due are left out. */
export function barsOf(due: Overview['due'], today: string): (Omit<Bar, 'label'> & { day: number })[] {
  const sums = new Map<number, number>()
  for (const { date, n } of due) {
    const day = Math.min(DAYS + 1, Math.max(-1, daysBetween(today, date)))
    sums.set(day, (sums.get(day) ?? 0) + n)
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([day, n]) => ({ key: String(day), day, n, tone: day < 0 ? 'bad' : day <= 1 ? 'warn' : 'plain' }))
}
