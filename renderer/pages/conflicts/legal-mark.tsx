import { ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { daysBetween } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useToday } from '../../app/today.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deadline } from '../../replica/api.ts'

/** The last day by law, and red once it is past; a conflict has no promise of its own. */
export function LegalMark({ deadline }: { deadline: Deadline | null }) {
  const words = useWords()
  const today = useToday()
  if (deadline === null) return <span className="soft">{words.t('conflicts.noLimit')}</span>
  const left = daysBetween(today, deadline.legal)
  const late = left < 0
  return (
    <Mark
      tone={late ? 'bad' : left <= 2 ? 'warn' : 'plain'}
      icon={late ? <ExclamationCircleOutlined aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}
    >
      {words.pick(deadline.title)} <span className="num">{deadline.legal}</span>{' '}
      {words.t(late ? 'conflicts.late' : 'conflicts.left', { days: Math.abs(left) })}
    </Mark>
  )
}
