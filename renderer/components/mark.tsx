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
import { useWords } from '../app/prefs.tsx'
import type { CaseRow, Deadline, Standing } from '../replica/api.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain'

/** A status: icon, word and colour together, always. */
export function Mark(props: { tone: Tone; icon: ReactNode; title?: string; children: ReactNode }) {
  const { tone, icon, title, children } = props
  return (
    <span className={`mark mark-${tone}`} title={title}>
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

/** Working days left in words and light; where the holidays of a year are not known here, it says so: in full, or in a list by ≈. */
export function DeadlineMark({ deadline, short = false }: { deadline: Deadline | null; short?: boolean }) {
  const words = useWords()
  if (deadline === null) return <span className="soft">—</span>
  const days = deadline.left
  const what = words.pick(deadline.title)
  const of = deadline.countedIn
  const when = deadline.paused
    ? words.t(`deadline.paused.${of}`, { days })
    : days > 0
      ? words.t(`deadline.left.${of}`, { days })
      : days === 0
        ? words.t('deadline.today')
        : words.t(`deadline.over.${of}`, { days: -days })
  const about = words.t('deadline.about', { date: deadline.date, legal: deadline.legal })
  const { tone, icon } = LIGHTS[deadline.light]
  return (
    <Mark tone={tone} icon={icon} title={deadline.covered ? about : `${about} ${words.t('deadline.uncovered')}`}>
      {what} {short && !deadline.covered ? '≈ ' : ''}
      {when}
      {deadline.covered || short ? null : <span className="soft"> {words.t('deadline.guess')}</span>}
    </Mark>
  )
}

const LIGHTS = {
  red: { tone: 'bad', icon: <ExclamationCircleOutlined aria-hidden="true" /> },
  yellow: { tone: 'warn', icon: <WarningOutlined aria-hidden="true" /> },
  green: { tone: 'good', icon: <ClockCircleOutlined aria-hidden="true" /> },
  none: { tone: 'plain', icon: <MinusCircleOutlined aria-hidden="true" /> },
} as const

/** A light by its word; `none`: no limit runs. */
export function LightMark({ light }: { light: keyof typeof LIGHTS }) {
  const words = useWords()
  const { tone, icon } = LIGHTS[light]
  return (
    <Mark tone={tone} icon={icon}>
      {words.t(`light.${light}`)}
    </Mark>
  )
}

/** Where a case is in its workflow. */
export function StateMark({ row }: { row: Pick<CaseRow, 'tone' | 'final' | 'stateTitle' | 'disputed' | 'overruled'> }) {
  const words = useWords()
  if (row.overruled !== undefined) {
    return (
      <Mark tone="bad" icon={<StopOutlined aria-hidden="true" />}>
        {words.t('case.overruled')}
      </Mark>
    )
  }
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
