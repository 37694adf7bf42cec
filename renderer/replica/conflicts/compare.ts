import { equal } from '../../../shared/base/bytes.ts'
import { type Dispute, isCase, type LedgerRecord, newSubject } from '../../../shared/contract/index.ts'
import { isField, PIECE, pieceOf } from '../../../shared/contract/pieces.ts'
import { filingFields } from '../../../shared/contract/service/fields-at.ts'
import type { FieldValue } from '../../../shared/contract/service/index.ts'
import { standingAgainst, undone } from '../../../shared/contract/undo.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import { groupNumber } from '../../app/format.ts'
import { wordsOf } from '../../i18n/index.ts'
import { definitionOf, numberOf } from '../case-views.ts'
import { describedFields } from '../subject-views.ts'
import { caseRecord, valuesOfCase } from './acts.ts'
import type { DiffRow, FormRow, Shown } from './api.ts'
import type { After } from './foresee.ts'
import type { Desk } from './ground.ts'
import {
  both,
  type Cell,
  isSealedPiece,
  labelOf,
  NOTHING,
  type Opened,
  schemaOf,
  showCells,
  showField,
} from './shown.ts'

/** A row with the values behind its words, to give one of them to a field. */
export interface Compared {
  readonly row: DiffRow
  readonly base: Opened
  readonly sides: readonly Opened[]
}

/** Names that say that something happened, and nothing of what is there now. */
const SILENT: ReadonlySet<string> = new Set([PIECE.touched, PIECE.overruled])

/**
 * What the sides differ in, on every record on which they clashed. `sides`: the records as adopting each of them would leave them; null where it cannot
 * be adopted, then what its entries say stands for it.
 */
export async function compare(
  desk: Desk,
  disputes: readonly Dispute[],
  sides: readonly { readonly entries: readonly Dispute[]; readonly after: After | null }[],
  records: readonly string[],
): Promise<Compared[]> {
  const plans: { id: string; name: string; record: LedgerRecord; cells: Cell[] }[] = []
  for (const id of records) {
    const record = (await desk.records.get(id)) ?? newSubject(subjectType(id))
    const held = disputes.map((one) => one.id)
    const against = standingAgainst(record, held, null)
    const base = undone(id, record, against).record
    const own = record.log.filter((touch) => held.some((one) => equal(one, touch.id)))
    const afters = sides.flatMap(({ after }) => after?.get(id)?.log.at(-1)?.set ?? [])
    const names = new Set([...against, ...own].flatMap((touch) => touch.set).concat(afters))
    for (const name of names) {
      if (SILENT.has(name) || name.startsWith('case:')) continue
      const cell = (piece: Cell['piece']): Cell => ({ record, name, piece })
      const others = sides.map(({ entries, after }) => {
        if (after === null) return cell(said(entries, name) ?? pieceOf(base, name))
        return cell(pieceOf(after.get(id) ?? record, name))
      })
      plans.push({ id, name, record, cells: [cell(pieceOf(base, name)), cell(pieceOf(record, name)), ...others] })
    }
  }
  const opened = await showCells(
    desk,
    plans.flatMap(({ cells }) => cells),
  )
  let at = 0
  const rows = plans.map(({ id, name, record, cells }): Compared => {
    const [base, ...own] = opened.slice(at, at + cells.length) as [Opened, ...Opened[]]
    at += cells.length
    const sealed = cells.some(({ piece }) => isSealedPiece(name, piece))
    const amendable = mayAmend(desk, record, name, cells)
    const row: DiffRow = {
      ...{ record: id, name, sealed, base: base.shown, sides: own.map(({ shown }) => shown) },
      label: labelOf(desk.now, record, name),
      differs: new Set(own.map(({ shown }) => shown.same)).size > 1,
      party: isParty(desk, record, name),
      ...{ amendable, schema: amendable ? (schemaOf(desk.now, record, name) ?? null) : null },
      values: amendable ? [base, ...own].map(({ value }) => value ?? null) : [],
    }
    return { row, base, sides: own }
  })
  // Those of one record stay together: the sort is stable.
  return rows.sort((a, b) => Number(b.row.differs) - Number(a.row.differs))
}

