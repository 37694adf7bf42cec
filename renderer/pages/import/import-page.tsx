import { useContext } from 'react'
import { ServicesContext, useDesk } from '../../app/desk.ts'
import { importServices, useImport } from '../../app/import-desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHead } from '../../components/page-head.tsx'
import type { TextKey } from '../../i18n/index.ts'
import type { ImportState } from '../../import/desk.ts'
import { CheckedStep, CheckingStep } from './checked-step.tsx'
import { FileStep } from './file-step.tsx'
import { MappingStep } from './mapping-step.tsx'
import { RunStep } from './run-step.tsx'

const STEPS: readonly (readonly [TextKey, readonly ImportState['step'][]])[] = [
  ['import.step.file', ['empty', 'reading']],
  ['import.step.mapping', ['mapping']],
  ['import.step.check', ['checking', 'checked']],
  ['import.step.run', ['run']],
]

/** An office's own register, taken over from a table: file, columns, check, import. Each step says what the next one will do. */
export function ImportPage() {
  const words = useWords()
  const { person } = useDesk()
  const read = useContext(ServicesContext)
  const { desk, state } = useImport()
  const services = importServices(read ?? [], person)
  const here = STEPS.findIndex(([, steps]) => steps.includes(state.step))
  return (
    <div className="import-page">
      <PageHead title={words.t('nav.import')} lead={words.t('import.lead')} />
      {read === null ? <Loading what={words.t('loading')} /> : null}
      {read !== null && services.length === 0 ? (
        <Empty title={words.t('import.none')}>{words.t('import.noneNext')}</Empty>
      ) : null}
      {services.length === 0 ? null : (
        <>
          <ol className="progress" aria-label={words.t('import.steps')}>
            {STEPS.map(([title], i) => (
              <li
                key={title}
                className={i === here ? 'here' : i < here ? 'done' : ''}
                aria-current={i === here ? 'step' : undefined}
              >
                <span className="progress-n">{i < here ? '✓' : i + 1}</span>
                {words.t(title)}
              </li>
            ))}
          </ol>
          {here === 0 ? <FileStep desk={desk} state={state} services={services} /> : null}
          {state.step === 'mapping' ? <MappingStep desk={desk} state={state} services={services} /> : null}
          {state.step === 'checking' ? <CheckingStep desk={desk} state={state} /> : null}
          {state.step === 'checked' ? <CheckedStep desk={desk} state={state} /> : null}
          {state.step === 'run' ? <RunStep desk={desk} state={state} /> : null}
        </>
      )}
    </div>
  )
}
