import { DownloadOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { bytesText } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../failure-box.tsx'
import { Loading } from '../loading.tsx'
import { saveFile } from '../save-file.ts'
import { PdfInfo } from './pdf-info.tsx'
import { PictureStage } from './picture-stage.tsx'
import { useContent } from './use-content.ts'
import { PageButtons, PictureButtons, usePictureView, ViewerBody } from './viewing.tsx'

export interface ViewedFile {
  readonly hash: string
  readonly size: number
}

/**
 * Attachments one at a time, fetched from the province where they are not here. Everything by keys: + − and 0 for the size, R to turn, page up and
 * down for the others, S to save.
 */
export function Viewer({
  files,
  start,
  onClose,
}: {
  files: readonly ViewedFile[]
  start: number
  onClose: () => void
}) {
  const words = useWords()
  const [at, setAt] = useState(start)
  const file = files[at] as ViewedFile
  const go = (by: number) => setAt((now) => Math.min(files.length - 1, Math.max(0, now + by)))
  return (
    <Modal
      open
      centered
      scrollLock={false}
      width="92vw"
      className="viewer"
      footer={null}
      onCancel={onClose}
      title={words.t('attachments.title', { n: at + 1, of: files.length })}
    >
      <One key={file.hash} file={file} at={at} of={files.length} go={go} />
    </Modal>
  )
}

function One({ file, at, of, go }: { file: ViewedFile; at: number; of: number; go: (by: number) => void }) {
  const words = useWords()
  const [turn, setTurn] = useState(0)
  const picture = usePictureView()
  const answer = useContent(file.hash, true, turn)
  const content = answer?.ok === true ? answer.value : null
  const isPicture = content !== null && content.type !== 'application/pdf'
  const save = () => {
    if (content !== null) saveFile(content.name, content.bytes, content.type)
  }
  const keys: Readonly<Record<string, () => void>> = {
    PageUp: () => go(-1),
    PageDown: () => go(1),
    s: save,
    ...(isPicture ? picture.keys : {}),
  }
  return (
    <ViewerBody keys={keys}>
      <div className="viewer-bar">
        <strong className="viewer-name">{content?.name ?? words.t('attachments.nth', { n: at + 1 })}</strong>
        <span className="soft num">{bytesText(content?.bytes.length ?? file.size)}</span>
        <span className="foot-space" />
        {isPicture ? <PictureButtons {...picture} /> : null}
        <Button icon={<DownloadOutlined aria-hidden="true" />} disabled={content === null} onClick={save}>
          {words.t('attachments.save')} <kbd>S</kbd>
        </Button>
        {of === 1 ? null : <PageButtons {...{ at, of, go }} />}
      </div>
      {answer === null ? <Loading what={words.t('attachments.opening', { size: bytesText(file.size) })} /> : null}
      {answer?.ok === false ? (
        <FailureBox failure={answer} title={words.t('attachments.notOpened')} onAgain={() => setTurn((n) => n + 1)} />
      ) : null}
      {content === null ? null : isPicture ? (
        <PictureStage content={content} view={picture.view} onFit={picture.keepFit} />
      ) : (
        <PdfInfo content={content} onSave={save} />
      )}
    </ViewerBody>
  )
}
