import { useDesk, useStatus } from '../../app/desk.ts'
import { dateTime } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href, type Route } from '../../app/router.ts'
import type { TextKey } from '../../i18n/index.ts'
import type { Overview } from '../../replica/api.ts'
import type { SavedQuery } from '../../replica/search/api.ts'
import { openCases } from '../cases/place.ts'

interface Count {
  readonly key: TextKey
  readonly n: number
  readonly to: Route
  /** The cases that were counted. */
  readonly cases?: Partial<SavedQuery>
  readonly tone: 'plain' | 'warn' | 'bad' | 'good' | 'accent'
}

/** The figures of the office, each a way to what it counts. */
export function Counts({ overview }: { overview: Overview }) {
  const words = useWords()
  const { replica } = useDesk()
  const { status } = useStatus()
  const sent = status?.sent ?? 0
  const list = (query: Partial<SavedQuery>) =>
    ({ to: { page: 'cases', filter: query.filter ?? 'all' }, cases: query }) as const
  const counts: Count[] = [
    { key: 'work.count.forMe', n: overview.forMe, ...list({ filter: 'for-me' }), tone: 'accent' },
    { key: 'work.count.overdue', n: overview.overdue, ...list({ filter: 'open', light: 'red' }), tone: 'bad' },
    { key: 'work.count.open', n: overview.open, ...list({ filter: 'open' }), tone: 'plain' },
    { key: 'work.count.unsent', n: overview.unsent, to: { page: 'sync' }, tone: 'warn' },
    { key: 'work.count.sent', n: sent, to: { page: 'sync' }, tone: 'plain' },
    { key: 'work.count.sealed', n: overview.sealedToday, ...list({}), tone: 'good' },
    { key: 'work.count.disputed', n: overview.disputed, ...list({ filter: 'disputed' }), tone: 'bad' },
    { key: 'work.count.subjects', n: overview.subjects, to: { page: 'register', type: '' }, tone: 'plain' },
  ]
  return (
    <ul className="counts" aria-label={words.t('work.counts')}>
      {counts.map((count) => (
        <li key={count.key}>
          <a
            href={href(count.to)}
            className={`count count-${count.n === 0 ? 'plain' : count.tone}`}
            onClick={(event) => {
              if (count.cases === undefined) return
              event.preventDefault()
              openCases(replica, count.cases)
            }}
          >
            <span className="count-n">{count.n}</span>
            <span className="count-what">{words.t(count.key)}</span>
          </a>
        </li>
      ))}
      {status === null || status.lastSuccess === null ? null : (
        <li className="counts-note">{words.t('work.lastSync', { time: dateTime(status.lastSuccess) })}</li>
      )}
    </ul>
  )
}
