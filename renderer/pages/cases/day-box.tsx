import { Input } from 'antd'
import { useState } from 'react'
import { date } from '../../../shared/contract/identifiers/date.ts'
import { useWords } from '../../app/prefs.tsx'

interface Props {
  readonly value: string
  readonly label: string
  onChange(value: string): void
}

/** A day as people type it: `20261122` or `2026-11-22`; whatever else stands there narrows nothing, and is shown as wrong. */
export function DayBox({ value, label, onChange }: Props) {
  const words = useWords()
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // Somebody else has changed what is asked for, such as a saved filter.
  if (known !== value) {
    setKnown(value)
    if (read(text) !== value) setText(value)
  }
  const wrong = text !== '' && read(text) === ''
  return (
    <Input
      className="day-box"
      value={text}
      allowClear
      placeholder={words.t('date.hint')}
      aria-label={label}
      aria-invalid={wrong}
      status={wrong ? 'error' : ''}
      maxLength={10}
      onChange={(event) => {
        setText(event.target.value)
        const day = read(event.target.value)
        if (day !== '' || event.target.value === '') {
          setKnown(day)
          if (day !== value) onChange(day)
        }
      }}
    />
  )
}

/** `YYYY-MM-DD`, or '' for what is no day. */
function read(text: string): string {
  const checked = date(text, '')
  return checked.ok ? checked.value : ''
}
