import { useDesk, useServices } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import { Notice } from '../../components/notice.tsx'
import type { Replica } from '../../replica/api.ts'

/** Fewer than these, and somebody should ask for more before the line is gone for weeks. */
const FEW = 20

interface Asked {
  readonly service: string
  readonly version: number
  readonly action: string
}

/** Running numbers that this computer will soon have none of, for the actions that this person may take. */
export function NumbersLow() {
  const words = useWords()
  const { replica, person } = useDesk()
  const services = useServices()
  const asked = services.flatMap(({ code: service, version, numbers, workflow }) =>
    numbers
      .filter(({ at }) =>
        workflow.actions.find(({ name }) => name === at)?.roles.some((role) => person.roles.includes(role)),
      )
      .map(({ at: action }): Asked => ({ service, version, action })),
  )
  const key = asked.map((one) => Object.values(one).join(' ')).join()
  const answer = useAnswer(`numbers ${key}`, () => lowOf(replica, asked))
  const low = answer.value ?? []
  if (low.length === 0) return null
  const title = (code: string) => words.pick(services.find((one) => one.code === code)?.title ?? { zh: code, en: code })
  return (
    <Notice tone="warn">
      <p className="strong">{words.t('work.numbers')}</p>
      <ul className="work-numbers">
        {low.map(({ service, left }) => (
          <li key={service}>
            {words.pair(
              title(service),
              left === 0 ? words.t('work.numbersNone') : words.t('work.numbersLeft', { n: left }),
            )}
          </li>
        ))}
      </ul>
      <p className="soft">{words.t('work.numbersNext')}</p>
    </Notice>
  )
}

async function lowOf(replica: Pick<Replica, 'numbers'>, asked: readonly Asked[]) {
  const low: { service: string; left: number }[] = []
  for (const one of asked) {
    const answer = await replica.numbers(one)
    if (!answer.ok) return answer
    if (answer.value !== null && answer.value.left < FEW) low.push({ service: one.service, left: answer.value.left })
  }
  return { ok: true as const, value: low }
}
