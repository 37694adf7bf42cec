import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useDesk } from '../../app/desk.ts'
import { dateTimeSeconds, grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { TextKey } from '../../i18n/index.ts'
import { ProblemGroups } from './problem-groups.tsx'
import { useSaveReport } from './save-report.ts'
import type { StepProps } from './step.ts'
import { useRunProgress } from './use-run-progress.ts'

const VERDICTS = ['filed', 'there', 'on-record', 'waiting', 'set-aside'] as const

/** What has become of every row of the file, and how far what was filed has come; for the screen and for paper. */
export function ImportReport({ desk, state }: StepProps) {
  const words = useWords()
  const { person } = useDesk()
  const { checked, run, file, service, startedAt, endedAt } = state
  const { save, failure } = useSaveReport(desk, state)
  const progress = useRunProgress(checked?.run ?? '')
  useShortcuts({ 'Ctrl+P': () => window.print() })
  if (checked === null || run === null || file === null || service === null) return null
  const lines: [TextKey, number][] = [
    ...VERDICTS.map((one): [TextKey, number] => [`import.v.${one}`, run.counts[one]]),
    ['import.v.bad', checked.bad],
    ['import.v.repeated', checked.repeated],
    ['import.v.rest', run.total - run.done],
  ]
  return (
    <div className="import-report">
      {run.step === 'done' ? <Notice tone="good">{words.t('import.done')}</Notice> : null}
      {failure === null ? null : <FailureBox failure={failure} title={words.t('import.report')} />}
      <section className="card" aria-labelledby="import-report">
        <h2 id="import-report" className="card-title">
          {words.t('import.report')}
        </h2>
        <dl className="facts">
          <Fact title={words.t('import.file')} value={file.name} />
          <Fact title={words.t('import.service')} value={words.pick(service.title)} />
          <Fact title={words.t('import.by')} value={`${person.name} · ${person.officeName}`} />
          <Fact title={words.t('import.from')} value={startedAt === null ? '' : dateTimeSeconds(startedAt)} />
          <Fact title={words.t('import.until')} value={endedAt === null ? '—' : dateTimeSeconds(endedAt)} />
        </dl>
        <div className="import-tables">
          <table className="rows">
            <tbody>
              {lines
                .filter(([key, n]) => n > 0 || key === 'import.v.filed')
                .map(([key, n]) => (
                  <tr key={key}>
                    <th scope="row">{words.t(key)}</th>
                    <td className="num end">{grouped(n)}</td>
                  </tr>
                ))}
              <tr className="strong">
                <th scope="row">{words.t('import.total')}</th>
                <td className="num end">{grouped(checked.rows)}</td>
              </tr>
            </tbody>
          </table>
          {progress === null ? null : (
            <table className="rows" aria-label={words.t('import.safety')}>
              <caption>{words.t('import.safety')}</caption>
              <tbody>
                {(['saved', 'sent', 'sealed', 'disputed', 'setAside'] as const)
                  .filter((one) => progress[one] > 0 || one === 'sealed')
                  .map((one) => (
                    <tr key={one}>
                      <th scope="row">{words.t(`import.p.${one}`)}</th>
                      <td className="num end">{grouped(progress[one])}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          )}
        </div>
      </section>
      <div className="row no-print import-files">
        <Button icon={<PrinterOutlined aria-hidden="true" />} onClick={() => window.print()}>
          {words.t('import.print')} <kbd>Ctrl P</kbd>
        </Button>
        <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => void save('outcomes')}>
          {words.t('import.saveOutcomes')}
        </Button>
        {checked.bad === 0 ? null : (
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => void save('rows')}>
            {words.t('import.saveRows')}
          </Button>
        )}
        <Button onClick={() => desk.clear()}>{words.t('import.another')}</Button>
        <a href={href({ page: 'register', type: service.subjects[0]?.type ?? '' })}>{words.t('import.toRegister')}</a>
        {(progress?.setAside ?? 0) === 0 ? null : <a href={href({ page: 'sync' })}>{words.t('import.toSync')}</a>}
        {(progress?.disputed ?? 0) === 0 ? null : (
          <a href={href({ page: 'cases', filter: 'disputed' })}>{words.t('import.toDisputes')}</a>
        )}
      </div>
      {checked.bad === 0 ? null : <ProblemGroups targets={state.targets} groups={checked.groups} />}
    </div>
  )
}

function Fact({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  )
}
