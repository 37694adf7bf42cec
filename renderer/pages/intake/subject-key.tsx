import { AutoComplete, Input } from 'antd'
import { useEffect, useState } from 'react'
import type { SubjectPart } from '../../../shared/contract/service/definition.ts'
import { useDesk, useServices } from '../../app/desk.ts'
import { namesIn, subjectFields } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { useRevealed } from '../../app/use-revealed.ts'
import type { SubjectRow } from '../../replica/api.ts'
import type { ControlProps } from './field-control.tsx'

/** The number of the thing on record, with what the register offers for it while it is typed. */
export function SubjectKey(props: ControlProps & { readonly part: SubjectPart }) {
  const { id, name, part, state, wrong, required, describedBy } = props
  const words = useWords()
  const { replica } = useDesk()
  const services = useServices()
  const text = String(state.typed[name] ?? '')
  const [rows, setRows] = useState<readonly SubjectRow[]>([])
  const [open, setOpen] = useState(false)
  const revealed = useRevealed(rows.map((row) => row.id))
  const fields = subjectFields(services, part.type)

  useEffect(() => {
    if (text.trim().length < 2) return
    let stale = false
    const timer = setTimeout(() => {
      void replica.subjects({ text: text.trim().toUpperCase(), after: null, limit: 8 }).then((answer) => {
        if (!stale) setRows(answer.ok ? answer.value.rows.filter((row) => row.type === part.type) : [])
      })
    }, 150)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [replica, text, part])

  const offered = text.trim().length < 2 ? [] : rows
  const exact = rows.length === 1 && rows[0]?.number === text.trim().toUpperCase()
  return (
    <AutoComplete
      id={id}
      className="subject-key"
      value={text}
      open={open && !exact && offered.length > 0}
      onOpenChange={setOpen}
      popupMatchSelectWidth={false}
      options={offered.map((row) => ({
        value: row.number,
        label: (
          <span className="subject-option">
            <span className="num">{row.number}</span>
            <span>{words.list(namesIn(fields, revealed[row.id]))}</span>
            {row.pending === null ? null : <span className="problem">{words.t('subject.pending')}</span>}
          </span>
        ),
      }))}
      onChange={(next: string) => state.change(name, next)}
      onBlur={() => {
        const stored = state.read.values[name]
        if (typeof stored === 'string' && stored !== text) state.change(name, stored)
        state.leave(name)
      }}
    >
      <Input
        className="num"
        autoComplete="off"
        status={wrong ? 'error' : ''}
        placeholder={words.t('subject.keyHint')}
        aria-required={required}
        aria-invalid={wrong}
        aria-describedby={describedBy}
      />
    </AutoComplete>
  )
}
