import { Button } from 'antd'
import { useWords } from '../../app/prefs.tsx'
import { ProblemList, useFormState } from '../../components/form/index.ts'
import type { FilingHandle } from './use-filing.ts'

/** After an attempt to file: every problem, each leading to its box; it shrinks as they are mended. Before: what stands against the whole. */
export function ProblemSummary({ filing }: { filing: FilingHandle }) {
  const words = useWords()
  const { form, tried, lacking } = filing
  const shown = useFormState(form, (state) => state.problems)
  const listed = tried ? shown : shown.filter(({ at }) => at === null)
  if (listed.length === 0) return null
  return (
    <div className={lacking ? 'box box-warn summary' : 'box box-bad summary'} role="alert">
      <div className="box-body">
        <strong>
          {words.t(lacking ? 'intake.lacking' : tried ? 'intake.summary' : 'intake.against', { n: listed.length })}
        </strong>
        <ProblemList form={form} problems={listed} />
        {lacking ? (
          <p>
            <Button onClick={() => void filing.submit()}>
              {words.t('intake.takeLacking')} <kbd>Ctrl Enter</kbd>
            </Button>
          </p>
        ) : null}
      </div>
    </div>
  )
}
