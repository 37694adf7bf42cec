import { useWords } from '../../app/prefs.tsx'
import type { ReadSummary } from '../../import/session.ts'
import { columnLetter } from './step.ts'

const SHOWN = 12

/** The first rows as they stand in the table, the titles among them. */
export function Preview({ table, titles }: { table: ReadSummary; titles: number }) {
  const words = useWords()
  const rows = table.first.slice(0, SHOWN)
  const columns = Array.from({ length: table.columns }, (_, column) => columnLetter(column))
  return (
    <section className="card flush" aria-labelledby="import-preview">
      <h2 id="import-preview" className="card-title">
        {words.t('import.preview', { n: rows.length })}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
      <section className="import-preview" tabIndex={0} aria-labelledby="import-preview">
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{words.t('import.row')}</th>
              {columns.map((letter) => (
                <th key={letter} scope="col">
                  {letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ n, cells }) => (
              <tr key={n} className={n === titles ? 'strong' : n < titles ? 'dim' : undefined}>
                <td className="num soft">{n}</td>
                {columns.map((letter, column) => (
                  <td key={letter}>{cells[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
