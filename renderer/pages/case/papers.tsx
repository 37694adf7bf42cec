import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href, type PaperKind, paperWord } from '../../app/router.ts'
import type { CasePaper } from '../../app/workflow-view.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { saveFile } from '../../components/save-file.ts'
import type { CaseDetail } from '../../replica/api.ts'

/** Every paper of the case: to print, or as the file that anybody can check; what cannot be had yet says when. */
export function Papers({ detail, papers }: { detail: CaseDetail; papers: readonly CasePaper[] }) {
  const words = useWords()
  const { replica } = useDesk()
  const [failure, setFailure] = useState<Failure | null>(null)
  const save = async (kind: PaperKind) => {
    const answer = await replica.proofFile({ case: detail.id, kind })
    if (answer.ok) saveFile(answer.value.name, answer.value.bytes)
    setFailure(answer.ok ? null : answer)
  }
  return (
    <section className="card" aria-labelledby="papers">
      <h2 id="papers" className="card-title">
        {words.t('papers.title')}
      </h2>
      <ul className="papers">
        {papers.map(({ kind, title, ready }) => {
          const word = paperWord(kind)
          const name = title === null ? words.t(`paper.${word}`) : words.pick(title)
          return (
            <li key={kind}>
              <span className="papers-what">
                <strong>{name}</strong>
                <span className="soft">{words.t(ready ? `paper.${word}.ready` : `paper.${word}.later`)}</span>
              </span>
              {ready ? (
                <span className="papers-do">
                  <Button
                    icon={<PrinterOutlined aria-hidden="true" />}
                    aria-label={words.pair(words.t('papers.print'), name)}
                    href={href({ page: 'print', id: detail.id, kind })}
                  >
                    {words.t('papers.print')}
                  </Button>
                  <Button aria-label={words.pair(words.t('papers.file'), name)} onClick={() => void save(kind)}>
                    {words.t('papers.file')}
                  </Button>
                </span>
              ) : null}
            </li>
          )
        })}
      </ul>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('papers.failed')} />}
    </section>
  )
}
