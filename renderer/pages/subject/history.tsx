import type { BurdenKind } from '../../app/burdens.ts'
import { useServices } from '../../app/desk.ts'
import { dateTime, dateTimeSeconds, groupNumber, lastPart } from '../../app/format.ts'
import type { SubjectField } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { href, type PaperKind } from '../../app/router.ts'
import { StandingMark } from '../../components/mark.tsx'
import { OutcomeMark } from '../../components/outcome-mark.tsx'
import { StepFate } from '../../components/step-fate.tsx'
import type { Step } from '../../replica/api.ts'
import { IN_EFFECT } from '../../replica/conflicts/outcomes.ts'
import { setWords } from './words.ts'

/** Fields that are named in a line. */
const MOST_NAMED = 8

interface Props {
  readonly steps: readonly Step[]
  readonly fields: readonly SubjectField[]
  readonly kinds: readonly BurdenKind[]
}

/** Every act that touched the record, in the order of the ledger: what it set, by whom and by which clock, and where the ledger has it. */
export function History({ steps, fields, kinds }: Props) {
  const words = useWords()
  const services = useServices()
  const rules = services.flatMap((one) => one.rules)
  const rule = (name: string) => rules.find((one) => one.id === name)?.message
  return (
    <section className="card flush" aria-labelledby="history">
      <h2 id="history" className="card-title">
        {words.t('subject.history')}
      </h2>
      <table className="rows timeline" aria-label={words.t('subject.history')}>
        <thead>
          <tr>
            <th scope="col">{words.t('history.act')}</th>
            <th scope="col">{words.t('history.set')}</th>
            <th scope="col">{words.t('history.by')}</th>
            <th scope="col">{words.t('history.order')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => {
            const set = setWords(words, step.set, fields, kinds)
            return (
              <tr key={step.entry}>
                <td className="wrap">
                  <strong>{words.pick(step.title)}</strong>
                  {step.case === null ? null : (
                    <a className="step-case num" href={href({ page: 'case', id: step.case })}>
                      {groupNumber(lastPart(step.case))}
                    </a>
                  )}
                  {step.reason === null || step.decision?.entry === step.entry ? null : (
                    <p className="step-reason">{words.t('step.reason', { reason: step.reason })}</p>
                  )}
                  <OutcomeMark outcome={step.outcome} rule={rule} expected={step.expected} />
                  <StepFate step={step} among={steps} />
                </td>
                <td className="wrap">
                  <WhatWasSet set={set} />
                </td>
                <td>
                  <span className="two">
                    <span>{step.byName}</span>
                    <span className="soft num">{dateTime(step.time)}</span>
                  </span>
                </td>
                <td>
                  <Order step={step} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Named one by one where they are few; a whole form can be opened. */
function WhatWasSet({ set }: { set: readonly string[] }) {
  const words = useWords()
  if (set.length === 0) return <span className="soft">{words.t('history.nothing')}</span>
  if (set.length <= MOST_NAMED) return words.list(set)
  return (
    <details>
      <summary>{words.t('history.many', { n: set.length, first: words.list(set.slice(0, 3)) })}</summary>
      {words.list(set)}
    </details>
  )
}

/** The receipt of a filing holds whatever became of it; a certificate only where its act is in effect. */
const stands = (step: Step) => step.act === 'file' || IN_EFFECT.has(step.outcome)

function Order({ step }: { step: Step }) {
  const words = useWords()
  if (step.sealedAt === null) return <StandingMark standing={step.standing} />
  const proof: PaperKind | null = step.act === 'file' ? 'receipt' : step.effects ? 'certificate' : null
  return (
    <span className="two num">
      <span>{words.t('history.place', { height: step.height ?? 0, index: step.index ?? 0 })}</span>
      <span className="soft">
        {dateTimeSeconds(step.sealedAt)}{' '}
        {proof === null || step.case === null || !stands(step) ? null : (
          <a href={href({ page: 'print', id: step.case, kind: proof })}>{words.t(`paper.${proof}`)}</a>
        )}
      </span>
    </span>
  )
}
