import { LockOutlined } from '@ant-design/icons'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { type FieldLine, fieldLines } from '../../../shared/contract/service/field-lines.ts'
import type { OpenedValues } from '../../../shared/contract/service/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { filledColumns } from './filled-columns.ts'

/** A form as it was filled in, section by section, with its own labels; lists of rows as small tables. */
export function FormRead({ definition, values }: { definition: ServiceDefinition; values: OpenedValues }) {
  const words = useWords()
  const lines = fieldLines(definition, values, words.lang)
  if (lines.length === 0) return <p className="soft">{words.t('form.empty')}</p>
  // One section after the other, each with the lines that follow it: titles need not be unique.
  const sections: { title: string; lines: FieldLine[] }[] = []
  for (const line of lines) {
    const last = sections.at(-1)
    if (last?.title === line.section) last.lines.push(line)
    else sections.push({ title: line.section, lines: [line] })
  }
  return sections.map((section) => (
    <section key={`${section.title} ${section.lines[0]?.name}`} className="form-part">
      <h3>{section.title}</h3>
      <dl className="fields">
        {section.lines.map((line) => (
          <div key={line.name} className={line.wide ? 'long' : undefined}>
            <dt>
              {line.label}
              {line.sealed ? (
                <LockOutlined className="lock" title={words.t('sealed.title')} aria-label={words.t('sealed.title')} />
              ) : null}
            </dt>
            <dd>
              <LineValue line={line} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}

/** One line in words; a list of rows as a table. */
export function LineValue({ line }: { line: FieldLine }) {
  const words = useWords()
  if (line.value === null) return <span className="soft">{words.t('sealed.closed')}</span>
  if (line.table !== undefined && line.table.rows.length > 0) {
    const { columns, rows } = filledColumns(line.table)
    return (
      <div className="field-table">
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{words.t('form.row')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own and never move
              <tr key={i}>
                <td className="num">{i + 1}</td>
                {row.map((cell, j) => (
                  // oxlint-disable-next-line react/no-array-index-key -- cells stand in the order of their columns
                  <td key={j} className="wrap num">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  }
  return line.value === '' ? <span className="soft">—</span> : line.value
}
