import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  MinusCircleOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { useWords } from '../app/prefs.tsx'
import type { SubjectRow } from '../replica/api.ts'
import { Mark } from './mark.tsx'

/**
 * Whether a thing on record is free, claimed by an open case, in dispute, or ended for good. What lies on it stands beside it, in marks of its own: nothing
 * that is seized is called free.
 */
export function SubjectMark({ row }: { row: Pick<SubjectRow, 'pending' | 'disputed' | 'ended' | 'burdens'> }) {
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
  if (row.pending === null && row.burdens.length > 0) {
    return (
      <Mark tone="plain" icon={<MinusCircleOutlined aria-hidden="true" />}>
        {words.t('subject.noCase')}
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
