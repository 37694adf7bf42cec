import { CheckCircleOutlined, ClockCircleOutlined, QuestionCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { useWords } from '../../app/prefs.tsx'
import { Mark } from '../../components/mark.tsx'
import type { CaseDetail } from '../../replica/api.ts'

/** One-click: what the executor did and why, and whether this computer comes to the same when it decides again. */
export function OneClick({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { auto } = detail.definition
  if (auto === null) return null
  const { actions } = detail.definition.workflow
  const titleOf = (name: string) =>
    words.pick(actions.find((one) => one.name === name)?.title ?? { zh: name, en: name })
  const step = detail.steps.find((one) => one.executor === true)
  if (step === undefined) {
    if (detail.state !== auto.from) return null
    return (
      <section className="card" aria-labelledby="one-click">
        <h2 id="one-click" className="card-title">
          {words.t('auto.title')}
        </h2>
        <p>
          <Mark tone="info" icon={<ClockCircleOutlined aria-hidden="true" />}>
            {words.t('auto.waits')}
          </Mark>{' '}
          <span className="soft">{words.t('auto.waitsHelp')}</span>
        </p>
      </section>
    )
  }
  const approved = step.act === auto.approve
  const reasons = detail.auto?.reasons ?? []
  return (
    <section className="card" aria-labelledby="one-click">
      <h2 id="one-click" className="card-title">
        {words.t('auto.title')}
      </h2>
      <p>
        <Mark tone={approved ? 'good' : 'warn'} icon={approved ? <CheckCircleOutlined /> : <WarningOutlined />}>
          {words.t(approved ? 'auto.approved' : 'auto.handedOver', { action: titleOf(step.act) })}
        </Mark>{' '}
        <span className="soft">{step.byName}</span>
      </p>
      {approved || reasons.length > 0 || step.reason === null ? null : (
        <p>{words.t('auto.because', { reason: step.reason })}</p>
      )}
      {reasons.length === 0 ? null : (
        <ul className="will">
          {reasons.map((reason) => (
            <li key={reason.zh}>{words.pick(reason)}</li>
          ))}
        </ul>
      )}
      <Again detail={detail} />
    </section>
  )
}

function Again({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { auto } = detail
  if (auto === null) {
    return (
      <p>
        <Mark tone="plain" icon={<QuestionCircleOutlined aria-hidden="true" />}>
          {words.t('auto.notAgain')}
        </Mark>{' '}
        <span className="soft">{words.t('auto.notAgainHelp')}</span>
      </p>
    )
  }
  return (
    <p>
      <Mark
        tone={auto.agrees ? 'good' : 'bad'}
        icon={auto.agrees ? <CheckCircleOutlined aria-hidden="true" /> : <WarningOutlined aria-hidden="true" />}
      >
        {words.t(auto.agrees ? 'auto.agrees' : 'auto.differs')}
      </Mark>{' '}
      <span className="soft">{words.t(auto.agrees ? 'auto.agreesHelp' : 'auto.differsHelp')}</span>
    </p>
  )
}
