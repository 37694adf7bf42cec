import { Button, Popconfirm } from 'antd'
import { memo, useContext, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { ServicesContext, useDesk } from '../../app/desk.ts'
import { clock, groupNumber } from '../../app/format.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { FormEdit, focusField, focusProblem, sectionsOf, useFormState, useOffers } from '../../components/form/index.ts'
import { Loading } from '../../components/loading.tsx'
import { Notice } from '../../components/notice.tsx'
import { NumbersLeft } from '../../components/numbers-left.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { FeesBox } from './fees-box.tsx'
import { FiledPanel } from './filed-panel.tsx'
import { MaterialsList } from './materials-list.tsx'
import { ProblemSummary } from './problem-summary.tsx'
import { RecordPanel } from './record-panel.tsx'
import { type FilingHandle, useFiling } from './use-filing.ts'

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
  return <Filing key={`${definition.code} ${definition.version}`} definition={definition} />
}

function newer(best: ServiceDefinition | null, one: ServiceDefinition): ServiceDefinition {
  return best === null || one.version > best.version ? one : best
}

/** The form keeps itself up to date: what changes around it does not draw it again. */
const Form = memo(FormEdit)

function Filing({ definition: given }: { definition: ServiceDefinition }) {
  const words = useWords()
  // One version never changes; the list it comes from is read anew with every change of the ledger.
  const [definition] = useState(given)
  const filing = useFiling(definition)
  const offers = useOffers()
  const { form } = filing
  const top = useRef<HTMLDivElement>(null)
  const sections = sectionsOf(definition, form.names)
  const first = sections[0]?.fields[0] ?? ''
  const again = () => {
    filing.clear()
    requestAnimationFrame(() => focusField(first))
  }
  useEffect(() => void focusField(first), [first])
  const submit = async () => {
    if (filing.filed !== null) return
    if (!(await filing.submit())) requestAnimationFrame(() => top.current?.focus())
  }
  useShortcuts({ 'Ctrl+Enter': () => void submit(), F8: () => focusProblem(form) })
  if (filing.filed !== null) return <FiledPanel definition={definition} filed={filing.filed} again={again} />
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
            {filing.failure === null ? null : (
              <FailureBox failure={filing.failure} title={words.t('intake.notSaved')} />
            )}
            {filing.instead === null ? null : (
              <Notice tone="info">{words.t('aside.refile', { number: groupNumber(filing.instead.number) })}</Notice>
            )}
            <NumbersLeft definition={definition} action="file" />
            <ProblemSummary filing={filing} />
          </div>
          <Form form={form} offers={offers} cards />
          <Materials filing={filing} number={sections.length + 1} />
        </div>
        <aside className="filing-side">
          <RecordPanel filing={filing} />
          <FeesBox filing={filing} />
        </aside>
        <Footer filing={filing} />
      </form>
    </>
  )
}

/** The checklist follows the form a moment later: nobody who types waits for it. */
function Materials({ filing, number }: { filing: FilingHandle; number: number }) {
  const values = useDeferredValue(useFormState(filing.form, ({ read }) => read.values))
  return <MaterialsList definition={filing.definition} state={{ ...filing, read: { values } }} number={number} />
}

function Footer({ filing }: { filing: FilingHandle }) {
  const words = useWords()
  const problems = useFormState(filing.form, (state) => state.problems.length)
  return (
    <div className="filing-foot">
      <Button type="primary" size="large" htmlType="submit" loading={filing.busy} disabled={filing.attaching}>
        {words.t('intake.submit')} <kbd>Ctrl Enter</kbd>
      </Button>
      {filing.attaching ? (
        <span className="problem">{words.t('attachments.busy')}</span>
      ) : (
        <span className="soft foot-will">{words.t('intake.submitWill')}</span>
      )}
      <span className="foot-space" />
      {problems === 0 ? null : (
        <Button type="link" className="problem" onClick={() => focusProblem(filing.form)}>
          {words.t('intake.problems', { n: problems })} · {words.t('intake.nextProblem')} <kbd>F8</kbd>
        </Button>
      )}
      <span className={filing.kept ? 'soft' : 'problem'} aria-live="polite">
        {!filing.kept
          ? words.t('intake.draftLost')
          : filing.savedAt === 0
            ? words.t('intake.draftNone')
            : words.t('intake.draftKept', { time: clock(filing.savedAt) })}
      </span>
      <Popconfirm
        title={words.t('intake.clearAsk')}
        description={words.t('intake.clearWill')}
        okText={words.t('intake.clear')}
        cancelText={words.t('cancel')}
        onConfirm={filing.clear}
      >
        <Button disabled={filing.savedAt === 0}>{words.t('intake.clear')}</Button>
      </Popconfirm>
    </div>
  )
}
