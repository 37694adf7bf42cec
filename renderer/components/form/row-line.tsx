import { DeleteOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { memo } from 'react'
import type { Row, ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { useWords } from '../../app/prefs.tsx'
import { BoxControl } from './box-control.tsx'
import { cellMessage } from './cell-message.ts'
import { Required } from './field-label.tsx'
import type { ShownProblem } from './form-store.ts'
import { idAt } from './paths.ts'
import { roomOf } from './room.ts'
import { type TypedRow, warningFor } from './typed.ts'
import { useScene } from './use-form.ts'

interface Props {
  readonly list: string
  /** Where it stands among the typed rows. */
  readonly at: number
  /** Its number among those that are filled in; null while it is empty. */
  readonly n: number | null
  readonly row: TypedRow
  readonly stored: Row | undefined
  readonly shown: readonly { readonly name: string; readonly column: ScalarSchema }[]
  readonly required: readonly string[]
  readonly stacked: boolean
  readonly problems: readonly ShownProblem[]
  readonly onRemove: (at: number) => void
}

/** One row of a table to type in: a box for each column, and in the cell what is wrong with it. */
export const RowLine = memo(function RowLine(props: Props) {
  const words = useWords()
  const { form } = useScene()
  const { list, at, n, row, stored, shown, required, stacked, problems, onRemove } = props
  const whole = problems.find((one) => one.at === `${list}.${at}`)
  const town = shown.find(({ column }) => column['x-widget'] === 'region' && column['x-level'] === 'town')
  return (
    <tr id={idAt(`${list}.${at}`)}>
      <th scope="row" className="row-n num">
        {n ?? <span className="soft">·</span>}
        {whole === undefined ? null : (
          <p className="problem" role="alert">
            {cellMessage(words, whole.message)}
          </p>
        )}
      </th>
      {shown.map(({ name, column }) => {
        const path = `${list}.${at}.${name}`
        const problem = problems.find((one) => one.at === path)
        const value = stored?.[name]
        const typed = row[name]
        const warning = warningFor(column, value, form.today)
        const note = `${idAt(path)}-note`
        const read =
          (column['x-widget'] === 'area' || column['x-widget'] === 'money') && typeof value === 'number'
            ? showValue(column, value, words.lang)
            : null
        const said = problem !== undefined || warning !== null || read !== null
        return (
          <td
            key={name}
            data-column={name}
            data-row={at}
            style={stacked ? undefined : { minWidth: `${roomOf(column)}rem` }}
          >
            {stacked ? (
              <label htmlFor={idAt(path)} className="cell-label">
                {words.pick(column['x-title'])}
                {required.includes(name) ? <Required /> : null}
              </label>
            ) : null}
            <BoxControl
              path={path}
              box={column}
              typed={typed}
              stored={value}
              wrong={problem !== undefined}
              needed={required.includes(name)}
              label={words.t('form.cell', { n: at + 1, title: words.pick(column['x-title']) })}
              describedBy={said ? note : undefined}
              compact
              town={town === undefined || column['x-level'] !== 'village' ? undefined : String(row[town.name] ?? '')}
            />
            {problem !== undefined ? (
              <p id={note} className="problem" role="alert">
                {cellMessage(words, problem.message)}
              </p>
            ) : warning !== null ? (
              <p id={note} className="warning">
                <WarningOutlined aria-hidden="true" /> {words.pick(warning)}
              </p>
            ) : read !== null ? (
              <p id={note} className="reading num">
                {read}
              </p>
            ) : null}
          </td>
        )
      })}
      <td className="row-remove">
        <Button
          type="text"
          tabIndex={-1}
          icon={<DeleteOutlined aria-hidden="true" />}
          aria-label={words.t('form.removeNth', { n: at + 1 })}
          title={words.t('form.removeKey')}
          onClick={() => onRemove(at)}
        />
      </td>
    </tr>
  )
}, sameLine)

/** The rows that nobody types in are not drawn again: what is stored and found is made anew with every key, and mostly says the same. */
function sameLine(a: Props, b: Props): boolean {
  return (
    a.list === b.list &&
    a.at === b.at &&
    a.n === b.n &&
    a.row === b.row &&
    a.shown === b.shown &&
    a.stacked === b.stacked &&
    JSON.stringify(a.stored) === JSON.stringify(b.stored) &&
    JSON.stringify(a.problems) === JSON.stringify(b.problems)
  )
}
