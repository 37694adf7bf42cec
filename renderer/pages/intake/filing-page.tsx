import { Button, Popconfirm } from 'antd'
import { useContext, useEffect, useRef, useState } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { ServicesContext, useDesk } from '../../app/desk.ts'
import { clock } from '../../app/format.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { FiledPanel } from './filed-panel.tsx'
import { focusField } from './focus-field.ts'
import { FormField } from './form-field.tsx'
import { MaterialsList } from './materials-list.tsx'
import { ProblemSummary } from './problem-summary.tsx'
import { RecordPanel } from './record-panel.tsx'
import { type FilingState, useFiling } from './use-filing.ts'

/** A filing, from the first key to the slip. The newest version of the service that is on the ledger. */
export function FilingPage({ service }: { service: string }) {
  const words = useWords()
  const { person } = useDesk()
  const services = useContext(ServicesContext)
  if (services === null) return <Loading what={words.t('loading')} />
  const definition = services.filter((one) => one.code === service).reduce<ServiceDefinition | null>(newer, null)
  if (definition === null) return <Empty title={words.t('intake.noServices')}>{words.t('intake.noServicesNext')}</Empty>
  if (!mayFile(definition, person))
    return <Empty title={words.t('intake.notYours')}>{words.t('intake.notYoursNext')}</Empty>
  return <Filing key={definition.version} definition={definition} />
}

function newer(best: ServiceDefinition | null, one: ServiceDefinition): ServiceDefinition {
  return best === null || one.version > best.version ? one : best
}

function Filing({ definition: given }: { definition: ServiceDefinition }) {
  const words = useWords()
  // One version never changes; the list it comes from is read anew with every change of the ledger.
  const [definition] = useState(given)
  const state = useFiling(definition)
  const top = useRef<HTMLDivElement>(null)
  const first = definition.form.sections[0]?.fields[0] ?? ''
  const again = () => {
    state.clear()
    requestAnimationFrame(() => focusField(first))
  }
  useEffect(() => focusField(first), [first])
  const submit = async () => {
    if (state.filed !== null) return
    if (!(await state.submit())) requestAnimationFrame(() => top.current?.focus())
  }
  useShortcuts({ 'Ctrl+Enter': () => void submit() })
  if (state.filed !== null) return <FiledPanel definition={definition} filed={state.filed} again={again} />
  return (
    <>
      <PageHead title={words.pick(definition.title)} lead={words.t('intake.formLead')} />
      <form
        className="filing"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
        onKeyDown={(event) => {
          // Enter goes on in a form of thirty fields; only Ctrl+Enter files.
          if (event.key === 'Enter' && !event.ctrlKey && event.target instanceof HTMLInputElement)
            event.preventDefault()
        }}
      >
        <div className="filing-main">
          <div ref={top} tabIndex={-1} className="filing-top">
            {state.failure === null ? null : <FailureBox failure={state.failure} title={words.t('intake.notSaved')} />}
            <ProblemSummary definition={definition} state={state} />
          </div>
          {definition.form.sections.map((section, i) => (
            <fieldset key={section.title.zh} className="card section">
              <legend>
                <span className="section-n">{i + 1}</span> {words.pick(section.title)}
              </legend>
              <div className="section-fields">
                {section.fields.map((field) => (
                  <FormField key={field} definition={definition} name={field} state={state} />
                ))}
              </div>
            </fieldset>
          ))}
          <MaterialsList definition={definition} state={state} number={definition.form.sections.length + 1} />
        </div>
        <aside className="filing-side">
          <RecordPanel definition={definition} state={state} />
        </aside>
        <Footer state={state} />
      </form>
    </>
  )
}

function Footer({ state }: { state: FilingState }) {
  const words = useWords()
  const problems = state.shown.length
  return (
    <div className="filing-foot">
      <Button type="primary" size="large" htmlType="submit" loading={state.busy} disabled={state.attaching}>
        {words.t('intake.submit')} <kbd>Ctrl Enter</kbd>
      </Button>
      {state.attaching ? (
        <span className="problem">{words.t('attachments.busy')}</span>
      ) : (
        <span className="soft">{words.t('intake.submitWill')}</span>
      )}
      <span className="foot-space" />
      {problems === 0 ? null : <span className="problem">{words.t('intake.problems', { n: problems })}</span>}
      <span className={state.kept ? 'soft' : 'problem'} aria-live="polite">
        {!state.kept
          ? words.t('intake.draftLost')
          : state.savedAt === 0
            ? words.t('intake.draftNone')
            : words.t('intake.draftKept', { time: clock(state.savedAt) })}
      </span>
      <Popconfirm
        title={words.t('intake.clearAsk')}
        description={words.t('intake.clearWill')}
        okText={words.t('intake.clear')}
        cancelText={words.t('cancel')}
        onConfirm={state.clear}
      >
        <Button disabled={state.savedAt === 0}>{words.t('intake.clear')}</Button>
      </Popconfirm>
    </div>
  )
}
