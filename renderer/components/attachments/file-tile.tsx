import {
  CloseOutlined,
  CloudDownloadOutlined,
  CloudUploadOutlined,
  FileImageOutlined,
  FilePdfOutlined,
  LoadingOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Code } from '../../../shared/base/codes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { bytesText } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { Mark } from '../mark.tsx'
import type { Redrawn } from './prepare.ts'
import type { Incoming } from './use-attaching.ts'
import { type Glimpse, useBlobUrl } from './use-content.ts'

/** An attachment as a list shows it. */
export interface Shown {
  readonly hash: string
  readonly size: number
  /** Known from the draft; else it is seen when the file is opened. */
  readonly name: string | null
  /** Kept on this computer. */
  readonly here: boolean
  readonly unsent: boolean
  readonly redrawn: Redrawn | null
}

/** One attachment: a small picture, its name, and what may be done with it. The whole tile opens it. */
export function FileTile(props: {
  file: Shown
  glimpse: Glimpse | undefined
  nth: number
  onOpen: () => void
  onRemove?: () => void
}) {
  const { file, glimpse, nth, onOpen, onRemove } = props
  const words = useWords()
  const url = useBlobUrl(glimpse?.picture ?? null)
  const name = glimpse?.name ?? file.name ?? words.t('attachments.nth', { n: nth })
  return (
    <li className="tile">
      <button type="button" className="tile-open" onClick={onOpen} aria-label={words.t('attachments.view', { name })}>
        <span className="tile-picture">
          {url === null ? <Icon type={glimpse?.type ?? null} here={file.here} /> : <img src={url} alt="" />}
        </span>
        <span className="tile-text">
          <span className="tile-name">{name}</span>
          <span className="fine num">{bytesText(file.size)}</span>
          <Place file={file} />
          {file.redrawn === null ? null : <RedrawnNote redrawn={file.redrawn} />}
        </span>
      </button>
      {onRemove === undefined ? null : (
        <Button
          type="text"
          size="small"
          className="tile-remove"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={words.t('attachments.remove', { name })}
          title={words.t('attachments.remove', { name })}
          onClick={onRemove}
        />
      )}
    </li>
  )
}

function Icon({ type, here }: { type: string | null; here: boolean }): ReactNode {
  if (!here) return <CloudDownloadOutlined aria-hidden="true" />
  return type === 'application/pdf' ? <FilePdfOutlined aria-hidden="true" /> : <FileImageOutlined aria-hidden="true" />
}

/** Where it is, where that is worth a word. */
function Place({ file }: { file: Shown }) {
  const words = useWords()
  if (file.unsent) {
    return (
      <Mark tone="warn" icon={<CloudUploadOutlined aria-hidden="true" />}>
        {words.t('attachments.unsent')}
      </Mark>
    )
  }
  if (file.here) return null
  return (
    <Mark tone="plain" icon={<CloudDownloadOutlined aria-hidden="true" />}>
      {words.t('attachments.far')}
    </Mark>
  )
}

function RedrawnNote({ redrawn: { from, to } }: { redrawn: Redrawn }) {
  const words = useWords()
  const sizes = { from: `${from.width}×${from.height}`, to: `${to.width}×${to.height}` }
  return <span className="fine">{words.t('attachments.redrawn', sizes)}</span>
}

/** A file on its way in, or why it did not get in; that stays until it is waved away. */
export function IncomingTile({ file, onDismiss }: { file: Incoming; onDismiss: () => void }) {
  const words = useWords()
  const whyNot = ({ tooMany }: Incoming, code: Code) => {
    if (tooMany === true) return words.t('attachments.tooMany', { n: LIMITS.attachmentsPerEntry })
    return code === 'too-large' ? words.t('attachments.tooLarge') : words.code(code)
  }
  if (file.failure === null) {
    return (
      <li className="tile tile-busy" aria-live="polite">
        <LoadingOutlined aria-hidden="true" /> {words.t('attachments.sealing', { name: file.name })}
      </li>
    )
  }
  return (
    <li className="tile tile-bad" role="alert">
      <span className="tile-text">
        <strong>{words.t('attachments.notTaken', { name: file.name })}</strong>
        <span>{whyNot(file, file.failure.code)}</span>
        <span className="fine">
          {file.failure.detail === '' ? file.failure.code : `${file.failure.code} · ${file.failure.detail}`}
        </span>
      </span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={words.t('attachments.dismiss')}
        onClick={onDismiss}
      />
    </li>
  )
}
