import { CloseCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { SubjectPart } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { OfferList } from './offer-list.tsx'
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
const NONE: readonly SubjectOffer[] = []

/**
 * The number of a thing on record, with what the register offers for it while it is typed. An offer is taken only after somebody has gone to it: else
 * Enter belongs to what was typed or scanned, and not to an offer that looks like it.
 */
export function SubjectKey({ part, put, value, id, onBlur, ...rest }: Props) {
  const words = useWords()
  const { offers } = useScene()
  const place = useRef<HTMLDivElement>(null)
  const [rows, setRows] = useState(NONE)
  const [open, setOpen] = useState(false)
  /** The offer that has been gone to; −1 while none has. */
  const [at, setAt] = useState(-1)
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

  const offered = text.length < LEAST ? NONE : rows.filter((row) => row.number.includes(text))
  const exact = offered.length === 1 && offered[0]?.number === text
  const showing = open && !exact && offered.length > 0
  const list = `${id}-offers`
  const close = () => {
    setOpen(false)
    setAt(-1)
  }
  const take = (row: SubjectOffer | undefined) => {
    if (row !== undefined) put(row.number)
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !showing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((now) => (now + step + offered.length + (now < 0 && step < 0 ? 1 : 0)) % offered.length)
    else if (event.key === 'Enter' && at >= 0) take(offered[at])
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={place} className="subject-key">
      <Input
        id={id}
        className="num"
        value={value}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={showing}
        aria-controls={list}
        aria-activedescendant={showing && at >= 0 ? `${list}-${at}` : undefined}
        placeholder={ask === undefined ? undefined : words.t('subject.keyHint')}
        data-enter={showing && at >= 0 ? 'choose' : 'on'}
        {...rest}
        onChange={(event) => {
          setAt(-1)
          setOpen(true)
          put(event.target.value)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          close()
          onBlur()
        }}
      />
      {showing ? (
        <OfferList id={list} under={place} at={at} onTake={(i) => take(offered[i])}>
          {offered.map((row) => (
            <Offer key={row.number} row={row} />
          ))}
        </OfferList>
      ) : null}
    </div>
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
