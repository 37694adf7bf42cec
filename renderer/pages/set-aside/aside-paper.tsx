import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { PaperView } from '../../components/paper-view.tsx'

/** What the applicant is told: that it was not done, and that the paper for it is not valid. */
export function AsidePaperPage({ entry }: { entry: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`aside ${entry} ${words.lang}`, () => replica.asidePaper({ entry, lang: words.lang }))
  return (
    <PaperView
      title={words.t('aside.paper.title')}
      lead={words.t('aside.paper.lead')}
      answer={answer}
      kind="aside"
      back={{ to: href({ page: 'aside' }), text: words.t('aside.paper.back') }}
    />
  )
}
