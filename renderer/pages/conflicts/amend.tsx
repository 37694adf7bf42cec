import { Input, Radio, Select } from 'antd'
import { useWords } from '../../app/prefs.tsx'
import type { Amendment, Conflict, DiffRow, Given } from '../../replica/conflicts/api.ts'
import { shownText, sideName } from './words.ts'

/** What stands at a field of 逐项核定, as typed; `other` is text of one's own. */
export type Picked = 'leave' | 'base' | 'other' | `side${number}`
export interface Amending {
  /** The option that it builds upon: its place among the options; null while none is chosen. */
  readonly base: number | null
  readonly picked: Readonly<Record<string, Picked>>
  readonly other: Readonly<Record<string, string>>
}

export const NO_AMENDING: Amending = { base: null, picked: {}, other: {} }

export const keyOf = ({ record, name }: Pick<DiffRow, 'record' | 'name'>) => `${record} ${name}`

/** The values that were given so far. */
export function amendments(conflict: Conflict, { picked, other }: Amending): Amendment[] {
  return conflict.rows.flatMap((row): Amendment[] => {
    const at = keyOf(row)
    const give = givenBy(picked[at] ?? 'leave', other[at] ?? '')
    return give === null ? [] : [{ record: row.record, name: row.name, give }]
  })
}

function givenBy(picked: Picked, other: string): Given | null {
  if (picked === 'leave') return null
  if (picked === 'base') return { from: 'base' }
  if (picked === 'other') return other.trim() === '' ? null : { value: other.trim() }
  return { side: Number(picked.slice('side'.length)) }
}

interface Props {
  readonly conflict: Conflict
  readonly amending: Amending
  onChange(next: Amending): void
}

/** 逐项核定: one side as the base, then each disputed field by itself. */
export function AmendFields({ conflict, amending, onChange }: Props) {
  const words = useWords()
  const rows = conflict.rows.filter((row) => row.amendable && row.differs)
  return (
    <div className="conflict-amend">
      <fieldset>
        <legend>{words.t('conflict.amend.base')}</legend>
        <Radio.Group
          value={amending.base}
          onChange={(event) => onChange({ ...amending, base: event.target.value as number })}
          options={conflict.options.map((one, i) => ({
            value: i,
            label: sideName(words, i),
            disabled: one.refused !== null,
          }))}
        />
      </fieldset>
      {rows.map((row) => (
        <Field key={keyOf(row)} row={row} amending={amending} onChange={onChange} />
      ))}
    </div>
  )
}

function Field({ row, amending, onChange }: Omit<Props, 'conflict'> & { row: DiffRow }) {
  const words = useWords()
  const at = keyOf(row)
  const picked = amending.picked[at] ?? 'leave'
  const label = words.pick(row.label)
  const side = (i: number, text: string) => words.pair(words.t('conflict.amend.of', { side: sideName(words, i) }), text)
  const given = (value: string, same: string, label: string) => (same === '' ? [] : [{ value, label }])
  return (
    <div className="field">
      <span id={`amend ${at}`}>{label}</span>
      <Select<Picked>
        aria-labelledby={`amend ${at}`}
        value={picked}
        popupMatchSelectWidth={false}
        onChange={(next) => onChange({ ...amending, picked: { ...amending.picked, [at]: next } })}
        options={
          [
            { value: 'leave', label: words.t('conflict.amend.leave') },
            ...row.sides.flatMap((one, i) => given(`side${i}`, one.same, side(i, shownText(words, one)))),
            ...given('base', row.base.same, words.pair(words.t('conflict.amend.ofBase'), shownText(words, row.base))),
            ...(row.typed ? [{ value: 'other', label: words.t('conflict.amend.other') }] : []),
          ] as { value: Picked; label: string }[]
        }
      />
      {picked === 'other' ? (
        <Input
          aria-label={words.pair(words.t('conflict.amend.value'), label)}
          maxLength={2000}
          value={amending.other[at] ?? ''}
          onChange={(event) => onChange({ ...amending, other: { ...amending.other, [at]: event.target.value } })}
        />
      ) : null}
    </div>
  )
}
