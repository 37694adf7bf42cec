import type { ReactNode } from 'react'

/** Nothing here, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children === undefined ? null : <div className="empty-next">{children}</div>}
    </div>
  )
}
