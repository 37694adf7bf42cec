import { useEffect, useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { Pager, usePaging } from '../../components/pager.tsx'
import type { ShownBadRow } from '../../import/session.ts'
import { fieldTitle } from './field-title.ts'
import { columnLetter, type StepProps } from './step.ts'

const PAGE = 20

/** Row by row what is wrong, beside what stands there. */
export function BadRows({ desk, state }: StepProps) {
  const words = useWords()
  const paging = usePaging()
  const [rows, setRows] = useState<readonly ShownBadRow[]>([])
  const from = Number(paging.after ?? 0)
  const { worker } = desk
  useEffect(() => {
    let stale = false
    void worker?.bad(from, PAGE).then((answer) => !stale && answer.ok && setRows(answer.value))
    return () => {
      stale = true
    }
  }, [worker, from])
  const { checked, targets, mapping } = state
  const bad = checked?.bad ?? 0
  const columnOf = (path: string | null): number | null => {
    const target = targets.find((one) => one.path === path) ?? targets.find((one) => one.path.startsWith(`${path}.`))
    const source = target === undefined ? undefined : mapping.sources[target.path]
    return source !== undefined && 'column' in source ? source.column : null
  }
  return (
    <section className="card flush" aria-labelledby="import-bad">
      <h2 id="import-bad" className="card-title bad">
        {words.t('import.badRows')}
      </h2>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{words.t('import.row')}</th>
            <th scope="col">{words.t('import.field')}</th>
            <th scope="col">{words.t('import.said')}</th>
            <th scope="col">{words.t('import.problem')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.flatMap(({ n, cells, problems }) =>
            problems.map(({ path, problem, message }, i) => {
              const column = columnOf(path)
              return (
                <tr key={`${n} ${path ?? ''} ${problem}`}>
                  <td className="num">{i === 0 ? n : ''}</td>
                  <td>
                    {fieldTitle(targets, path, words)}
                    {column === null ? null : <span className="soft num"> {columnLetter(column)}</span>}
                  </td>
                  <td className="wrap">{column === null ? '' : (cells[column] ?? '').slice(0, 80)}</td>
                  <td className="wrap problem">{words.pick(message)}</td>
                </tr>
              )
            }),
          )}
        </tbody>
      </table>
      <Pager paging={paging} next={from + PAGE < bad && rows.length > 0 ? String(from + PAGE) : null} />
    </section>
  )
}
