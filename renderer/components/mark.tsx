import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloudUploadOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
  SafetyCertificateOutlined,
  SaveOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { daysBetween } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { useToday } from '../app/today.ts'
import type { CaseRow, Deadline, Standing } from '../replica/api.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain'

/** A status: icon, word and colour together, always. */
export function Mark({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={`mark mark-${tone}`}>
      {icon}
      <span>{children}</span>
    </span>
  )
}

const STANDINGS: Readonly<Record<Standing, { tone: Tone; icon: ReactNode }>> = {
  saved: { tone: 'warn', icon: <SaveOutlined aria-hidden="true" /> },
  sent: { tone: 'info', icon: <CloudUploadOutlined aria-hidden="true" /> },
  sealed: { tone: 'good', icon: <SafetyCertificateOutlined aria-hidden="true" /> },
  'set-aside': { tone: 'bad', icon: <StopOutlined aria-hidden="true" /> },
}

/** How safe an act is. The words never blur: saved here, acknowledged by the province, sealed in a block, or set aside. */
export function StandingMark({ standing, short = false }: { standing: Standing; short?: boolean }) {
  const words = useWords()
  const { tone, icon } = STANDINGS[standing]
  return (
    <Mark tone={tone} icon={icon}>
      {words.t(`standing.${standing}${short ? '.short' : ''}`)}
    </Mark>
  )
}

/** Days left in words and light. */
export function DeadlineMark({ deadline }: { deadline: Deadline | null }) {
  const words = useWords()
  const today = useToday()
  if (deadline === null) return <span className="soft">—</span>
  const days = deadline.paused ? deadline.left : daysBetween(today, deadline.date)
  const what = words.pick(deadline.title)
  const when =
    days > 0
      ? words.t('deadline.left', { days })
      : days === 0
        ? words.t('deadline.today')
        : words.t('deadline.over', { days: -days })
  const tone = deadline.light === 'green' ? 'good' : deadline.light === 'yellow' ? 'warn' : 'bad'
  const icon =
    deadline.light === 'green' ? (
      <ClockCircleOutlined aria-hidden="true" />
    ) : deadline.light === 'yellow' ? (
      <WarningOutlined aria-hidden="true" />
    ) : (
      <ExclamationCircleOutlined aria-hidden="true" />
    )
  return (
    <Mark tone={tone} icon={icon}>
      {what} {when}
    </Mark>
  )
}

/** Where a case is in its workflow. */
export function StateMark({ row }: { row: Pick<CaseRow, 'tone' | 'final' | 'stateTitle' | 'disputed'> }) {
  const words = useWords()
  if (row.disputed) {
    return (
      <Mark tone="bad" icon={<WarningOutlined aria-hidden="true" />}>
        {words.t('case.disputed')}
      </Mark>
    )
  }
  const tone: Tone = row.tone === 'good' ? 'good' : row.tone === 'bad' ? 'bad' : row.final ? 'plain' : 'info'
  const icon =
    tone === 'good' ? (
      <CheckCircleOutlined aria-hidden="true" />
    ) : tone === 'info' ? (
      <ClockCircleOutlined aria-hidden="true" />
    ) : (
      <MinusCircleOutlined aria-hidden="true" />
    )
  return (
    <Mark tone={tone} icon={icon}>
      {words.pick(row.stateTitle)}
    </Mark>
  )
}
