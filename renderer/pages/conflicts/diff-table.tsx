import { Fragment } from 'react'
import { lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { Conflict, DiffRow, FormRow, Shown } from '../../replica/conflicts/api.ts'
import { DiffersMark, LockMark } from './marks.tsx'
import { recordsOf, shownText, sideName } from './words.ts'

function Cell({ shown, result = false }: { shown: Shown | null; result?: boolean }) {
  const words = useWords()
  if (shown === null) return <td className="soft outcome">—</td>
  const text = shownText(words, shown)
  // A number is read in one piece.
  const num = /^[0-9][0-9Xx ]{5,}$/.test(text) ? ' num' : ''
  return (
    <td className={`wrap pre${num}${result ? ' outcome result' : ''}${shown.text === null ? ' soft' : ''}`}>{text}</td>
  )
}

/** 原值 / 甲 / 乙 / 结果 under the labels of the form: what differs first, what is the same folded away. */
export function RecordRows({ conflict, results }: { conflict: Conflict; results: readonly Shown[] | null }) {
  const words = useWords()
  const all = conflict.rows.map((row, i) => ({ row, result: results?.[i] ?? null }))
  const differing = all.filter(({ row }) => row.differs)
  const same = all.filter(({ row }) => !row.differs)
  return (
    <section className="card flush" aria-labelledby="record-rows">
      <h2 id="record-rows" className="card-title">
        {words.t(conflict.kind === 'case' ? 'conflict.rowsOfCase' : 'conflict.rows')}{' '}
        <span className="soft">{words.t('conflict.rowsHelp')}</span>
      </h2>
      {differing.length === 0 ? <p className="card-text">{words.t('conflict.noRows')}</p> : null}
      {differing.length === 0 ? null : <RecordTable conflict={conflict} rows={differing} differs />}
      {same.length === 0 ? null : (
        <details className="conflict-same">
          <summary>{words.t('conflict.sameRows', { n: same.length })}</summary>
          <RecordTable conflict={conflict} rows={same} differs={false} />
        </details>
      )}
    </section>
  )
}

interface Table {
  readonly conflict: Conflict
  readonly rows: readonly { readonly row: DiffRow; readonly result: Shown | null }[]
  readonly differs: boolean
}

function RecordTable({ conflict, rows, differs }: Table) {
  const words = useWords()
  const several = recordsOf(conflict).length > 1
  return (
    <div className="conflict-wide">
      <table className="rows conflict-rows" aria-label={words.t('conflict.rows')}>
        <thead>
          <tr>
            <th scope="col">{words.t('conflict.item')}</th>
            <th scope="col">{words.t('conflict.base')}</th>
            {conflict.sides.map((_, i) => (
              <th scope="col" key={conflict.sides[i]?.adopt ?? 'stands'}>
                {sideName(words, conflict, i)}
              </th>
            ))}
            <th scope="col" className="outcome">
              {words.t('conflict.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, result }, at) => (
            <Fragment key={`${row.record} ${row.name}`}>
              {several && rows[at - 1]?.row.record !== row.record ? (
                <tr>
                  <th scope="rowgroup" colSpan={conflict.sides.length + 3} className="conflict-record">
                    {words.t('conflict.on.record', { number: lastPart(row.record) })}
                  </th>
                </tr>
              ) : null}
              <tr className={differs ? 'differs' : undefined}>
                <th scope="row">
                  {words.pick(row.label)} {row.sealed ? <LockMark /> : null} {differs ? <DiffersMark /> : null}
                </th>
                <Cell shown={row.base} />
                {row.sides.map((one, i) => (
                  <Cell key={conflict.sides[i]?.adopt ?? 'stands'} shown={one} />
                ))}
                <Cell shown={result} result />
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What was asked for in the two filings, line by line. */
export function FormRows({ conflict }: { conflict: Conflict }) {
  const words = useWords()
  const { forms, sides } = conflict
  if (forms.length === 0) return null
  const differing = forms.filter((row) => row.differs)
  const same = forms.filter((row) => !row.differs)
  const table = (rows: readonly FormRow[], differs: boolean) => (
    <div className="conflict-wide">
      <table className="rows conflict-rows" aria-label={words.t('conflict.forms')}>
        <thead>
          <tr>
            <th scope="col">{words.t('conflict.item')}</th>
            {sides.map((_, i) => (
              <th scope="col" key={conflict.sides[i]?.adopt ?? 'stands'}>
                {sideName(words, conflict, i)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={differs ? 'differs' : undefined}>
              <th scope="row">
                {words.pick(row.label)} {row.sealed ? <LockMark /> : null} {differs ? <DiffersMark /> : null}
              </th>
              {row.sides.map((one, i) => (
                <Cell key={conflict.sides[i]?.adopt ?? 'stands'} shown={one} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
  return (
    <section className="card flush" aria-labelledby="form-rows">
      <h2 id="form-rows" className="card-title">
        {words.t('conflict.forms')}
      </h2>
      {differing.length === 0 ? null : table(differing, true)}
      {same.length === 0 ? null : (
        <details className="conflict-same">
          <summary>{words.t('conflict.formsSame', { n: same.length })}</summary>
          {table(same, false)}
        </details>
      )}
    </section>
  )
}
