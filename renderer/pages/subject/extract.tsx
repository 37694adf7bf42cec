import { Segmented } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { PaperView } from '../../components/paper-view.tsx'

const SHOWN = ['part', 'full'] as const

/** 登记簿查询结果: what stands sealed about one thing, as a paper. Personal numbers are shown in part until somebody asks for all of them. */
export function ExtractPage({ id }: { id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('part')
  const answer = useAnswer(`extract ${id} ${shown} ${words.lang}`, () =>
    replica.extract({ subject: id, lang: words.lang, masked: shown === 'part' }),
  )
  return (
    <PaperView
      title={words.t('subject.extract')}
      lead={words.t('extract.worth')}
      answer={answer}
      kind="extract"
      back={{ to: href({ page: 'subject', id }), text: words.t('extract.back') }}
    >
      <span className="soft">{words.t('extract.masked')}</span>
      <Segmented
        aria-label={words.t('extract.masked')}
        value={shown}
        onChange={setShown}
        options={SHOWN.map((one) => ({ value: one, label: words.t(`extract.masked.${one}`) }))}
      />
    </PaperView>
  )
}
