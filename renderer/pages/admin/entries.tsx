import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons'
import { useDesk } from '../../app/desk.ts'
import { dateTime, dateTimeSeconds } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import { Mark, StandingMark } from '../../components/mark.tsx'
import type { GovEntry, Governance } from '../../replica/gov-api.ts'
import { aboutWord } from './about.ts'

/** Recorded, or why not: icon, word and colour. What waits has no outcome yet. */
export function OutcomeMark({ outcome, sealed }: { outcome: string; sealed: boolean }) {
  const words = useWords()
  if (!sealed && outcome === 'applied') return <span className="soft">{words.t('step.notSealed')}</span>
  return outcome === 'applied' ? (
    <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
      {words.t('admin.recorded')}
    </Mark>
  ) : (
    <Mark tone="bad" icon={<StopOutlined aria-hidden="true" />}>
      {words.outcome(outcome)}
    </Mark>
  )
}

/** What this desktop has signed for gov and what is not sealed yet, or has come to nothing; nothing when there is none. */
export function Pending({ gov, kinds }: { gov: Governance; kinds: readonly string[] }) {
  const words = useWords()
  const rows = gov.pending.filter((one) => kinds.includes(one.kind))
  if (rows.length === 0) return null
  return (
    <section className="card flush" aria-labelledby="pending">
      <h2 id="pending" className="card-title">
        {words.t('admin.pending')}
      </h2>
      <table className="rows" aria-label={words.t('admin.pending')}>
        <tbody>
          {rows.map((one) => {
            const lost = one.standing === 'set-aside' || one.outcome.startsWith('void(')
            return (
              <tr key={one.entry}>
                <td className="wrap">
                  <strong>{aboutWord(words, gov, one.kind, one.about)}</strong>
                  {lost ? (
                    <p className="problem">
                      {words.t('admin.pendingLost')} ·{' '}
                      {one.code === null ? words.outcome(one.outcome) : words.code(one.code)}
                    </p>
                  ) : null}
                </td>
                <td>{one.by.name}</td>
                <td className="num">{dateTime(one.time)}</td>
                <td>
                  <StandingMark standing={one.standing} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** The newest sealed entries of these kinds: what, by whom, when, and what came of it. */
export function GovLog({ gov, kinds, limit = 12 }: { gov: Governance; kinds: readonly string[]; limit?: number }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`log ${kinds.join(' ')} ${limit}`, () => replica.govLog({ kinds, limit }))
  const rows = answer.value ?? []
  return (
    <section className="card flush" aria-labelledby="gov-log">
      <h2 id="gov-log" className="card-title">
        {words.t('admin.log')}
      </h2>
      {rows.length === 0 ? (
        <p className="card-lead">{answer.loading ? words.t('loading') : words.t('admin.logNone')}</p>
      ) : (
        <EntryTable
          label={words.t('admin.log')}
          rows={rows}
          what={(one) => aboutWord(words, gov, one.kind, one.about)}
        />
      )}
    </section>
  )
}

interface TableProps {
  readonly label: string
  readonly rows: readonly GovEntry[]
  readonly what: (entry: GovEntry) => string
}

export function EntryTable({ label, rows, what }: TableProps) {
  const words = useWords()
  return (
    <table className="rows" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{words.t('admin.what')}</th>
          <th scope="col">{words.t('admin.signedBy')}</th>
          <th scope="col">{words.t('admin.when')}</th>
          <th scope="col">{words.t('admin.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.entry}>
            <td className="wrap">{what(one)}</td>
            <td>{one.by.name}</td>
            <td className="num">
              {one.sealedAt === null ? (
                <StandingMark standing={one.standing} />
              ) : (
                <>
                  {dateTimeSeconds(one.sealedAt)}{' '}
                  <span className="soft">{words.t('admin.block', { height: one.height ?? 0 })}</span>
                </>
              )}
            </td>
            <td>
              <OutcomeMark outcome={one.outcome} sealed={one.sealedAt !== null} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
