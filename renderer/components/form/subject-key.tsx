import { CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { AutoComplete, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { SubjectPart } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import type { SubjectOffer } from './offers.ts'
import type { TypedCell } from './typed.ts'
import { useScene } from './use-form.ts'

interface Props {
  readonly id: string
  readonly value: string
  readonly status: '' | 'error'
  readonly part: SubjectPart
  readonly put: (next: TypedCell) => void
  readonly onBlur: () => void
}

/** Fewer characters say nothing. */
const LEAST = 2
const PAUSE_MS = 150

/** The number of a thing on record, with what the register offers for it while it is typed. */
export function SubjectKey({ part, put, value, status, id, onBlur, ...said }: Props) {
  const words = useWords()
  const { offers } = useScene()
  const [rows, setRows] = useState<readonly SubjectOffer[]>([])
  const [open, setOpen] = useState(false)
  /** One of the offers has been gone to. Else Enter belongs to what was typed or scanned, not to an offer that looks like it. */
  const [chose, setChose] = useState(false)
  const text = value.trim().toUpperCase()
  const ask = offers.subjects

  useEffect(() => {
    if (ask === undefined || !open || text.length < LEAST) return
    let stale = false
    const timer = setTimeout(() => {
      void ask(part.type, text).then((found) => {
        if (!stale) setRows(found)
      })
    }, PAUSE_MS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [ask, text, part, open])

  const offered = text.length < LEAST ? [] : rows.filter((row) => row.number.includes(text))
  const exact = offered.length === 1 && offered[0]?.number === text
  const showing = open && !exact && offered.length > 0
  return (
    <AutoComplete
      id={id}
      className="subject-key"
      value={value}
      open={showing}
      onOpenChange={setOpen}
      popupMatchSelectWidth={false}
      defaultActiveFirstOption={false}
      options={offered.map((row) => ({ value: row.number, label: <Offer row={row} /> }))}
      popupRender={(menu) => <div onPointerDown={() => setChose(true)}>{menu}</div>}
      onSearch={(next) => {
        setChose(false)
        setOpen(true)
        put(next)
      }}
      onSelect={(number: string) => {
        // The mouse may have come to rest over an offer while a scanner ends its line.
        if (chose) put(number)
        setChose(false)
        setOpen(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setChose(showing)
      }}
      onBlur={() => {
        setChose(false)
        setOpen(false)
        onBlur()
      }}
    >
      <Input
        className="num"
        autoComplete="off"
        spellCheck={false}
        status={status}
        data-enter={showing && chose ? 'choose' : 'on'}
        placeholder={ask === undefined ? undefined : words.t('subject.keyHint')}
        {...said}
      />
    </AutoComplete>
  )
}

function Offer({ row }: { row: SubjectOffer }) {
  const words = useWords()
  return (
    <span className="subject-option">
      <span className="num">{row.number}</span>
      <span>{words.list(row.names)}</span>
      {row.note === null ? null : (
        <span className={row.note === 'pending' ? 'tone-warn' : 'tone-bad'}>
          {row.note === 'ended' ? <CloseCircleOutlined aria-hidden="true" /> : <WarningOutlined aria-hidden="true" />}{' '}
          {words.t(`subject.${row.note}`)}
        </span>
      )}
    </span>
  )
}
