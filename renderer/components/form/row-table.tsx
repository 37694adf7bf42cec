import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { RowSchema } from '../../../shared/contract/service/definition.ts'
import { rowsOf } from '../../../shared/contract/service/values.ts'
import { useWords } from '../../app/prefs.tsx'
import { Required } from './field-label.tsx'
import { focusField, goOn, goPast } from './focus.ts'
import type { FieldView } from './form-store.ts'
import { goesOn } from './keys.ts'
import { columnsOnScreen, isHeading, readTable, toCell } from './paste.ts'
import { idAt } from './paths.ts'
import { PersonHint } from './person-hint.tsx'
import { roomOf } from './room.ts'
import { RowLine } from './row-line.tsx'
import { Totals } from './totals.tsx'
import type { TypedCell, TypedRow } from './typed.ts'
import { useScene } from './use-form.ts'

interface Props {
  readonly name: string
  readonly columns: RowSchema
  readonly most: number
  readonly view: FieldView
}

/** Beside the columns: the number of the row and the button that removes it, in rem. */
const EDGES = 5.2

const BLANK: TypedRow = {}

/**
 * A list of rows as a table to type in. Enter goes from cell to cell and adds a row behind the last; in a last row that is still empty it leaves the
 * table. ↑ ↓ go to the same cell of the next row, Ctrl+Delete takes a row away, what a spreadsheet has copied can be pasted into any cell.
 */
