import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { PdfInfo } from '../../components/attachments/pdf-info.tsx'
import { PictureStage, type StageView } from '../../components/attachments/picture-stage.tsx'
import { useContent } from '../../components/attachments/use-content.ts'
import { PageButtons, PictureButtons, usePictureView, ViewerBody } from '../../components/attachments/viewing.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { saveFile } from '../../components/save-file.ts'
import type { AttachmentRow } from '../../replica/api.ts'
import type { Conflict } from '../../replica/conflicts/api.ts'
import { type Look, type MaterialFiles, sameAt } from './files.ts'
import { sideName } from './words.ts'

interface Place {
  /** The material, and which of its scans. */
  readonly row: number
  readonly at: number
}

interface Props {
  readonly conflict: Conflict
  readonly rows: readonly MaterialFiles[]
  readonly looks: ReadonlyMap<string, Look>
  readonly start: Place
  onClose(): void
}

/** The scans of one material large, one column for each side, turned and enlarged together; the keys are those of a single one. */
export function CompareFiles({ conflict, rows, looks, start, onClose }: Props) {
  const words = useWords()
  const places = rows.flatMap(({ sides }, row): Place[] =>
    Array.from({ length: Math.max(...sides.map((one) => one.length)) }, (_, at) => ({ row, at })),
  )
  const [now, setNow] = useState(() => places.findIndex((one) => one.row === start.row && one.at === start.at))
  const picture = usePictureView()
  const { row, at } = places[now] ?? start
  const material = rows[row] as MaterialFiles
  const go = (by: number) => setNow((one) => Math.min(places.length - 1, Math.max(0, one + by)))
  const keys = { ...picture.keys, PageUp: () => go(-1), PageDown: () => go(1) }
  const title = material.title === null ? words.t('attachments.other') : words.pick(material.title)
  return (
    <Modal
      open
      centered
      scrollLock={false}
      width="96vw"
      className="viewer"
      footer={null}
      onCancel={onClose}
      title={words.t('conflict.files.title', { title, n: now + 1, of: places.length })}
    >
      <ViewerBody keys={keys}>
        <div className="viewer-bar">
          <PictureButtons {...picture} />
          <span className="foot-space" />
          <PageButtons at={now} of={places.length} go={go} />
        </div>
        <div className="conflict-compare">
          {material.sides.map((files, i) => {
            const file = files[at]
            const same = file === undefined ? [] : sameAt(material, i, file, looks)
            return (
              <section key={sideName(words, conflict, i)} aria-label={sideName(words, conflict, i)}>
                <h3>
                  {sideName(words, conflict, i)}{' '}
                  {same.length === 0 ? null : (
                    <span className="soft">
                      {words.t('conflict.files.same', {
                        sides: words.list(same.map((one) => sideName(words, conflict, one))),
                      })}
                    </span>
                  )}
                </h3>
                {file === undefined ? (
                  <p className="soft">{words.t('conflict.files.noScan')}</p>
                ) : looks.get(file.hash) === 'closed' ? (
                  <p className="soft">{words.t('conflict.files.closed')}</p>
                ) : (
                  <Content key={file.hash} {...{ file, view: picture.view, keepFit: picture.keepFit }} />
                )}
              </section>
            )
          })}
        </div>
      </ViewerBody>
    </Modal>
  )
}

function Content(props: { file: AttachmentRow; view: StageView; keepFit: (fit: number) => void }) {
  const { file, view, keepFit } = props
  const words = useWords()
  const [turn, setTurn] = useState(0)
  // Looking at one side is no reason to wait for another: a file that is not here is fetched when somebody says so.
  const answer = useContent(file.hash, turn > 0, turn)
  if (answer === null) return <Loading what={words.t('loading')} />
  if (!answer.ok) {
    return answer.code === 'no-attachment' && turn === 0 ? (
      <Button onClick={() => setTurn(1)}>{words.t('conflict.files.fetch')}</Button>
    ) : (
      <FailureBox failure={answer} title={words.t('attachments.notOpened')} onAgain={() => setTurn((n) => n + 1)} />
    )
  }
  const { name, bytes, type } = answer.value
  return type === 'application/pdf' ? (
    <PdfInfo content={answer.value} onSave={() => saveFile(name, bytes, type)} />
  ) : (
    <PictureStage content={answer.value} view={view} onFit={keepFit} />
  )
}
