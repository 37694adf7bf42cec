import { CheckCircleOutlined, ClockCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { useWords } from '../../../app/prefs.tsx'
import { Mark, type Tone } from '../../../components/mark.tsx'
import type { ServiceState } from '../../../replica/gov-api.ts'

const TONES: Readonly<Record<ServiceState, Tone>> = { 'in-force': 'good', waiting: 'warn', retired: 'plain' }
const ICONS = {
  'in-force': <CheckCircleOutlined aria-hidden="true" />,
  waiting: <ClockCircleOutlined aria-hidden="true" />,
  retired: <MinusCircleOutlined aria-hidden="true" />,
} as const

/** Whether new cases are filed under a version, or it still waits, or a newer one has taken its place. */
export function ServiceMark({ state }: { state: ServiceState }) {
  const words = useWords()
  return (
    <Mark tone={TONES[state]} icon={ICONS[state]}>
      {words.t(`service.state.${state}`)}
    </Mark>
  )
}

/** The first digits of a hash, for a list; two documents that differ do not share them by chance. */
export function ShortHash({ hash }: { hash: string }) {
  return (
    <span className="num hash" title={hash}>
      {hash.slice(0, 8)}
    </span>
  )
}

/** A hash to be read out and compared: eight groups of eight. */
export function WholeHash({ hash }: { hash: string }) {
  return (
    <span className="num whole-hash">
      {(hash.match(/.{8}/g) ?? []).map((part, i) => (
        <span key={`${i}${part}`}>{part}</span>
      ))}
    </span>
  )
}