export function RowTable({ name, columns, most, view }: Props) {
  const words = useWords()
  const { form } = useScene()
  const shown = useMemo(() => columnsOnScreen(columns), [columns])
  const [surplus, setSurplus] = useState(0)
  const [removed, setRemoved] = useState<{ readonly row: TypedRow; readonly at: number } | null>(null)
  /** The row in which the focus is, for what is said below the table. */
  const [current, setCurrent] = useState<number | null>(null)
  const table = useRef<HTMLDivElement>(null)
  const typed = Array.isArray(view.typed) ? (view.typed as readonly TypedRow[]) : []
  const rows = typed.length === 0 ? [BLANK] : typed
  const stored = rowsOf(view.stored)
  // Columns that do not stand side by side here make each row a small form of its own.
  const stacked = useTooNarrow(table, EDGES + shown.reduce((sum, { column }) => sum + roomOf(column) + 0.4, 0))
  const first = shown[0]?.name ?? ''

  const set = (next: readonly TypedRow[], row: number, column: string) => {
    // The boxes are there before the next key: what a reader types on goes where it belongs.
    flushSync(() => form.change(name, next))
    focusField(`${name}.${row}.${column}`)
  }
  const add = () => rows.length < most && set([...rows, BLANK], rows.length, first)
  /** Reads the rows as they are by then: rows that are not drawn again keep an older version of this function. */
  const remove = (at: number, column = first) => {
    const now = form.state().typed[name]
    const all = Array.isArray(now) ? (now as readonly TypedRow[]) : []
    const row = all[at]
    if (row === undefined) return
    if (!isEmpty(row)) setRemoved({ row, at })
    set(all.toSpliced(at, 1), Math.max(0, Math.min(at, all.length - 2)), column)
  }
  const putBack = () => {
    if (removed === null) return
    set(
      rows.length === 1 && isEmpty(rows[0]) ? [removed.row] : rows.toSpliced(removed.at, 0, removed.row),
      removed.at,
      first,
    )
    setRemoved(null)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = cellOf(event.target)
    if (cell === null || event.nativeEvent.isComposing) return
    const { row, column } = cell
    const last = row === rows.length - 1 && column === shown.at(-1)?.name
    if (goesOn(event)) {
      take(event)
      if (!last) goOn(event.target)
      else if (isEmpty(rows[row]) || rows.length >= most) goPast(table.current as HTMLElement)
      else add()
    } else if (event.key === 'Delete' && event.ctrlKey) {
      take(event)
      remove(row, column)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && isPlain(event)) {
      const to = row + (event.key === 'ArrowDown' ? 1 : -1)
      if (to < 0 || to >= rows.length) return
      take(event)
      focusField(`${name}.${to}.${column}`)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const cell = cellOf(event.target)
    const pasted = cell === null ? null : readTable(event.clipboardData.getData('text/plain'))
    if (cell === null || pasted === null) return
    event.preventDefault()
    const from = shown.findIndex((one) => one.name === cell.column)
    const under = shown.slice(from)
    const lines = isHeading(
      pasted[0] ?? [],
      under.map((one) => one.column),
    )
      ? pasted.slice(1)
      : pasted
    const next: Record<string, TypedCell>[] = rows.map((row) => ({ ...row }))
    const room = lines.slice(0, most - cell.row)
    for (const [i, line] of room.entries()) {
      const row = (next[cell.row + i] ??= {})
      for (const [j, text] of line.entries()) {
        const at = under[j]
        if (at !== undefined) row[at.name] = toCell(at.column, text, form.county)
      }
    }
    setSurplus(lines.length - room.length)
    set(next, cell.row + Math.max(0, room.length - 1), cell.column)
  }
  const onFocus = (event: FocusEvent) => setCurrent(cellOf(event.target)?.row ?? null)
  const onBlur = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget)) return
    form.leave(name)
  }

  return (
    <div ref={table} id={idAt(name)} className="row-table" onFocus={onFocus} onBlur={onBlur}>
      <div className="row-scroll" onKeyDownCapture={onKeyDown} onPaste={onPaste}>
        <table className={stacked ? 'rows cells stacked' : 'rows cells'} aria-labelledby={`${idAt(name)}-label`}>
          <thead className={stacked ? 'unseen' : undefined}>
            <tr>
              <th scope="col" className="row-n">
                {words.t('form.row')}
              </th>
              {shown.map(({ name: column, column: schema }) => (
                <th key={column} scope="col">
                  {words.pick(schema['x-title'])}
                  {columns.required.includes(column) ? <Required /> : null}
                </th>
              ))}
              <th scope="col">
                <span className="unseen">{words.t('form.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => {
              const n = view.rows.indexOf(i)
              return (
                <RowLine
                  // oxlint-disable-next-line react/no-array-index-key -- rows are told apart by where they stand, as their ids are
                  key={i}
                  list={name}
                  at={i}
                  n={n < 0 ? null : n + 1}
                  row={row}
                  stored={n < 0 ? undefined : stored[n]}
                  shown={shown}
                  required={columns.required}
                  stacked={stacked}
                  problems={view.problems.filter(({ at }) => at === `${name}.${i}` || at?.startsWith(`${name}.${i}.`))}
                  onRemove={remove}
                />
              )
            })}
          </tbody>
          {stacked ? null : <Totals shown={shown} rows={stored} />}
        </table>
      </div>
      {stacked ? <Totals shown={shown} rows={stored} line /> : null}
      <div className="rows-foot">
        <Button size="small" icon={<PlusOutlined aria-hidden="true" />} disabled={rows.length >= most} onClick={add}>
          {words.t('form.addRow')}
        </Button>
        <span className="help">{words.t('form.rowKeys', { n: most })}</span>
        {removed === null ? null : (
          <span role="status">
            {words.t('form.removed', { n: removed.at + 1 })}{' '}
            <Button size="small" onClick={putBack}>
              {words.t('form.undo')}
            </Button>
          </span>
        )}
        {surplus === 0 ? null : (
          <span className="problem" role="alert">
            {words.t('form.surplus', { n: surplus, most })}
          </span>
        )}
      </div>
      {current === null ? null : <PersonHint at={`${name}.${current}`} />}
    </div>
  )
}

/** Is there less room than so many rem? Followed as the window, the text size and the boxes beside it change. */
function useTooNarrow(place: RefObject<HTMLElement | null>, rem: number): boolean {
  const [narrow, setNarrow] = useState(false)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const measure = () => {
      const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setNarrow(element.clientWidth > 0 && element.clientWidth < rem * root)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place, rem])
  return narrow
}

function take(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

/** The cell that holds an element, by the attributes of its table cell. */
function cellOf(target: EventTarget): { readonly row: number; readonly column: string } | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-column]') : null
  const column = cell?.dataset['column']
  return cell === null || column === undefined ? null : { row: Number(cell.dataset['row']), column }
}

/** In a list of choices, among answers and in a text of several lines the arrows have work of their own. */
function isPlain({ target, ctrlKey, altKey, shiftKey, metaKey }: KeyboardEvent): boolean {
  if (ctrlKey || altKey || shiftKey || metaKey || !(target instanceof HTMLInputElement)) return false
  if (target.type === 'radio') return false
  if (target.getAttribute('role') !== 'combobox') return true
  return target.dataset['enter'] !== undefined && target.getAttribute('aria-expanded') !== 'true'
}

function isEmpty(row: TypedRow | undefined): boolean {
  return Object.values(row ?? {}).every((cell) => cell === false || (typeof cell === 'string' && cell.trim() === ''))
}
