import type { Text } from '../../shared/contract/service/definition.ts'
import { dateTime, dateTimeSeconds, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import type { Step } from '../replica/api.ts'
import { StandingMark } from './mark.tsx'

interface Props {
  readonly label: string
  readonly steps: readonly Step[]
  readonly rule?: (id: string) => Text | undefined
  /** Name the case of each step, in the history of a subject. */
  readonly withCase?: boolean
}

/** Who did what and when: the time that was claimed, and beside it the time and block that the province sealed it in. */
export function Timeline({ label, steps, rule, withCase = false }: Props) {
  const words = useWords()
  return (
    <table className="rows timeline" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{words.t('step.act')}</th>
          <th scope="col">{words.t('step.by')}</th>
          <th scope="col">{words.t('step.time')}</th>
          <th scope="col">{words.t('step.standing')}</th>
          <th scope="col">{words.t('step.sealed')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.entry} className={step.standing === 'set-aside' ? 'dim' : undefined}>
            <td className="wrap">
              <strong>{words.pick(step.title)}</strong>
              {withCase && step.case !== null ? (
                <a className="step-case num" href={href({ page: 'case', id: step.case })}>
                  {lastPart(step.case)}
                </a>
              ) : null}
              {step.reason === null ? null : (
                <p className="step-reason">{words.t('step.reason', { reason: step.reason })}</p>
              )}
              {step.outcome === null || step.outcome === 'applied' ? null : (
                <p className="problem">{words.outcome(step.outcome, rule)}</p>
              )}
            </td>
            <td>{step.byName}</td>
            <td className="num">{dateTime(step.time)}</td>
            <td>
              <StandingMark standing={step.standing} />
            </td>
            <td className="num">
              {step.sealedAt === null ? (
                <span className="soft">{words.t('step.notSealed')}</span>
              ) : (
                <span className="two">
                  <span>{dateTimeSeconds(step.sealedAt)}</span>
                  <span className="soft">
                    {words.t('step.block', { height: step.height ?? 0, index: step.index ?? 0 })}
                  </span>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
