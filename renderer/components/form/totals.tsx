import type { Row, ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { useWords } from '../../app/prefs.tsx'

interface Props {
  readonly shown: readonly { readonly name: string; readonly column: ScalarSchema }[]
  readonly rows: readonly Row[]
  /** As a line of text below rows that do not stand in columns. */
  readonly line?: boolean
}

/** The sum of every column of quantities, as soon as there are two rows; years are no quantities. */
export function Totals({ shown, rows, line = false }: Props) {
  const words = useWords()
  const sums = new Map(
    shown.flatMap(({ name, column }) => {
      if (column.type !== 'integer' || column['x-widget'] === 'year') return []
      if (!rows.some((row) => typeof row[name] === 'number')) return []
      const sum = rows.reduce((all, row) => all + (typeof row[name] === 'number' ? row[name] : 0), 0)
      return [[name, showValue(column, sum, words.lang)] as const]
    }),
  )
  if (sums.size === 0 || rows.length < 2) return null
  if (line) {
    return (
      <p className="totals num">
        {words.t('form.total')}{' '}
        {shown
          .filter(({ name }) => sums.has(name))
          .map(({ name, column }) => words.pair(words.pick(column['x-title']), sums.get(name) ?? ''))
          .join(words.lang === 'zh' ? '，' : ', ')}
      </p>
    )
  }
  return (
    <tfoot>
      <tr className="totals num">
        <th scope="row">{words.t('form.total')}</th>
        {shown.map(({ name }) => (
          <td key={name}>{sums.get(name) ?? ''}</td>
        ))}
        <td />
      </tr>
    </tfoot>
  )
}
