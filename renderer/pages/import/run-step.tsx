import { PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import { ImportReport } from './import-report.tsx'
import type { StepProps } from './step.ts'

/** Rows on their way into the register: how many, how fast, how long still; then the report. */
export function RunStep({ desk, state }: StepProps) {
  const words = useWords()
  const { run, rate } = state
  const going = run?.step === 'running' || run?.step === 'pausing'
  const resume = () => void desk.start()
  useShortcuts({ 'Ctrl+Enter': () => (run?.step === 'paused' || run?.step === 'stopped') && resume() })
  if (run === null) return null
  const { done, total } = run
  const left = rate === null || rate <= 0 ? null : (total - done) / rate
  return (
    <>
      {run.step === 'done' ? null : (
        <section className="card import-run no-print" aria-label={words.t('import.running')}>
          <Progress
            percent={total === 0 ? 100 : Math.floor((done * 100) / total)}
            aria-label={words.t('import.progress')}
          />
          <p className="row num" role="status">
            <strong>{words.t('import.doneOf', { done: grouped(done), total: grouped(total) })}</strong>
            {rate === null || !going ? null : <span>{words.t('import.rate', { n: grouped(Math.round(rate)) })}</span>}
            {left === null || !going ? null : (
              <span>
                {words.t('import.left', {
                  time:
                    left < 90
                      ? words.t('import.seconds', { n: Math.ceil(left) })
                      : words.t('import.minutes', { n: Math.ceil(left / 60) }),
                })}
              </span>
            )}
          </p>
          {going ? (
            <div className="row">
              <Button
                icon={<PauseCircleOutlined aria-hidden="true" />}
                loading={run.step === 'pausing'}
                onClick={() => desk.pause()}
              >
                {words.t(run.step === 'pausing' ? 'import.pausing' : 'import.pause')}
              </Button>
              <span className="soft">{words.t('import.elsewhere')}</span>
            </div>
          ) : null}
          {run.step === 'paused' ? <Notice tone="info">{words.t('import.paused')}</Notice> : null}
          {run.step === 'stopped' && run.failure !== null ? (
            <FailureBox failure={run.failure} title={words.t('import.stopped')} />
          ) : null}
          {run.step === 'paused' || run.step === 'stopped' ? (
            <div className="row">
              <Button type="primary" icon={<PlayCircleOutlined aria-hidden="true" />} onClick={resume}>
                {words.t('import.continue')} <kbd>Ctrl Enter</kbd>
              </Button>
              <span className="soft">{words.t('import.stoppedNext')}</span>
            </div>
          ) : null}
        </section>
      )}
      {going ? null : <ImportReport desk={desk} state={state} />}
    </>
  )
}
