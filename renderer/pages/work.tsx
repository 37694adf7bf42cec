import { Button } from 'antd'
import { useDesk, useServices, useStatus } from '../app/desk.ts'
import { dateTime } from '../app/format.ts'
import { mayFile } from '../app/may-file.ts'
import { useWords } from '../app/prefs.tsx'
import { go, href, type Route } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { CaseTable } from '../components/case-table.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import type { TextKey } from '../i18n/index.ts'
import type { Overview } from '../replica/api.ts'

const ASK = { text: '', after: null } as const

/** The desk: what waits for this person, how the office stands, what happened last. */
export function WorkPage() {
  const words = useWords()
  const { replica, person } = useDesk()
  const overview = useAnswer('overview', () => replica.overview())
  const forMe = useAnswer('for-me', () => replica.cases({ ...ASK, filter: 'for-me', limit: 6 }))
  const recent = useAnswer('recent', () => replica.cases({ ...ASK, filter: 'all', limit: 5 }))
  const services = useServices().filter((one) => mayFile(one, person))
  const failure = overview.failure ?? forMe.failure ?? recent.failure
  const more = (forMe.value?.next ?? null) !== null
  return (
    <>
      <PageHead title={words.t('nav.work')} lead={words.t('work.hello', { name: person.name })}>
        {services.map((one, i) => (
          <Button
            key={one.code}
            type={i === 0 ? 'primary' : 'default'}
            onClick={() => go({ page: 'filing', service: one.code })}
          >
            {words.t('work.fileOne', { service: words.pick(one.title) })}
          </Button>
        ))}
      </PageHead>
      {failure === null ? null : (
        <FailureBox failure={failure} title={words.t('work.failed')} onAgain={overview.reload} />
      )}
      {overview.value === null ? null : <Counts overview={overview.value} />}
      <section className="card flush" aria-labelledby="for-me">
        <h2 id="for-me" className="card-title">
          {words.t('work.forMe')}
          {more ? <a href={href({ page: 'cases', filter: 'for-me' })}>{words.t('work.all')}</a> : null}
        </h2>
        {forMe.loading ? <Loading what={words.t('loading')} /> : null}
        {forMe.value !== null && forMe.value.rows.length === 0 ? (
          <Empty title={words.t('work.nothing')}>
            {services.length > 0 ? words.t('work.nothingFile') : words.t('work.nothingWait')}
          </Empty>
        ) : null}
        {forMe.value !== null && forMe.value.rows.length > 0 ? (
          <CaseTable label={words.t('work.forMe')} rows={forMe.value.rows} />
        ) : null}
      </section>
      <section className="card flush" aria-labelledby="recent">
        <h2 id="recent" className="card-title">
          {words.t('work.recent')}
          <a href={href({ page: 'cases', filter: 'all' })}>{words.t('work.all')}</a>
        </h2>
        {recent.value !== null && recent.value.rows.length === 0 ? (
          <Empty title={words.t('work.noCases')}>{words.t('work.noCasesNext')}</Empty>
        ) : null}
        {recent.value !== null && recent.value.rows.length > 0 ? (
          <CaseTable label={words.t('work.recent')} rows={recent.value.rows} />
        ) : null}
      </section>
    </>
  )
}

interface Count {
  readonly key: TextKey
  readonly n: number
  readonly to: Route
  readonly tone: 'plain' | 'warn' | 'bad' | 'good' | 'accent'
}

function Counts({ overview }: { overview: Overview }) {
  const words = useWords()
  const { status } = useStatus()
  const sent = status?.sent ?? 0
  const counts: Count[] = [
    { key: 'work.count.forMe', n: overview.forMe, to: { page: 'cases', filter: 'for-me' }, tone: 'accent' },
    { key: 'work.count.overdue', n: overview.overdue, to: { page: 'cases', filter: 'open' }, tone: 'bad' },
    { key: 'work.count.open', n: overview.open, to: { page: 'cases', filter: 'open' }, tone: 'plain' },
    { key: 'work.count.unsent', n: overview.unsent, to: { page: 'sync' }, tone: 'warn' },
    { key: 'work.count.sent', n: sent, to: { page: 'sync' }, tone: 'plain' },
    { key: 'work.count.sealed', n: overview.sealedToday, to: { page: 'cases', filter: 'all' }, tone: 'good' },
    { key: 'work.count.disputed', n: overview.disputed, to: { page: 'cases', filter: 'disputed' }, tone: 'bad' },
    { key: 'work.count.subjects', n: overview.subjects, to: { page: 'register', type: '' }, tone: 'plain' },
  ]
  return (
    <ul className="counts" aria-label={words.t('work.counts')}>
      {counts.map((count) => (
        <li key={count.key}>
          <a href={href(count.to)} className={`count count-${count.n === 0 ? 'plain' : count.tone}`}>
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
