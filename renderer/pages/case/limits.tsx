import { useWords } from '../../app/prefs.tsx'
import { DeadlineMark } from '../../components/mark.tsx'
import type { CaseDetail, Deadline } from '../../replica/api.ts'

/** Every limit that has begun, with the day of the promise and that of the law; and in words, when the application was received and accepted, and by whom. */
export function Limits({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { acceptance, deadlines } = detail
  if (acceptance === null && deadlines.length === 0) return null
  return (
    <section className="card" aria-labelledby="limits">
      <h2 id="limits" className="card-title">
        {words.t('limits.title')}
      </h2>
      {deadlines.length === 0 ? null : (
        <ul className="limits">
          {deadlines.map((one) => (
            <Limit key={one.kind} limit={one} ended={detail.final} />
          ))}
        </ul>
      )}
      {acceptance === null ? null : <Accepted detail={detail} acceptance={acceptance} />}
    </section>
  )
}

function Limit({ limit, ended }: { limit: Deadline; ended: boolean }) {
  const words = useWords()
  const over = limit.over || ended
  return (
    <li className={over ? 'over' : undefined}>
      {over ? (
        <span>
          {words.pick(limit.title)}{' '}
          <span className={limit.light === 'red' ? 'problem' : 'soft'}>
            {words.t(limit.light === 'red' ? 'limits.overLate' : 'limits.over')}
          </span>
        </span>
      ) : (
        <DeadlineMark deadline={limit} />
      )}
      <span className="soft">{words.t('limits.days', { promised: limit.date, legal: limit.legal })}</span>
      {limit.paused && !over ? <span className="soft">{words.t('limits.paused')}</span> : null}
    </li>
  )
}

function Accepted(props: { detail: CaseDetail; acceptance: NonNullable<CaseDetail['acceptance']> }) {
  const words = useWords()
  const { received, accepted, deemed } = props.acceptance
  const { workflow } = props.detail.definition
  const asks = workflow.actions.find((action) => action.asks === true)
  const by = props.detail.steps.find((step) => step.act === 'accept' && step.standing !== 'set-aside')
  const waits = props.detail.deadlines.some((one) => one.kind === 'accept' && !one.over)
  return (
    <div className="accepted">
      <p>{words.t('limits.received', { date: received })}</p>
      {deemed ? (
        <p className="problem">
          {words.t('limits.deemed', { date: accepted ?? received })}{' '}
          {asks === undefined ? null : words.t('limits.deemedAsk', { action: words.pick(asks.title) })}
        </p>
      ) : accepted !== null ? (
        <p>
          {by === undefined
            ? words.t('limits.accepted', { date: accepted })
            : words.t('limits.acceptedBy', { date: accepted, name: by.byName })}
        </p>
      ) : waits && !props.detail.final ? (
        <p className="soft">{words.t('limits.notAccepted')}</p>
      ) : null}
    </div>
  )
}
