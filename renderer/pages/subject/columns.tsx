import { isList } from '../../../shared/contract/service/form-types.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { dateTime } from '../../app/format.ts'
import { namesIn, type SubjectField } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import type { Revealed } from '../../app/use-revealed.ts'
import { BurdenKinds } from '../../components/burden-kinds.tsx'
import type { Column } from '../../components/rows.tsx'
import { SubjectMark } from '../../components/subject-mark.tsx'
import type { SubjectRow } from '../../replica/api.ts'

/** Columns between whose it is and how it stands. */
const MOST = 3
/** A plain text with room for fewer characters than this is a number or a year, not a name. */
const SHORTEST_NAME = 30

/**
 * The public fields that tell one subject of a type from another, chosen by what the forms say of them: what it is called, where it is, how large it is,
 * and of what kind. In that order of worth, shown in the order of the form.
 */
export function tellingFields(fields: readonly SubjectField[]): SubjectField[] {
  const shown = fields.filter(({ schema, sealed, party }) => !sealed && party === null && !isList(schema))
  const plain = shown.filter(
    ({ schema }) =>
      schema.type === 'string' &&
      schema['x-widget'] === undefined &&
      schema['x-identifier'] === undefined &&
      !('enum' in schema) &&
      'maxLength' in schema &&
      Number(schema.maxLength) >= SHORTEST_NAME,
  )
  const worth = [
    plain[0],
    plain.find(({ schema }) => schema['x-wide'] === true),
    shown.findLast(({ schema }) => schema['x-widget'] === 'region'),
    shown.find(({ schema }) => schema['x-widget'] === 'area'),
    shown.findLast(({ schema }) => schema['x-widget'] === 'money'),
    shown.find(({ schema }) => 'enum' in schema),
    shown.find(({ schema }) => schema['x-widget'] === 'date'),
  ]
  const chosen = [...new Set(worth.filter((one) => one !== undefined))].slice(0, MOST)
  return shown.filter((one) => chosen.includes(one))
}

export interface TypeOf {
  readonly type: string
  readonly title: string
  readonly fields: readonly SubjectField[]
}

/** The columns of the register, for one type or for all of them together. */
export function useColumns(
  rows: readonly SubjectRow[],
  types: readonly TypeOf[],
  one: TypeOf | undefined,
  revealed: Revealed,
): Column<SubjectRow>[] {
  const words = useWords()
  const typeOf = (row: SubjectRow) => types.find(({ type }) => type === row.type)
  // What says the number once more tells nothing.
  const others = one?.fields.filter(({ name }) => !rows.every((row) => row.fields[name] === row.number)) ?? []
  const telling = tellingFields(others)
  return [
    { key: 'number', title: words.t('subject.number'), cell: (row) => <span className="num">{row.number}</span> },
    ...(one === undefined
      ? [
          {
            key: 'type',
            title: words.t('register.type'),
            cell: (row: SubjectRow) => typeOf(row)?.title ?? row.type,
          },
        ]
      : []),
    {
      key: 'holder',
      title: words.t('subject.holder'),
      wrap: true,
      cell: (row) => {
        const names = namesIn(typeOf(row)?.fields ?? [], { ...row.fields, ...revealed[row.id] })
        return names.length === 0 ? <span className="soft">—</span> : words.list(names)
      },
    },
    ...telling.map(({ name, schema }): Column<SubjectRow> => {
      const end = schema['x-widget'] === 'area' || schema['x-widget'] === 'money'
      return {
        key: name,
        title: words.pick(schema['x-title']),
        cell: (row) => {
          const value = row.fields[name]
          return value === undefined ? (
            <span className="soft">—</span>
          ) : (
            <span className="num">{showValue(schema, value, words.lang)}</span>
          )
        },
        ...(end ? { end: true } : { wrap: true }),
      }
    }),
    {
      key: 'state',
      title: words.t('subject.state'),
      cell: (row) => (
        <span className="stack">
          <SubjectMark row={row} />
          <BurdenKinds burdens={row.burdens} />
        </span>
      ),
    },
    {
      key: 'updated',
      title: words.t('subject.changed'),
      end: true,
      cell: (row) => <span className="num">{dateTime(row.updated)}</span>,
    },
  ]
}
