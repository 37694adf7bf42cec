import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useWords } from '../app/prefs.tsx'
import { useShortcuts } from '../app/shortcuts.ts'
import { focusFirstRow } from './rows.tsx'

/** Searches as people type, a moment after the last key; `/` comes here, ↓ and Enter go on to the rows. */
export function SearchBox(props: { hint: string; start?: string; onSearch: (text: string) => void }) {
  const { hint, start = '', onSearch } = props
  const words = useWords()
  const [text, setText] = useState(start)
  const field = useRef<InputRef>(null)
  const search = useEffectEvent((words: string) => onSearch(words))
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(() => search(text.trim()), 200)
    return () => clearTimeout(timer)
  }, [text])
  useShortcuts({ '/': () => field.current?.focus() })
  return (
    <Input
      ref={field}
      className="search-box"
      value={text}
      allowClear
      prefix={<SearchOutlined aria-hidden="true" />}
      suffix={text === '' ? <kbd>/</kbd> : null}
      placeholder={hint}
      aria-label={words.t('search')}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
        event.preventDefault()
        focusFirstRow()
      }}
    />
  )
}
