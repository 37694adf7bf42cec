import { isCode } from '../../shared/base/codes.ts'
import type { ServiceDefinition, Text } from '../../shared/contract/service/definition.ts'
import { dateTime, dateTimeSeconds, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import type { Words } from '../i18n/index.ts'
import type { Step } from '../replica/api.ts'
import { StandingMark } from './mark.tsx'
import { OutcomeMark } from './outcome-mark.tsx'
import { StepFate } from './step-fate.tsx'

interface Props {
  readonly label: string
  readonly steps: readonly Step[]
  readonly rule?: (id: string) => Text | undefined
  /** Name the case of each step, in the history of a subject. */
  readonly withCase?: boolean
  /** Of the case: then each later act says what it set on the form and which materials it brought. */
  readonly definition?: ServiceDefinition
}

/** Who did what and when: the time that was claimed, and beside it the time and block that the province sealed it in. */
export function Timeline({ label, steps, rule, withCase = false, definition }: Props) {
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
          <tr
            key={step.entry}
            className={step.standing === 'set-aside' || step.outcome?.startsWith('void') ? 'dim' : undefined}
          >
            <td className="wrap">
              <strong>{words.pick(step.title)}</strong>
              {withCase && step.case !== null ? (
                <a className="step-case num" href={href({ page: 'case', id: step.case })}>
                  {lastPart(step.case)}
                </a>
              ) : null}
              {definition === undefined ? null : <Brought words={words} step={step} definition={definition} />}
              <Reason words={words} step={step} />
              <OutcomeMark outcome={step.outcome} rule={rule} expected={step.expected} />
              <StepFate step={step} among={steps} advises />
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

/** The reason that the act gave; of one that the province refused, its reason in words. */
function Reason({ words, step }: { words: Words; step: Step }) {
  const { reason, standing, decision } = step
  // A decision says its reason with all that belongs to it.
  if (reason === null || decision?.entry === step.entry) return null
  if (standing === 'set-aside' && isCode(reason)) return <p className="problem">{words.code(reason)}</p>
  return <p className="step-reason">{words.t('step.reason', { reason })}</p>
}

/** What a later act has set on the form or taken from it, and the materials that came with it. */
function Brought(props: { words: Words; step: Step; definition: ServiceDefinition }) {
  const { words, step, definition } = props
  if (step.act === 'file') return null
  const gone = fieldTitles(words, definition, step.gone ?? [])
  const fields = fieldTitles(
    words,
    definition,
    step.set.filter((name) => step.gone?.includes(name) !== true),
  )
  const materials = materialTitles(words, definition, step.set)
  return (
    <>
      {fields.length === 0 ? null : (
        <p className="step-reason">{words.t('step.set', { fields: words.list(fields) })}</p>
      )}
      {gone.length === 0 ? null : <p className="step-reason">{words.t('step.gone', { fields: words.list(gone) })}</p>}
      {materials.length === 0 ? null : (
        <p className="step-reason">{words.t('step.materials', { materials: words.list(materials) })}</p>
      )}
    </>
  )
}

function fieldTitles(words: Words, definition: ServiceDefinition, names: readonly string[]): string[] {
  const { properties } = definition.form.schema
  return names.flatMap((name) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    return schema === undefined ? [] : [words.pick(schema['x-title'])]
  })
}

function materialTitles(words: Words, definition: ServiceDefinition, names: readonly string[]): string[] {
  return definition.materials.flatMap(({ id, title }) => (names.includes(`material:${id}`) ? [words.pick(title)] : []))
}
