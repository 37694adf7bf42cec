import { LeftOutlined, RightOutlined, RotateRightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { PdfInfo } from '../../components/attachments/pdf-info.tsx'
import {
  PictureStage,
  START_VIEW,
  type StageView,
  turned,
  zoomed,
} from '../../components/attachments/picture-stage.tsx'
import { useContent } from '../../components/attachments/use-content.ts'
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
  const [view, setView] = useState<StageView>(START_VIEW)
  const fits = useRef(1)
  const keepFit = useCallback((fit: number) => {
    fits.current = fit
  }, [])
  const { row, at } = places[now] ?? start
  const material = rows[row] as MaterialFiles
  const go = (by: number) => setNow((one) => Math.min(places.length - 1, Math.max(0, one + by)))
  const zoom = (by: 1 | -1) => setView(zoomed(by, fits.current))
  const whole = () => setView((one) => ({ ...one, zoom: null }))
  const keys: Readonly<Record<string, () => void>> = {
    ...{ PageUp: () => go(-1), PageDown: () => go(1), r: () => setView(turned), '0': whole },
    ...{ '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1) },
  }
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
          <Button icon={<ZoomOutOutlined aria-hidden="true" />} onClick={() => zoom(-1)}>
            {words.t('attachments.smaller')} <kbd>−</kbd>
          </Button>
          <Button icon={<ZoomInOutlined aria-hidden="true" />} onClick={() => zoom(1)}>
            {words.t('attachments.larger')} <kbd>+</kbd>
          </Button>
          <Button onClick={whole}>
            {words.t('attachments.whole')} <kbd>0</kbd>
          </Button>
          <Button icon={<RotateRightOutlined aria-hidden="true" />} onClick={() => setView(turned)}>
            {words.t('attachments.turn')} <kbd>R</kbd>
          </Button>
          <span className="foot-space" />
          <Button
            icon={<LeftOutlined aria-hidden="true" />}
            disabled={now === 0}
            onClick={() => go(-1)}
            aria-label={words.t('pager.back')}
          >
            <kbd>PgUp</kbd>
          </Button>
          <Button
            icon={<RightOutlined aria-hidden="true" />}
            disabled={now === places.length - 1}
            onClick={() => go(1)}
            aria-label={words.t('pager.next')}
          >
            <kbd>PgDn</kbd>
          </Button>
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
                  <Content key={file.hash} {...{ file, view, keepFit }} />
                )}
              </section>
            )
          })}
        </div>
      </div>
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
