import { dateTime, groupNumber, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import type { TextKey, Words } from '../i18n/index.ts'
import type { Step, StepDecision } from '../replica/api.ts'

interface Props {
  readonly step: Step
  /** All steps of the history: a decision that stands among them is told whole there, and in short elsewhere. */
  readonly among: readonly Step[]
  /** Says what to do about it. */
  readonly advises?: boolean
}

/** Why a step has come to what it has: what it was put together with, or the decision that settled it; and what to do about it. */
export function StepFate({ step, among, advises = false }: Props) {
  const words = useWords()
  const { merged, decision } = step
  const next = advises ? nextOf(step) : null
  const both = (merged?.both ?? []).map((one) => words.pick(one))
  return (
    <>
      {merged?.with.map((one, i) => {
        const fields = one.fields.map((field) => words.pick(field))
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
          {decision.entry === step.entry
            ? reasonText(words, decision)
            : among.some((one) => one.entry === decision.entry)
              ? words.t('fate.short', shortly(words, decision))
              : decisionText(words, decision)}{' '}
          <a href={href({ page: 'conflict', id: decision.conflict })}>{words.t('fate.see')}</a>
        </p>
      )}
      {next === null ? null : <p className="step-reason strong">{words.t(next)}</p>}
    </>
  )
}

/** A decision in one line: on what, which way, by whom, when, on what ground and why, and where it is sealed. */
export function decisionText(words: Words, decision: StepDecision): string {
  const number = groupNumber(lastPart(decision.conflict))
  const said = words.t('fate.decision', { number, ...shortly(words, decision), why: reasonText(words, decision) })
  const { place } = decision
  return `${said} ${place === null ? words.t('fate.unsealed') : words.t('fate.place', place)}`
}

function shortly(words: Words, { choice, by, time }: StepDecision) {
  const [first = '', second] = by
  const names = second === undefined ? first : words.t('fate.two', { first, second })
  return { choice: words.t(`conflict.choice.${choice}`), names, time: dateTime(time) }
}

function reasonText(words: Words, { choice, ground, reason }: StepDecision): string {
  if (ground === null || choice === 'reopen') return words.t('step.reason', { reason })
  return words.t('fate.why', { ground: words.t(`conflict.ground.${ground}`), reason })
}

function nextOf({ act, outcome }: Step): TextKey | null {
  if (outcome === 'void(overruled)') return 'fate.next.overruled'
  if (outcome === 'disputed') return 'fate.next.disputed'
  return act === 'file' && (outcome === 'refused' || outcome === 'undone') ? 'fate.next.refused' : null
}
