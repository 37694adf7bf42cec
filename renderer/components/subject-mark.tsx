import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons'
import { useWords } from '../app/prefs.tsx'
import type { SubjectRow } from '../replica/api.ts'
import { Mark } from './mark.tsx'

/** Whether a thing on record is free, claimed by an open case, in dispute, or ended for good. */
export function SubjectMark({ row }: { row: Pick<SubjectRow, 'pending' | 'disputed' | 'ended'> }) {
  const words = useWords()
  if (row.ended !== null) {
    return (
      <Mark tone="bad" icon={<StopOutlined aria-hidden="true" />}>
        {words.t('subject.ended')}
      </Mark>
    )
  }
  if (row.disputed) {
    return (
      <Mark tone="bad" icon={<WarningOutlined aria-hidden="true" />}>
        {words.t('subject.disputed')}
      </Mark>
    )
  }
  return row.pending === null ? (
    <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
      {words.t('subject.free')}
    </Mark>
  ) : (
    <Mark tone="warn" icon={<ClockCircleOutlined aria-hidden="true" />}>
      {words.t('subject.pending')}
    </Mark>
  )
}
