import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { PaperView } from '../../components/paper-view.tsx'

interface Props {
  /** The record, the decision's entry, and the case that the notice is for; null: 冲突处理单. */
  readonly id: string
  readonly entry: string
  readonly of: string | null
}

/** A paper of a decision: for the files, or for the people of one case. */
export function DecisionPaperPage({ id, entry, of }: Props) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`decision ${id} ${entry} ${of ?? ''} ${words.lang}`, () =>
    replica.decisionPaper({ id, entry, case: of, lang: words.lang }),
  )
  return (
    <PaperView
      title={words.t(of === null ? 'cpaper.title' : 'cpaper.notice')}
      lead={words.t(of === null ? 'cpaper.worth' : 'cpaper.noticeWorth')}
      answer={answer}
      kind="decision"
      back={{ to: href({ page: 'conflict', id }), text: words.t('cpaper.back') }}
    />
  )
}
