import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { numberingAt } from '../../../shared/contract/service/number-text.ts'
import { useDesk, useServices } from '../../app/desk.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useDialogConfirm } from '../../app/shortcuts.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { ReasonBox } from '../../components/act/reason-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Words } from '../../i18n/index.ts'
import type { CaseDetail } from '../../replica/api.ts'
import { actionIn, type BulkMeaning, type BulkOption, type Hindrance, meaningOf } from './bulk-plan.ts'

interface Props {
  readonly option: BulkOption
  readonly cases: readonly CaseDetail[]
  onBack(): void
  onRun(reason: string): void
}

/** Before anything is signed: how many, what it does to them, which ones not and why; and the reason, once, for all. */
export function BulkAsk({ option, cases, onBack, onRun }: Props) {
  const words = useWords()
  const { person } = useDesk()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const back = useRef<HTMLButtonElement>(null)
  const meaning = meaningOf(option)
  const n = option.can.length
  const first = option.can[0]
  const action = first === undefined ? undefined : actionIn(first, option)
  const lacks = meaning.reason && reason.trim() === ''
  useEffect(() => (document.getElementById('reason') ?? back.current)?.focus(), [])
  const run = () => {
    if (n === 0) return
    setTried(true)
    if (lacks) document.getElementById('reason')?.focus()
    else onRun(reason)
  }
  useDialogConfirm(run)
  const title = words.pick(option.title)
  return (
    <>
      <h3>{words.t('bulk.will', { action: title, n })}</h3>
      {n === 0 ? <Notice tone="warn">{words.t('bulk.none')}</Notice> : null}
      {n === 0 ? null : (
        <ul className="will">
          <li>{words.t('bulk.willState', { state: words.list(meaning.to.map((one) => words.pick(one))) })}</li>
          {meaning.effects ? <li className="strong">{words.t('actions.willChange')}</li> : null}
          {meaning.ends ? <li className="strong">{words.t('actions.willEnd')}</li> : null}
          <li>{words.t('bulk.willSign', { name: person.name, n })}</li>
          {meaning.leavesFields ? <li>{words.t('bulk.leavesFields')}</li> : null}
        </ul>
      )}
      <Numbers meaning={meaning} action={option.name} />
      <Cannot option={option} cases={cases} />
      {action === undefined ? null : (
        <ReasonBox
          action={withReason(action, meaning)}
          value={reason}
          missing={tried && lacks}
          forAll={n}
          onChange={setReason}
        />
      )}
      <div className="bulk-foot">
        <Button ref={back} onClick={onBack}>
          {words.t('bulk.back')}
        </Button>
        <Button type="primary" danger={meaning.bad} disabled={n === 0} onClick={run}>
          {words.t('bulk.run', { action: title, n })} <kbd>Ctrl Enter</kbd>
        </Button>
      </div>
    </>
  )
}

type WithReason = Parameters<typeof ReasonBox>[0]['action']

/** Of several services one may ask for a reason and another not: asked for once, it is asked for. */
function withReason(action: WithReason, meaning: BulkMeaning): WithReason {
  return meaning.reason ? { ...action, reason: 'required' } : action
}

/** Each case that is left out, under its reason. */
function Cannot({ option, cases }: Pick<Props, 'option' | 'cases'>) {
  const words = useWords()
  if (option.cannot.length === 0) return null
  const numberOf = (id: string) => groupNumber(cases.find((one) => one.id === id)?.number ?? id)
  const groups = new Map<string, string[]>()
  for (const { id, why } of option.cannot) {
    const text = hindranceText(words, why)
    groups.set(text, [...(groups.get(text) ?? []), numberOf(id)])
  }
  return (
    <div className="bulk-cannot">
      <p className="strong">{words.t('bulk.leftOut', { n: option.cannot.length })}</p>
      <ul>
        {[...groups].map(([text, numbers]) => (
          <li key={text}>
            {text} <span className="soft num">{words.list(numbers)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function hindranceText(words: Words, why: Hindrance): string {
  return why.because === 'problem' ? words.pick(why.message) : words.t(`bulk.why.${why.because}`)
}

/** How many running numbers it takes, against how many this computer has left. */
function Numbers({ meaning, action }: { meaning: BulkMeaning; action: string }) {
  return meaning.numbers.map((one) => <NumbersOf key={`${one.service} ${one.version}`} {...one} action={action} />)
}

function NumbersOf(props: BulkMeaning['numbers'][number] & { action: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const services = useServices()
  const { service, version, n, action } = props
  const answer = useAnswer(`bulk numbers ${service} ${version}`, () => replica.numbers({ service, version, action }))
  const definition = services.find((one) => one.code === service)
  const left = answer.value?.left ?? 0
  if (answer.value === null || definition === undefined || numberingAt(definition, action) === null) return null
  return (
    <Notice tone={left < n ? 'warn' : 'info'}>
      {words.t(left < n ? 'bulk.numbersShort' : 'bulk.numbers', { service: words.pick(definition.title), n, left })}
    </Notice>
  )
}
