import { Button } from 'antd'
import { type ReactNode, type Ref, useRef, useState } from 'react'

interface Props {
  readonly icon: ReactNode
  /** What to drop here. */
  readonly text: string
  /** The words on the button for picking one instead. */
  readonly pick: string
  readonly primary?: true
  readonly accept?: string
  readonly id?: string
  readonly button?: Ref<HTMLButtonElement>
  readonly children?: ReactNode
  onFile(file: File): void
}

/** A place for one file: dropped on it, or picked. The same file can be given again. */
export function FileDrop({ icon, text, pick, primary, accept, id, button, children, onFile }: Props) {
  const [over, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const take = (file: File | undefined) => {
    if (file !== undefined) onFile(file)
  }
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
    >
      {icon}
      <span>{text}</span>
      <Button ref={button} type={primary === true ? 'primary' : 'default'} onClick={() => picker.current?.click()}>
        {pick}
      </Button>
      <input
        ref={picker}
        id={id}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        aria-label={pick}
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {children}
    </div>
  )
}
