import { DownloadOutlined, LeftOutlined } from '@ant-design/icons'
import { Button, Checkbox, Progress } from 'antd'
import { useState } from 'react'
import { grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import { BadRows } from './bad-rows.tsx'
import { Count } from './count.tsx'
import { ProblemGroups } from './problem-groups.tsx'
import { useSaveReport } from './save-report.ts'
import type { StepProps } from './step.ts'

/** Every row is held against the service, and then against the register. */
export function CheckingStep({ desk, state }: StepProps) {
  const words = useWords()
  const looking = state.run !== null
  const { done, total } = state.run ?? state.progress ?? { done: 0, total: 0 }
  const percent = total === 0 ? 0 : Math.floor((done * 100) / total)
  const key = looking ? 'import.looking' : 'import.checking'
  return (
    <section className="card import-checking" aria-live="polite">
      <span>{words.t(key, { done: grouped(done), total: grouped(total) })}</span>
      <Progress percent={percent} aria-label={words.t('import.progress')} />
      <Button onClick={() => (looking ? desk.back() : desk.stopCheck())}>{words.t('import.stop')}</Button>
    </section>
  )
}

/** What would be taken, what is there already, and what is wrong: in numbers, by kind, and row by row. */
export function CheckedStep({ desk, state }: StepProps) {
  const words = useWords()
  const [allOrNone, setAllOrNone] = useState(false)
  const { save, failure } = useSaveReport(desk, state)
  const { checked, run } = state
  const fresh = run?.counts.filed ?? 0
  const held = allOrNone && (checked?.bad ?? 0) > 0
  const ready = fresh > 0 && !held && state.failure === null
  useShortcuts({ 'Ctrl+Enter': () => ready && void desk.start() })
  if (checked === null || run === null) return null
  const already = checked.sound - fresh
  return (
    <>
      {state.failure === null ? null : (
        <FailureBox failure={state.failure} title={words.t('import.notChecked')} onAgain={() => void desk.check()} />
      )}
      {failure === null ? null : <FailureBox failure={failure} title={words.t('import.notChecked')} />}
      <div className="counts">
        <Count tone="good" n={fresh} title={words.t('import.sound')} />
        <Count tone="plain" n={already} title={words.t('import.already')} help={words.t('import.alreadyHelp')} />
        <Count tone={checked.bad > 0 ? 'bad' : 'plain'} n={checked.bad} title={words.t('import.bad')} />
        <Count tone="plain" n={checked.repeated} title={words.t('import.repeated')} />
      </div>
      <section className="card import-do row">
        <Button type="primary" disabled={!ready} onClick={() => void desk.start()}>
          {words.t('import.start', { n: grouped(fresh) })} <kbd>Ctrl Enter</kbd>
        </Button>
        <Button icon={<LeftOutlined aria-hidden="true" />} onClick={() => desk.back()}>
          {words.t('import.back')}
        </Button>
        {checked.bad === 0 ? null : (
          <Checkbox checked={allOrNone} onChange={(event) => setAllOrNone(event.target.checked)}>
            {words.t('import.allOrNone')}
          </Checkbox>
        )}
        <span className="soft">
          {fresh === 0 ? words.t('import.nothingNew') : words.t('import.startHelp', { bad: grouped(checked.bad) })}
        </span>
      </section>
      {held ? <Notice tone="warn">{words.t('import.held', { n: grouped(checked.bad) })}</Notice> : null}
      {checked.bad === 0 ? null : (
        <>
          <div className="row import-files">
            <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => void save('problems')}>
              {words.t('import.saveProblems')}
            </Button>
            <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => void save('rows')}>
              {words.t('import.saveRows')}
            </Button>
            <span className="soft">{words.t('import.saveRowsHelp')}</span>
          </div>
          <ProblemGroups targets={state.targets} groups={checked.groups} />
          <BadRows desk={desk} state={state} />
        </>
      )}
    </>
  )
}
