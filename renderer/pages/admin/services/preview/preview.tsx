import { Segmented } from 'antd'
import { useState } from 'react'
import type { ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { useWords } from '../../../../app/prefs.tsx'
import type { Tried } from '../inspect.ts'
import { DifferenceList } from './difference-list.tsx'
import { ExamplesTable } from './examples-table.tsx'
import { FormPreview } from './form-preview.tsx'
import { LimitsPreview } from './limits-preview.tsx'
import { PapersPreview } from './papers-preview.tsx'
import { WorkflowPreview } from './workflow-preview.tsx'

const VIEWS = ['form', 'workflow', 'papers', 'limits', 'examples', 'difference'] as const
export type View = (typeof VIEWS)[number]

interface Props {
  readonly definition: ServiceDefinition
  /** Of the document: what was typed into the form of another one says nothing of this one. */
  readonly hash: string
  readonly tried: readonly Tried[]
  /** The version that new cases are filed under now; null when there is none. */
  readonly inForce: ServiceDefinition | null
  readonly begin?: View
}

/** A definition as the counter, the papers and a second signer will see it. */
export function Preview({ definition, hash, tried, inForce, begin = 'form' }: Props) {
  const words = useWords()
  const [view, setView] = useState<View>(begin)
  const wrong = tried.filter((one) => !one.ok).length
  return (
    <div className="preview">
      <Segmented<View>
        aria-label={words.t('preview.tabs')}
        value={view}
        onChange={setView}
        options={VIEWS.map((one) => ({
          value: one,
          label: one === 'examples' && wrong > 0 ? `${words.t(`preview.${one}`)} ✗${wrong}` : words.t(`preview.${one}`),
        }))}
      />
      <div className="preview-body">
        {view === 'form' ? <FormPreview definition={definition} hash={hash} /> : null}
        {view === 'workflow' ? <WorkflowPreview definition={definition} /> : null}
        {view === 'papers' ? <PapersPreview definition={definition} /> : null}
        {view === 'limits' ? <LimitsPreview definition={definition} /> : null}
        {view === 'examples' ? <ExamplesTable definition={definition} tried={tried} /> : null}
        {view === 'difference' ? <DifferenceList before={inForce} after={definition} /> : null}
      </div>
    </div>
  )
}
