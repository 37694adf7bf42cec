import type { Action, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { numberingAt, numberText } from '../../../shared/contract/service/number-text.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useToday } from '../../app/today.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { NumbersLeft } from '../numbers-left.tsx'

/** The running number that the act will give, before it is given; and whether this computer will soon have none left. */
export function NumberLine({ definition, action }: { definition: ServiceDefinition; action: Action }) {
  const words = useWords()
  const { replica, person } = useDesk()
  const today = useToday()
  const { code: service, version } = definition
  const numbering = numberingAt(definition, action.name)
  const { value } = useAnswer(`next ${service} ${version} ${action.name}`, () =>
    replica.numbers({ service, version, action: action.name }),
  )
  if (numbering === null) return null
  const period = numbering.period === 'day' ? today.replaceAll('-', '') : today.slice(0, 4)
  const next = value?.next ?? null
  return (
    <>
      {next === null ? null : (
        <p className="act-number">
          {words.t('act.number')} <strong className="num">{numberText(numbering, person.office, period, next)}</strong>
        </p>
      )}
      <NumbersLeft definition={definition} action={action.name} />
    </>
  )
}