/** What the entries of a side say of a public field, the newest first. */
function said(entries: readonly Dispute[], name: string) {
  for (const { data } of [...entries].reverse()) {
    const fields = (data['fields'] ?? {}) as Record<string, FieldValue>
    if (Object.hasOwn(fields, name)) return fields[name] as Cell['piece']
  }
  return null
}

/** [X6] Fields that are there; of a case only those of its form that name no subject. */
function mayAmend({ now }: Desk, record: LedgerRecord, name: string, cells: readonly Cell[]): boolean {
  if (!isField(name) || cells.slice(1).every(({ piece }) => piece === null)) return false
  if (!isCase(record)) return true
  const d = definitionOf(now, record)
  return d !== null && filingFields(d).has(name) && !d.subjects.some(({ key }) => key.split('.')[0] === name)
}

/** Does this field of a subject name who it is about? */
function isParty({ now }: Desk, record: LedgerRecord, name: string): boolean {
  return !isCase(record) && describedFields(now, record).some((one) => one.name === name && one.party === '')
}

/** The forms of the cases of the sides, field by field, each under its own label: what people asked for. */
export async function compareForms(desk: Desk, sides: readonly (readonly string[])[]): Promise<FormRow[]> {
  if (new Set(sides.map((cases) => cases.join())).size < 2) return []
  const rows = new Map<string, { label: FormRow['label']; sealed: boolean; sides: Map<string, Shown>[] }>()
  for (const [i, cases] of sides.entries()) {
    for (const id of cases) {
      const record = await caseRecord(desk, id)
      const d = record === null ? null : definitionOf(desk.now, record)
      if (record === null || d === null) continue
      const values = await valuesOfCase(desk, id, record)
      for (const name of d.form.sections.flatMap((section) => section.fields)) {
        const schema = d.form.schema.properties[name]
        const value = Object.hasOwn(values, name) ? (values as Record<string, FieldValue | null>)[name] : undefined
        if (schema === undefined || value === undefined) continue
        const label = schema['x-title']
        // Two services may call different things by one name.
        const key = `${name} ${label.zh}`
        const row = rows.get(key) ?? { label, sealed: d.sealed.includes(name), sides: sides.map(() => new Map()) }
        const shown = value === null ? { text: null, same: `closed ${id}` } : showField(schema, value)
        row.sides[i]?.set(id, shown)
        rows.set(key, row)
      }
    }
  }
  const out = [...rows].map(([key, { label, sealed, sides: shown }]): FormRow => {
    const together = shown.map((one, i) => inOneCell(one, sides[i]?.length ?? 1))
    const differs = new Set(together.map(({ same }) => same)).size > 1
    return { name: key, label, sealed, sides: together, differs }
  })
  return out.sort((a, b) => Number(b.differs) - Number(a.differs))
}

/** A side may have several cases: what they say, each by its number where they do not say the same. */
function inOneCell(said: ReadonlyMap<string, Shown>, cases: number): Shown {
  const all = [...said]
  const [first] = all
  if (first === undefined) return NOTHING
  if (all.length === cases && all.every(([, { same }]) => same === first[1].same)) return first[1]
  const closed = both('sealed.closed')
  const line = (lang: 'zh' | 'en') =>
    all.map(([id, { text }]) => wordsOf(lang).pair(groupNumber(numberOf(id)), (text ?? closed)[lang])).join('\n')
  return { text: { zh: line('zh'), en: line('en') }, same: all.map(([, { same }]) => same).join() }
}

/** What a choice would leave under each row. */
export async function resultsOf(desk: Desk, rows: readonly Compared[], after: After): Promise<Shown[]> {
  const cells: Cell[] = []
  for (const { row } of rows) {
    const record = (await desk.records.get(row.record)) ?? newSubject(subjectType(row.record))
    const left = after.get(row.record) ?? record
    cells.push({ record, name: row.name, piece: pieceOf(left, row.name) })
  }
  return (await showCells(desk, cells)).map(({ shown }) => shown)
}
