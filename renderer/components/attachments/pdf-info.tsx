import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { useWords } from '../../app/prefs.tsx'
import { pdfPages } from './plan.ts'

/**
 * A PDF can run programs of its own, and the policy of the pages lets nothing of the kind in (no frames, no plugins): it is saved, and opened with
 * the system's own reader, when a clerk decides so.
 */
export function PdfInfo({ content, onSave }: { content: Attachment; onSave: () => void }) {
  const words = useWords()
  const pages = useMemo(() => pdfPages(content.bytes), [content])
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <div className="viewer-pdf">
      <FilePdfOutlined className="viewer-pdf-icon" aria-hidden="true" />
      <p>
        <strong>{content.name}</strong>
        {pages === null ? null : <span className="soft"> {words.t('attachments.pages', { n: pages })}</span>}
      </p>
      <p className="soft">{words.t('attachments.pdf')}</p>
      <Button ref={first} type="primary" icon={<DownloadOutlined aria-hidden="true" />} onClick={onSave}>
        {words.t('attachments.save')}
      </Button>
    </div>
  )
}
