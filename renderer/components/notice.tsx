import { CheckCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'

const ICONS = { good: CheckCircleFilled, warn: WarningFilled, info: InfoCircleFilled } as const

/** A box that says one thing and stays. */
export function Notice({ tone, children }: { tone: keyof typeof ICONS; children: ReactNode }) {
  const Icon = ICONS[tone]
  return (
    <div className={`box box-${tone}`} role="note">
      <Icon className="box-icon" aria-hidden="true" />
      <div className="box-body">{children}</div>
    </div>
  )
}
