import { Button, Select } from 'antd'
import { grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { TextKey } from '../../i18n/index.ts'
import { DELIMITERS, type Delimiter, ENCODINGS } from '../../import/table.ts'
import { ServiceChoice } from './service-choice.tsx'
import type { ChoosingProps } from './step.ts'

const NAMES: Readonly<Record<Delimiter, TextKey>> = {
  ',': 'import.delimiter.comma',
  ';': 'import.delimiter.semicolon',
  '\t': 'import.delimiter.tab',
}

const ENCODING_NAMES = { 'utf-8': 'UTF-8', gb18030: 'GBK / GB18030', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' }

/** How the file was read, and what of it may be chosen otherwise. */
export function ReadingBar({ desk, state, services }: ChoosingProps) {
  const words = useWords()
  const { table, file, choices, mapping } = state
  if (table === null || file === null) return null
  const { source, notes } = table
  const again = (change: Partial<typeof choices>) => void desk.pick(file, { ...choices, ...change })
  const said = [
    notes.formulas === 0 ? null : words.t('import.formulas', { n: grouped(notes.formulas) }),
    notes.merged === 0 ? null : words.t('import.merged', { n: grouped(notes.merged) }),
  ].filter((one) => one !== null)
  return (
    <section className="card import-bar" aria-label={words.t('import.file')}>
      <strong className="import-name">{file.name}</strong>
      <span className="num">{words.t('import.rows', { n: grouped(table.rows) })}</span>
      {source.kind === 'csv' ? (
        <>
          <label className="import-choice">
            <span className="soft">{words.t('import.encoding')}</span>
            <Select
              aria-label={words.t('import.encoding')}
              value={source.encoding}
              popupMatchSelectWidth={false}
              options={ENCODINGS.map((one) => ({ value: one, label: ENCODING_NAMES[one] }))}
              onChange={(encoding) => again({ encoding })}
            />
          </label>
          <label className="import-choice">
            <span className="soft">{words.t('import.delimiter')}</span>
            <Select
              aria-label={words.t('import.delimiter')}
              value={source.delimiter}
              popupMatchSelectWidth={false}
              options={DELIMITERS.map((one) => ({ value: one, label: words.t(NAMES[one]) }))}
              onChange={(delimiter) => again({ delimiter })}
            />
          </label>
        </>
      ) : (
        <label className="import-choice">
          <span className="soft">{words.t('import.sheet')}</span>
          <Select
            aria-label={words.t('import.sheet')}
            value={source.sheet}
            popupMatchSelectWidth={false}
            options={source.sheets.map((one) => ({ value: one, label: one }))}
            onChange={(sheet) => again({ sheet })}
          />
        </label>
      )}
      <label className="import-choice">
        <span className="soft">{words.t('import.titles')}</span>
        <Select
          aria-label={words.t('import.titles')}
          value={mapping.titles}
          popupMatchSelectWidth={false}
          options={[
            { value: 0, label: words.t('import.titlesNone') },
            ...table.first.slice(0, 20).map(({ n }) => ({ value: n, label: words.t('import.titlesAt', { n }) })),
          ]}
          onChange={(n) => desk.titlesAt(n)}
        />
      </label>
      <ServiceChoice desk={desk} state={state} services={services} />
      <Button onClick={() => desk.clear()}>{words.t('import.pickOther')}</Button>
      {said.length === 0 ? null : <p className="soft import-notes">{said.join(' · ')}</p>}
    </section>
  )
}
