import { Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import type { CaseDetail } from '../../replica/api.ts'
import { BulkAsk } from './bulk-ask.tsx'
import { BulkPick } from './bulk-pick.tsx'
import { type BulkOption, bulkOptions, withoutProblems } from './bulk-plan.ts'
import { BulkResult } from './bulk-result.tsx'
import { type Became, runBulk } from './bulk-run.ts'

type Step =
  | { readonly at: 'reading'; readonly done: number }
  | { readonly at: 'pick'; readonly options: readonly BulkOption[] }
  | { readonly at: 'checking'; readonly option: BulkOption; readonly done: number }
  | { readonly at: 'ask'; readonly option: BulkOption }
  | { readonly at: 'run'; readonly option: BulkOption; readonly over: boolean; readonly ended: Failure | null }

interface Props {
  readonly ids: readonly string[]
  /** With the cases that were signed for. */
  onClose(done: readonly string[]): void
}

/**
 * Several cases, one act each. First what is possible for how many of them and why not for the others, then the reason, once; then one signature
 * after the other, which can be stopped, and what has become of every single case.
 */
export function BulkDialog({ ids, onClose }: Props) {
  const words = useWords()
  const { replica, person } = useDesk()
  const [cases, setCases] = useState<readonly CaseDetail[]>([])
  const [step, setStep] = useState<Step>({ at: 'reading', done: 0 })
  const [failure, setFailure] = useState<Failure | null>(null)
  const [became, setBecame] = useState<ReadonlyMap<string, Became>>(new Map())
  const gone = useRef(false)
  const stop = useRef(false)

  useEffect(() => {
    gone.current = false
    void (async () => {
      const read: CaseDetail[] = []
      for (const id of ids) {
        if (gone.current) return
        const answer = await replica.case(id)
        if (answer.ok) read.push(answer.value)
        else setFailure(answer)
        setStep({ at: 'reading', done: read.length })
      }
      if (gone.current) return
      setCases(read)
      setStep({ at: 'pick', options: bulkOptions(read, person) })
    })()
    return () => {
      // Whatever takes the page away stops it: nobody signs for cases that are not looked at.
      gone.current = true
    }
  }, [ids, replica, person])

  const pick = async (option: BulkOption) => {
    setStep({ at: 'checking', option, done: 0 })
    const checked = await withoutProblems(replica, option, person.office, (done) => {
      if (!gone.current) setStep({ at: 'checking', option, done })
    })
    if (!gone.current) setStep({ at: 'ask', option: checked })
  }

  const run = async (option: BulkOption, reason: string) => {
    const todo = option.can.map((one) => one.id)
    stop.current = false
    setBecame(new Map(todo.map((id) => [id, { state: 'waits' }])))
    setStep({ at: 'run', option, over: false, ended: null })
    const text = reason.trim()
    const ended = await runBulk(
      replica,
      todo,
      { action: option.name, reason: text === '' ? null : text },
      (id, one) => !gone.current && setBecame((now) => new Map(now).set(id, one)),
      () => gone.current || stop.current,
    )
    if (!gone.current) setStep({ at: 'run', option, over: true, ended })
  }

  const running = step.at === 'run' && !step.over
  const close = () => {
    if (running) stop.current = true
    else onClose([...became].flatMap(([id, one]) => (one.state === 'signed' ? [id] : [])))
  }
  return (
    <Modal
      open
      className="bulk"
      width="min(60rem, calc(100vw - 2rem))"
      style={{ top: '2.5rem' }}
      scrollLock={false}
      mask={{ closable: false }}
      title={words.t('bulk.title', { n: ids.length })}
      onCancel={close}
      footer={null}
    >
      {failure === null ? null : <FailureBox failure={failure} title={words.t('bulk.notRead')} />}
      {step.at === 'reading' ? <Loading what={words.t('bulk.reading', { done: step.done, n: ids.length })} /> : null}
      {step.at === 'pick' ? <BulkPick options={step.options} onPick={(option) => void pick(option)} /> : null}
      {step.at === 'checking' ? (
        <Loading what={words.t('bulk.checking', { done: step.done, n: step.option.can.length })} />
      ) : null}
      {step.at === 'ask' ? (
        <BulkAsk
          option={step.option}
          cases={cases}
          onBack={() => setStep({ at: 'pick', options: bulkOptions(cases, person) })}
          onRun={(reason) => void run(step.option, reason)}
        />
      ) : null}
      {step.at === 'run' ? (
        <BulkResult
          option={step.option}
          became={became}
          over={step.over}
          ended={step.ended}
          onStop={() => {
            stop.current = true
          }}
          onClose={close}
        />
      ) : null}
    </Modal>
  )
}
