import { grouped } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { ProblemGroup } from '../../import/check-table.ts'
import type { Target } from '../../import/mapping.ts'
import { fieldTitle } from './field-title.ts'

/** What is wrong how often: the same mistake is made in many rows. */
export function ProblemGroups(props: { targets: readonly Target[]; groups: readonly ProblemGroup[] }) {
  const words = useWords()
  const { targets, groups } = props
  return (
    <section className="card flush" aria-labelledby="import-groups">
      <h2 id="import-groups" className="card-title bad">
        {words.t('import.groups')}
      </h2>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{words.t('import.field')}</th>
            <th scope="col">{words.t('import.problem')}</th>
            <th scope="col" className="end">
              {words.t('import.count')}
            </th>
            <th scope="col">{words.t('import.firstRows')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, 50).map((one) => (
            <tr key={`${one.path ?? ''} ${one.problem}`}>
              <td>{fieldTitle(targets, one.path, words)}</td>
              <td className="wrap">{words.pick(one.message)}</td>
              <td className="num end">{grouped(one.count)}</td>
              <td className="num">
                {one.rows.join(' · ')}
                {one.count > one.rows.length ? ' …' : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
