import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly cell: (row: T) => ReactNode
  /** Numbers and times line up at their ends. */
  readonly end?: boolean
  /** May break over two lines; others stay on one. */
  readonly wrap?: boolean
}

interface Props<T> {
  readonly label: string
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly id: (row: T) => string
  /** Where a row leads; its first cell is the link. */
  readonly to?: (row: T) => string
  readonly dim?: (row: T) => boolean
}

/** A table of things to open: ↑ ↓ Home End move between rows, Enter opens, a click anywhere on a row opens it. */
export function Rows<T>({ label, rows, columns, id, to, dim }: Props<T>) {
  const body = useRef<HTMLTableSectionElement>(null)

  const onKey = (event: KeyboardEvent) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a.row-link') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (at < 0) return
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    links[next]?.focus()
  }

  return (
    <table className="rows" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.end ? 'end' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKey}>
        {rows.map((row) => {
          const target = to?.(row)
          return (
            <tr
              key={id(row)}
              className={[target === undefined ? '' : 'opens', dim?.(row) === true ? 'dim' : ''].join(' ').trim()}
              onClick={(event) => {
                if (target === undefined || (event.target as Element).closest('a, button') !== null) return
                if (window.getSelection()?.isCollapsed === false) return
                window.location.hash = target
              }}
            >
              {columns.map((column, i) => (
                <td
                  key={column.key}
                  className={[column.end ? 'end' : '', column.wrap ? 'wrap' : ''].join(' ').trim() || undefined}
                >
                  {i === 0 && target !== undefined ? (
                    <a className="row-link" href={target}>
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
