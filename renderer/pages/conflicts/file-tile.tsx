import {
  CheckOutlined,
  CloudDownloadOutlined,
  FileImageOutlined,
  FilePdfOutlined,
  LockOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { bytesText } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useBlobUrl } from '../../components/attachments/use-content.ts'
import { Mark } from '../../components/mark.tsx'
import type { AttachmentRow } from '../../replica/api.ts'
import type { Conflict } from '../../replica/conflicts/api.ts'
import type { Look } from './files.ts'
import { sideName } from './words.ts'

interface Props {
  readonly conflict: Conflict
  readonly file: AttachmentRow
  readonly nth: number
  readonly look: Look | undefined
  /** Other sides with the same content. */
  readonly same: readonly number[]
  readonly fetching: boolean
  readonly failure: Failure | undefined
  onOpen(): void
  onFetch(): void
}

/** One scan of one side: small, with what can be said of it; what is not on this computer can be fetched. */
export function FileTile({ conflict, file, nth, look, same, fetching, failure, onOpen, onFetch }: Props) {
  const words = useWords()
  const opened = typeof look === 'object' ? look : null
  const url = useBlobUrl(opened?.picture ?? null)
  const pages = opened?.pages ?? null
  const name = opened?.name ?? words.t('attachments.nth', { n: nth })
  const text = (
    <>
      <span className="tile-picture">{url === null ? <Icon {...{ look, file }} /> : <img src={url} alt="" />}</span>
      <span className="tile-text">
        <span className="tile-name">{name}</span>
        <span className="fine num">
          {bytesText(file.size)}
          {pages === null ? '' : ` · ${words.t('attachments.pages', { n: pages })}`}
        </span>
        {look === 'closed' ? <span className="fine">{words.t('conflict.files.closed')}</span> : null}
        {same.length === 0 ? null : (
          <Mark tone="good" icon={<CheckOutlined aria-hidden="true" />}>
            {words.t('conflict.files.same', { sides: words.list(same.map((i) => sideName(words, conflict, i))) })}
          </Mark>
        )}
        {failure === undefined ? null : (
          <span className="fine problem" role="alert">
            {words.code(failure.code)}
          </span>
        )}
      </span>
    </>
  )
  if (opened === null) {
    return (
      <li className="tile conflict-far">
        <span className="tile-open">{text}</span>
        {look === 'closed' || (file.here && failure === undefined) ? null : (
          <Button size="small" icon={<CloudDownloadOutlined aria-hidden="true" />} loading={fetching} onClick={onFetch}>
            {words.t('conflict.files.fetch')}
          </Button>
        )}
      </li>
    )
  }
  return (
    <li className="tile">
      <button type="button" className="tile-open" onClick={onOpen} aria-label={words.t('attachments.view', { name })}>
        {text}
      </button>
    </li>
  )
}

function Icon({ look, file }: { look: Look | undefined; file: AttachmentRow }): ReactNode {
  if (look === 'closed') return <LockOutlined aria-hidden="true" />
  if (look === undefined && !file.here) return <CloudDownloadOutlined aria-hidden="true" />
  return typeof look === 'object' && look.type === 'application/pdf' ? (
    <FilePdfOutlined aria-hidden="true" />
  ) : (
    <FileImageOutlined aria-hidden="true" />
  )
}
