import { PaperClipOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef } from 'react'
import { MEDIA_TYPES } from '../../../shared/base/media.ts'
import { useWords } from '../../app/prefs.tsx'

/** Picks files by the system's own dialog; `of` says to whom reads the screen what they are for. */
export function AddFiles(props: { id: string; of: string; count: number; onFiles: (files: File[]) => void }) {
  const { id, of, count, onFiles } = props
  const words = useWords()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        id={id}
        icon={<PaperClipOutlined aria-hidden="true" />}
        aria-label={`${of} ${words.t('attachments.add')}`}
        onClick={() => picker.current?.click()}
      >
        {count === 0 ? words.t('attachments.add') : words.t('attachments.addMore', { n: count })}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        tabIndex={-1}
        accept={MEDIA_TYPES.join()}
        aria-label={`${of} ${words.t('attachments.add')}`}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
