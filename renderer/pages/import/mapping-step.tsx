import { Button } from 'antd'
import { grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import { openQuestions } from '../../import/mapping.ts'
import { MappingTable } from './mapping-table.tsx'
import { NamedMappings } from './named-mappings.tsx'
import { Preview } from './preview.tsx'
import { ReadingBar } from './reading-bar.tsx'
import type { ChoosingProps } from './step.ts'

/** What the columns mean: guessed, shown beside the first rows, and changed where the guess is wrong. */
export function MappingStep({ desk, state, services }: ChoosingProps) {
  const words = useWords()
  const { table, targets, mapping, failure } = state
  const open = openQuestions(targets, mapping)
  const ready = state.service !== null && open.missing.length + open.units.length === 0
  useShortcuts({ 'Ctrl+Enter': () => ready && void desk.check() })
  if (table === null) return null
  const names = (some: typeof targets) => words.list(some.map(({ title }) => words.pick(title)))
  const rows = table.rows - table.first.filter(({ n }) => n <= mapping.titles).length
  return (
    <>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('import.notChecked')} />}
      <ReadingBar desk={desk} state={state} services={services} />
      <div className="import-columns">
        <section className="card flush" aria-labelledby="import-mapping">
          <h2 id="import-mapping" className="card-title">
            {words.t('import.mapping')}
            <span className="soft">{words.t('import.mappingHelp')}</span>
          </h2>
          <MappingTable desk={desk} state={state} />
        </section>
        <div>
          <div className="card import-do">
            {open.missing.length === 0 ? null : (
              <Notice tone="warn">{words.t('import.missing', { fields: names(open.missing) })}</Notice>
            )}
            {open.units.length === 0 ? null : (
              <Notice tone="warn">{words.t('import.units', { fields: names(open.units) })}</Notice>
            )}
            <Button type="primary" block disabled={!ready} onClick={() => void desk.check()}>
              {words.t('import.check', { n: grouped(rows) })} <kbd>Ctrl Enter</kbd>
            </Button>
          </div>
          <NamedMappings desk={desk} state={state} />
          <Preview table={table} titles={mapping.titles} />
        </div>
      </div>
    </>
  )
}
