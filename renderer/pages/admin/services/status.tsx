import { CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { bytesText, clock } from '../../../app/format.ts'
import { useWords } from '../../../app/prefs.tsx'
import { Mark } from '../../../components/mark.tsx'
import { definitionProblem } from '../../../i18n/definition-problems.ts'
import type { Words } from '../../../i18n/index.ts'
import { type Inspection, MOST_BYTES } from './inspect.ts'
import type { Place } from './json-text.ts'

/** What is wrong with a text, where, and in words; null while nothing is. */
export function problemShown(words: Words, inspection: Inspection | null): (Place & { message: string }) | null {
  switch (inspection?.state) {
    case 'text': {
      const { fault, what, from, to } = inspection.problem
      return { from, to, message: words.t(`json.${fault}`, { what }) }
    }
    case 'document': {
      const { path, sentence } = definitionProblem(inspection.problem, words.lang)
      return { ...inspection.place, message: path === '' ? sentence : words.pair(path, sentence) }
    }
    case 'size': {
      const sizes = { bytes: bytesText(inspection.bytes), most: bytesText(MOST_BYTES) }
      return { from: 0, to: 0, message: words.t('edit.tooLarge', sizes) }
    }
    default:
      return null
  }
}

interface Props {
  readonly inspection: Inspection | null
  readonly busy: boolean
  readonly slow: boolean
  readonly against: string | null
  readonly keptAt: number | null
  readonly text: string
  onShow(): void
}

/** The line below the text: what the check says of it, and how it is kept. Said aloud when it changes. */
export function Status({ inspection, busy, slow, against, keptAt, text, onShow }: Props) {
  const words = useWords()
  return (
    <div className="bench-status">
      <div role="status" className="bench-verdict">
        {busy ? (
          <Mark tone="plain" icon={<LoadingOutlined aria-hidden="true" />}>
            {words.t('edit.checking')}
          </Mark>
        ) : slow ? (
          <Mark tone="bad" icon={<CloseCircleOutlined aria-hidden="true" />}>
            {words.t('edit.slow')}
          </Mark>
        ) : (
          <Verdict inspection={inspection} against={against} text={text} onShow={onShow} />
        )}
      </div>
      <span className="soft">{words.t('edit.keys')}</span>
      {keptAt === null ? null : <span className="soft">{words.t('edit.kept', { time: clock(keptAt) })}</span>}
    </div>
  )
}

function Verdict(props: Pick<Props, 'inspection' | 'against' | 'text' | 'onShow'>) {
  const { inspection, against, text, onShow } = props
  const words = useWords()
  if (inspection === null) return null
  const problem = problemShown(words, inspection)
  if (problem !== null) {
    const before = text.slice(0, problem.from).split('\n')
    return (
      <>
        <Mark tone="bad" icon={<CloseCircleOutlined aria-hidden="true" />}>
          {words.t('edit.atLine', { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 })}
        </Mark>{' '}
        <span className="problem">{problem.message}</span>{' '}
        <Button size="small" onClick={onShow}>
          {words.t('edit.goto')} <kbd>F8</kbd>
        </Button>
      </>
    )
  }
  if (inspection.state !== 'sound') return null
  if (against !== null || !inspection.holds) {
    return (
      <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
        {against ?? words.t('edit.soundButExamples')}
      </Mark>
    )
  }
  return (
    <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
      {words.t('edit.sound', { bytes: bytesText(inspection.bytes), most: bytesText(MOST_BYTES) })}
    </Mark>
  )
}
