import { dateTime, groupNumber, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import type { TextKey, Words } from '../i18n/index.ts'
import type { Step, StepDecision } from '../replica/api.ts'

interface Props {
  readonly step: Step
  /** Names of what a step set, as people call it; what has no name of its own is left out. */
  readonly titles: (names: readonly string[]) => readonly string[]
}

/** Why a step has come to what it has: what it was put together with, or the decision that settled it; and what to do about it. */
export function StepFate({ step, titles }: Props) {
  const words = useWords()
  const { merged, decision } = step
  const next = nextOf(step)
  const both = titles(merged?.both ?? [])
  return (
    <>
      {merged?.with.map((one, i) => {
        const fields = titles(one.set)
        const values = { name: one.byName, title: words.pick(one.title), fields: words.list(fields) }
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
          <p key={i} className="step-reason">
            {words.t(fields.length === 0 ? 'fate.mergedOther' : 'fate.merged', values)}
          </p>
        )
      })}
      {both.length === 0 ? null : <p className="step-reason">{words.t('fate.both', { fields: words.list(both) })}</p>}
      {decision === undefined ? null : (
        <p className="step-reason">
          {decisionText(words, decision)}{' '}
          {decision.place === null ? words.t('fate.unsealed') : words.t('fate.place', decision.place)}{' '}
          <a href={href({ page: 'conflict', id: decision.conflict })}>{words.t('fate.see')}</a>
        </p>
      )}
      {next === null ? null : <p className="step-reason strong">{words.t(next)}</p>}
    </>
  )
}

/** A decision in one line: on what, which way, by whom, when, on what ground and why. */
export function decisionText(words: Words, decision: StepDecision): string {
  const { choice, by, time, ground, reason, conflict } = decision
  const [first = '', second] = by
  const values = {
    number: groupNumber(lastPart(conflict)),
    choice: words.t(`conflict.choice.${choice}`),
    names: second === undefined ? first : words.t('fate.two', { first, second }),
    ...{ time: dateTime(time), reason },
  }
  if (ground === null || choice === 'reopen') return words.t('fate.decisionBack', values)
  return words.t('fate.decision', { ...values, ground: words.t(`conflict.ground.${ground}`) })
}

function nextOf({ act, outcome }: Step): TextKey | null {
  if (outcome === 'void(overruled)') return 'fate.next.overruled'
  if (outcome === 'disputed') return 'fate.next.disputed'
  return act === 'file' && (outcome === 'refused' || outcome === 'undone') ? 'fate.next.refused' : null
}
