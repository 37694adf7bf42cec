import {
  CheckCircleFilled,
  CloudSyncOutlined,
  DisconnectOutlined,
  ExclamationCircleFilled,
  QuestionCircleOutlined,
  WarningFilled,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useStatus } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { type SyncLight, syncLight } from '../app/sync-light.ts'

const ICONS: Readonly<Record<SyncLight['tone'], ReactNode>> = {
  good: <CheckCircleFilled aria-hidden="true" />,
  warn: <WarningFilled aria-hidden="true" />,
  bad: <ExclamationCircleFilled aria-hidden="true" />,
  info: <CloudSyncOutlined aria-hidden="true" />,
  plain: <QuestionCircleOutlined aria-hidden="true" />,
}

/** The sync light of the frame, a link to where there is more of it; screen readers hear it when it changes. */
export function SyncBadge() {
  const words = useWords()
  const { status } = useStatus()
  const light: SyncLight = status === null ? { tone: 'plain', key: 'light.asking', values: {} } : syncLight(status)
  const icon =
    status?.line === 'down' && light.tone !== 'bad' ? <DisconnectOutlined aria-hidden="true" /> : ICONS[light.tone]
  return (
    <a
      className={`sync-badge mark mark-${light.tone}`}
      href={href({ page: light.key === 'light.setAside' ? 'aside' : 'sync' })}
      aria-live="polite"
    >
      {icon}
      <span>{words.t(light.key, light.values)}</span>
    </a>
  )
}
