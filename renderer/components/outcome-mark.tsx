import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  MergeOutlined,
  RollbackOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Text } from '../../shared/contract/service/definition.ts'
import { useWords } from '../app/prefs.tsx'
import type { TextKey } from '../i18n/index.ts'
import { Mark, type Tone } from './mark.tsx'

/** What became of an act, where it did not simply take effect. */
const OUTCOMES: Readonly<Record<string, { word: TextKey; tone: Tone; icon: ReactNode }>> = {
  merged: { word: 'outcome.merged', tone: 'info', icon: <MergeOutlined aria-hidden="true" /> },
  disputed: { word: 'outcome.disputed', tone: 'warn', icon: <WarningOutlined aria-hidden="true" /> },
  adopted: { word: 'outcome.adopted', tone: 'good', icon: <CheckCircleOutlined aria-hidden="true" /> },
  refused: { word: 'outcome.refused', tone: 'bad', icon: <StopOutlined aria-hidden="true" /> },
  undone: { word: 'outcome.undone', tone: 'bad', icon: <RollbackOutlined aria-hidden="true" /> },
  proposed: { word: 'outcome.proposed', tone: 'warn', icon: <ClockCircleOutlined aria-hidden="true" /> },
}

interface Props {
  readonly outcome: string | null
  readonly rule?: ((id: string) => Text | undefined) | undefined
  /** Nothing of it is sealed: this is what will come of it. */
  readonly expected?: true | undefined
}

/** The outcome of an act in a history, by icon, word and colour with what it means; nothing where it simply took effect. */
export function OutcomeMark({ outcome, rule, expected }: Props) {
  const words = useWords()
  if (outcome === null || outcome === 'applied') return null
  const known = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined
  const soon = expected === true ? `${words.t('fate.expected')} ` : ''
  if (known === undefined)
    return (
      <p className="problem">
        {soon}
        {words.outcome(outcome, rule)}
      </p>
    )
  return (
    <p className="step-outcome">
      {soon === '' ? null : <span className="soft">{soon}</span>}
      <Mark tone={known.tone} icon={known.icon}>
        {words.t(known.word)}
      </Mark>{' '}
      <span className="soft">{words.outcome(outcome)}</span>
    </p>
  )
}
