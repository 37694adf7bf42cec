import type { ReactNode } from 'react'

/** The title of a page, what it is about, and its actions, always in the same place. */
export function PageHead({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {lead === undefined ? null : <span className="page-lead">{lead}</span>}
      {children === undefined ? null : <div className="page-actions">{children}</div>}
    </div>
  )
}
