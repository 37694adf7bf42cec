import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import { numberingAt } from '../../shared/contract/service/number-text.ts'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { useAnswer } from '../app/use-answer.ts'
import { Notice } from './notice.tsx'

/** Below this many it is said, so that an office that is offline for weeks asks for more in time. */
const FEW = 20

/** Whether this computer will soon run out of the running numbers that an action gives; nothing where it gives none, or has enough. */
export function NumbersLeft({ definition, action }: { definition: ServiceDefinition; action: string }) {
  return numberingAt(definition, action) === null ? null : <Left definition={definition} action={action} />
}

function Left({ definition, action }: { definition: ServiceDefinition; action: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const { code: service, version } = definition
  const { value } = useAnswer(`numbers ${service} ${version} ${action}`, () =>
    replica.numbers({ service, version, action }),
  )
  if (value === null || value.left >= FEW) return null
  const { series, left } = value
  return (
    <Notice tone="warn">
      {left === 0 ? words.t('numbers.none', { series }) : words.t('numbers.low', { series, n: left })}
    </Notice>
  )
}
