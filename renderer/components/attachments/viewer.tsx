import {
  DownloadOutlined,
  LeftOutlined,
  RightOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { bytesText } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../failure-box.tsx'
import { Loading } from '../loading.tsx'
import { saveFile } from '../save-file.ts'
import { PdfInfo } from './pdf-info.tsx'
import { PictureStage, START_VIEW, type StageView, turned, zoomed } from './picture-stage.tsx'
import { useContent } from './use-content.ts'

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
  const [view, setView] = useState<StageView>(START_VIEW)
  const answer = useContent(file.hash, true, turn)
  const content = answer?.ok === true ? answer.value : null
  const isPicture = content !== null && content.type !== 'application/pdf'
  const fits = useRef(1)
  const keepFit = useCallback((now: number) => {
    fits.current = now
  }, [])
  const zoom = (by: 1 | -1) => setView(zoomed(by, fits.current))
  const save = () => {
    if (content !== null) saveFile(content.name, content.bytes, content.type)
  }
  const keys: Readonly<Record<string, () => void>> = {
    PageUp: () => go(-1),
    PageDown: () => go(1),
    s: save,
    ...(isPicture
      ? {
          '+': () => zoom(1),
          '=': () => zoom(1),
          '-': () => zoom(-1),
          '0': () => setView((now) => ({ ...now, zoom: null })),
          r: () => setView(turned),
        }
      : {}),
  }
  return (
    <div
      className="viewer-body"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return
        const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
        if (act === undefined) return
        event.preventDefault()
        act()
      }}
    >
      <div className="viewer-bar">
        <strong className="viewer-name">{content?.name ?? words.t('attachments.nth', { n: at + 1 })}</strong>
        <span className="soft num">{bytesText(content?.bytes.length ?? file.size)}</span>
        <span className="foot-space" />
        {isPicture ? (
          <>
            <Button icon={<ZoomOutOutlined aria-hidden="true" />} onClick={() => zoom(-1)}>
              {words.t('attachments.smaller')} <kbd>−</kbd>
            </Button>
            <Button icon={<ZoomInOutlined aria-hidden="true" />} onClick={() => zoom(1)}>
              {words.t('attachments.larger')} <kbd>+</kbd>
            </Button>
            <Button onClick={() => setView((now) => ({ ...now, zoom: null }))}>
              {words.t('attachments.whole')} <kbd>0</kbd>
            </Button>
            <Button icon={<RotateRightOutlined aria-hidden="true" />} onClick={() => setView(turned)}>
              {words.t('attachments.turn')} <kbd>R</kbd>
            </Button>
          </>
        ) : null}
        <Button icon={<DownloadOutlined aria-hidden="true" />} disabled={content === null} onClick={save}>
          {words.t('attachments.save')} <kbd>S</kbd>
        </Button>
        {of === 1 ? null : (
          <>
            <Button
              icon={<LeftOutlined aria-hidden="true" />}
              disabled={at === 0}
              onClick={() => go(-1)}
              aria-label={words.t('pager.back')}
            >
              <kbd>PgUp</kbd>
            </Button>
            <Button
              icon={<RightOutlined aria-hidden="true" />}
              disabled={at === of - 1}
              onClick={() => go(1)}
              aria-label={words.t('pager.next')}
            >
              <kbd>PgDn</kbd>
            </Button>
          </>
        )}
      </div>
      {answer === null ? <Loading what={words.t('attachments.opening', { size: bytesText(file.size) })} /> : null}
      {answer?.ok === false ? (
        <FailureBox failure={answer} title={words.t('attachments.notOpened')} onAgain={() => setTurn((n) => n + 1)} />
      ) : null}
      {content === null ? null : isPicture ? (
        <PictureStage content={content} view={view} onFit={keepFit} />
      ) : (
        <PdfInfo content={content} onSave={save} />
      )}
    </div>
  )
}
