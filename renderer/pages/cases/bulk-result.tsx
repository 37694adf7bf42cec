import { CheckCircleOutlined, ClockCircleOutlined, MinusCircleOutlined, StopOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useEffect, useRef } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Mark, StandingMark } from '../../components/mark.tsx'
import type { CaseDetail } from '../../replica/api.ts'
import type { BulkOption } from './bulk-plan.ts'
import type { Became } from './bulk-run.ts'
import { type Stood, useStandings } from './use-standings.ts'

interface Props {
  readonly option: BulkOption
  readonly became: ReadonlyMap<string, Became>
  readonly over: boolean
  /** What ended it before its time. */
  readonly ended: Failure | null
  onStop(): void
  onClose(): void
}

/** What has become of every case: each says its own standing, and nothing is said of all of them that does not hold for each. */
export function BulkResult({ option, became, over, ended, onStop, onClose }: Props) {
  const words = useWords()
  const all = [...became.values()]
  const signed = all.filter((one) => one.state === 'signed')
  const standings = useStandings(
    [...became].flatMap(([id, one]) => (one.state === 'signed' ? [{ case: id, entry: one.entry }] : [])),
  )
  const count = (state: Became['state']) => all.filter((one) => one.state === state).length
  const void_ = signed.filter((one) => one.state === 'signed' && standings.get(one.entry)?.standing === 'set-aside')
  const done = all.length - count('waits') - count('runs')
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [over])
  return (
    <>
      {over ? null : (
        <Progress
          percent={Math.floor((done * 100) / Math.max(1, all.length))}
          aria-label={words.t('bulk.progress', { done, n: all.length })}
        />
      )}
      {ended === null ? null : <FailureBox failure={ended} title={words.t('bulk.ended')} />}
      <p className="bulk-sum" role="status">
        {words.t(over ? 'bulk.sum' : 'bulk.sumSoFar', {
          action: words.pick(option.title),
          n: all.length,
          signed: signed.length - void_.length,
          refused: count('refused') + void_.length,
          left: count('left'),
        })}
      </p>
      <div className="bulk-list">
        <table className="rows" aria-label={words.t('bulk.results')}>
          <tbody>
            {option.can.map((one) => {
              const now = became.get(one.id) ?? { state: 'waits' }
              return (
                <tr key={one.id}>
                  <td className="num">
                    <a href={href({ page: 'case', id: one.id })}>{groupNumber(one.number)}</a>
                  </td>
                  <td className="wrap">{words.pick(one.title)}</td>
                  <td className="wrap">
                    <Outcome
                      now={now}
                      one={one}
                      stood={now.state === 'signed' ? standings.get(now.entry) : undefined}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div className="bulk-foot">
        {over ? (
          <Button ref={button} type="primary" onClick={onClose}>
            {words.t('bulk.close')}
          </Button>
        ) : (
          <Button ref={button} onClick={onStop}>
            {words.t('bulk.stop')} <kbd>Esc</kbd>
          </Button>
        )}
      </div>
    </>
  )
}

function Outcome({ now, one, stood }: { now: Became; one: CaseDetail; stood: Stood | undefined }) {
  const words = useWords()
  const rule = (id: string) => one.definition.rules.find((each) => each.id === id)?.message
  switch (now.state) {
    case 'waits':
      return <span className="soft">{words.t('bulk.state.waits')}</span>
    case 'runs':
      return (
        <Mark tone="info" icon={<ClockCircleOutlined aria-hidden="true" />}>
          {words.t('bulk.state.runs')}
        </Mark>
      )
    case 'left':
      return (
        <Mark tone="plain" icon={<MinusCircleOutlined aria-hidden="true" />}>
          {words.t('bulk.state.left')}
        </Mark>
      )
    case 'refused':
      return (
        <>
          <Mark tone="bad" icon={<StopOutlined aria-hidden="true" />}>
            {words.t('bulk.state.refused')}
          </Mark>{' '}
          <span className="problem">{words.code(now.failure.code)}</span>{' '}
          <span className="fine">{now.failure.detail}</span>
        </>
      )
    case 'signed':
      // Signed and on this disk: that much is known. What else it is, its own standing says.
      if (stood === undefined)
        return (
          <Mark tone="info" icon={<CheckCircleOutlined aria-hidden="true" />}>
            {words.t('bulk.state.signed')}
          </Mark>
        )
      return (
        <>
          <StandingMark standing={stood.standing} />{' '}
          {stood.outcome === null ? null : <span className="problem">{words.outcome(stood.outcome, rule)}</span>}
          {stood.code === null ? null : <span className="problem">{words.code(stood.code)}</span>}
        </>
      )
  }
}
