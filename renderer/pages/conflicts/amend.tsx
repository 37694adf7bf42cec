import { Radio, Select } from 'antd'
import { useEffect, useRef } from 'react'
import type { FieldValue } from '../../../shared/contract/service/definition.ts'
import { lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { Amendment, Conflict, DiffRow, Given } from '../../replica/conflicts/api.ts'
import { LockMark } from './marks.tsx'
import { startOf } from './one-field.ts'
import { OtherValue } from './other-value.tsx'
import { recordsOf, shownText, sideName } from './words.ts'

/** What stands at a field of 逐项核定; `other` is a value of one's own. */
export type Picked = 'leave' | 'base' | 'other' | `side${number}`
export interface Amending {
  /** The option that it builds upon: its place among the options; null while none is chosen. */
  readonly base: number | null
  readonly picked: Readonly<Record<string, Picked>>
  /** Null while what is typed is no sound value. */
  readonly other: Readonly<Record<string, FieldValue | null>>
}

export const NO_AMENDING: Amending = { base: null, picked: {}, other: {} }

const keyOf = ({ record, name }: Pick<DiffRow, 'record' | 'name'>) => `${record} ${name}`

/** The items that may be given a value of their own. */
export function amendable(conflict: Conflict): DiffRow[] {
  return conflict.rows.filter((row) => row.amendable && row.differs)
}

/** The values that were given so far. */
export function amendments(conflict: Conflict, amending: Amending): Amendment[] {
  return amendable(conflict).flatMap((row): Amendment[] => {
    const give = givenBy(row, amending)
    return give === null ? [] : [{ record: row.record, name: row.name, give }]
  })
}

/** Is a value of one's own begun that cannot be taken as it is? */
export function isUnsound(conflict: Conflict, { picked, other }: Amending): boolean {
  return amendable(conflict).some((row) => picked[keyOf(row)] === 'other' && (other[keyOf(row)] ?? null) === null)
}

function givenBy(row: DiffRow, { picked, other }: Amending): Given | null {
  const choice = picked[keyOf(row)] ?? 'leave'
  if (choice === 'leave') return null
  if (choice === 'base') return { from: 'base' }
  if (choice !== 'other') return { side: Number(choice.slice('side'.length)) }
  const value = other[keyOf(row)] ?? null
  return value === null ? null : { value }
}

interface Props {
  readonly conflict: Conflict
  readonly amending: Amending
  /** Somebody wants to sign: whatever is wrong is shown. */
  readonly tried: boolean
  onChange(next: (now: Amending) => Amending): void
}

/** 逐项核定: one side as the base, then each disputed item by itself; the result stands in the table above. */
export function AmendFields({ conflict, amending, tried, onChange }: Props) {
  const words = useWords()
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    card.current?.querySelector('input')?.focus()
    card.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section className="card conflict-amend" aria-labelledby="amend" ref={card}>
      <h2 id="amend" className="card-title">
        {words.t('conflict.amend')} <span className="soft">{words.t('conflict.amendHelp')}</span>
      </h2>
      <fieldset>
        <legend>{words.t('conflict.amend.base')}</legend>
        <Radio.Group
          value={amending.base}
          onChange={(event) => onChange((now) => ({ ...now, base: event.target.value as number }))}
          options={conflict.options.map((one, i) => ({
            value: i,
            label: sideName(words, conflict, i),
            disabled: one.refused !== null,
          }))}
        />
      </fieldset>
      {amendable(conflict).map((row, i) => (
        <Field
          key={keyOf(row)}
          {...{ conflict, row, amending, tried, onChange }}
          name={`amend${i}`}
          on={recordsOf(conflict).length > 1 ? lastPart(row.record) : ''}
        />
      ))}
    </section>
  )
}

interface FieldProps extends Props {
  readonly row: DiffRow
  readonly name: string
  /** The number of its record, where there are several. */
  readonly on: string
}

function Field({ conflict, row, name, on, amending, tried, onChange }: FieldProps) {
  const words = useWords()
  const at = keyOf(row)
  const picked = amending.picked[at] ?? 'leave'
  const side = (i: number, text: string) =>
    words.pair(words.t('conflict.amend.of', { side: sideName(words, conflict, i) }), text)
  // What stays closed here cannot be sealed anew, and what is not there is no value.
  const given = (value: Picked, one: DiffRow['base'], label: string) =>
    one.same === '' || one.text === null ? [] : [{ value, label }]
  const own = amending.base === null ? [] : row.values.slice(amending.base + 1, amending.base + 2)
  const start = row.schema === null ? null : startOf(row.schema, [amending.other[at] ?? null, ...own, ...row.values])
  return (
    <div className="field">
      <span id={name}>
        {words.pick(row.label)} {row.sealed ? <LockMark /> : null}{' '}
        {on === '' ? null : <span className="num">{on}</span>}
      </span>
      <Select<Picked>
        aria-labelledby={name}
        value={picked}
        popupMatchSelectWidth={false}
        onChange={(next) =>
          onChange((now) => ({
            ...now,
            picked: { ...now.picked, [at]: next },
            other: next === 'other' ? { ...now.other, [at]: start } : now.other,
          }))
        }
        options={[
          { value: 'leave', label: words.t('conflict.amend.leave') },
          ...row.sides.flatMap((one, i) => given(`side${i}`, one, side(i, shownText(words, one)))),
          ...given('base', row.base, words.pair(words.t('conflict.amend.ofBase'), shownText(words, row.base))),
          ...(row.schema === null ? [] : [{ value: 'other' as const, label: words.t('conflict.amend.other') }]),
        ]}
      />
      {picked === 'other' && row.schema !== null ? (
        <OtherValue
          {...{ name, start, tried }}
          schema={row.schema}
          sealed={row.sealed}
          onValue={(value) => onChange((now) => ({ ...now, other: { ...now.other, [at]: value } }))}
        />
      ) : null}
    </div>
  )
}
