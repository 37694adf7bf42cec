import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { href, type PaperKind, paperWord } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { PaperView } from '../components/paper-view.tsx'

/** A paper of a case. */
export function PrintPage({ id, kind }: { id: string; kind: PaperKind }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`paper ${id} ${kind} ${words.lang}`, () =>
    replica.paper({ case: id, kind, lang: words.lang }),
  )
  const word = paperWord(kind)
  return (
    <PaperView
      title={words.t(`paper.${word}`)}
      lead={words.t(`paper.${word}.worth`)}
      answer={answer}
      kind={kind}
      back={{ to: href({ page: 'case', id }), text: words.t('print.back') }}
    />
  )
}
