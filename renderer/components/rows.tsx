import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly cell: (row: T) => ReactNode
  /** Numbers and times line up at their ends. */
  readonly end?: boolean
  /** May break over two lines; others stay on one. */
  readonly wrap?: boolean
}

/** Rows that are chosen to do something with: Space, Shift with ↑ and ↓, Ctrl+A for all that are shown, or the boxes. */
export interface Selection<T> {
  readonly chosen: ReadonlySet<string>
  change(ids: readonly string[], on: boolean): void
  /** What the box of a row, and of all rows, is called. */
  nameOf(row: T): string
  readonly allName: string
}

interface Props<T> {
  readonly label: string
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly id: (row: T) => string
  /** Where a row leads; its first cell is the link. */
  readonly to?: (row: T) => string
  readonly dim?: (row: T) => boolean
  readonly selection?: Selection<T>
  /** A row is being opened. */
  readonly onOpen?: (id: string) => void
}

/** A table of things to open: ↑ ↓ Home End move between rows, Enter opens, a click anywhere on a row opens it. */
export function Rows<T>({ label, rows, columns, id, to, dim, selection, onOpen }: Props<T>) {
  const body = useRef<HTMLTableSectionElement>(null)
  /** Where a stretch of chosen rows begins. */
  const anchor = useRef<number | null>(null)
  const ids = rows.map(id)

  const onKey = (event: KeyboardEvent) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a.row-link') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (at < 0) return
    if (selection !== undefined && chooses(event, at, selection)) {
      event.preventDefault()
      return
    }
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const to = links[next]
    if (to === undefined) return
    if (selection !== undefined && event.shiftKey) selection.change([ids[at] as string, ids[next] as string], true)
    to.focus()
  }

  const chooses = (event: KeyboardEvent, at: number, { chosen, change }: Selection<T>): boolean => {
    if (event.key === ' ' && !event.ctrlKey && !event.altKey) {
      anchor.current = at
      change([ids[at] as string], !chosen.has(ids[at] as string))
      return true
    }
    if (event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey)) return false
    change(ids, true)
    return true
  }

  const choose = (event: MouseEvent, at: number, { chosen, change }: Selection<T>) => {
    const on = !chosen.has(ids[at] as string)
    const from = event.shiftKey ? (anchor.current ?? at) : at
    anchor.current = at
    change(ids.slice(Math.min(from, at), Math.max(from, at) + 1), on)
  }

  const all = selection !== undefined && ids.length > 0 && ids.every((one) => selection.chosen.has(one))
  const some = selection !== undefined && !all && ids.some((one) => selection.chosen.has(one))
  return (
    <table className="rows" aria-label={label}>
      <thead>
        <tr>
          {selection === undefined ? null : (
            <th scope="col" className="choose">
              <input
                type="checkbox"
                aria-label={selection.allName}
                checked={all}
                ref={(box) => {
                  if (box !== null) box.indeterminate = some
                }}
                onChange={() => selection.change(ids, !all)}
              />
            </th>
          )}
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.end ? 'end' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKey}>
        {rows.map((row, at) => {
          const target = to?.(row)
          const name = ids[at] as string
          const chosen = selection?.chosen.has(name) === true
          const looks = [target === undefined ? '' : 'opens', dim?.(row) === true ? 'dim' : '', chosen ? 'chosen' : '']
          return (
            <tr
              key={name}
              className={looks.filter((one) => one !== '').join(' ')}
              aria-selected={selection === undefined ? undefined : chosen}
              onClick={(event) => {
                const on = event.target as Element
                if (target === undefined || on.closest('button, input') !== null) return
                if (on.closest('a.row-link') !== null) return onOpen?.(name)
                if (on.closest('a, .choose') !== null || window.getSelection()?.isCollapsed === false) return
                onOpen?.(name)
                window.location.hash = target
              }}
            >
              {selection === undefined ? null : (
                <td className="choose">
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={selection.nameOf(row)}
                    checked={chosen}
                    onClick={(event) => choose(event, at, selection)}
                    onChange={() => undefined}
                  />
                </td>
              )}
              {columns.map((column, i) => (
                <td
                  key={column.key}
                  className={[column.end ? 'end' : '', column.wrap ? 'wrap' : ''].join(' ').trim() || undefined}
                >
                  {i === 0 && target !== undefined ? (
                    <a className="row-link" href={target} data-row={name}>
                      {column.cell(row)}
                    </a>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Puts the focus on the first row, from a search field above it. */
export function focusFirstRow(): void {
  document.querySelector<HTMLAnchorElement>('#page a.row-link')?.focus()
}

/** Puts the focus on a row that is shown; answers whether it is. */
export function focusRow(id: string): boolean {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#page a.row-link')]
  const link = links.find((one) => one.dataset['row'] === id)
  link?.focus()
  return link !== undefined
}
