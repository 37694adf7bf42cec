import { type CaseRecord, isCase, type SubjectRecord } from '../../shared/contract/index.ts'
import { isFinal } from '../../shared/contract/service/index.ts'
import type { CaseQuery, CaseRow, Page, SubjectQuery, SubjectRow } from './api.ts'
import { actionsFor, caseRow, definitionOf, numberOf, standingOf } from './case-views.ts'
import type { CaseEntry, ReplicaDatabase, SubjectEntry } from './database.ts'
import type { Snapshot } from './snapshot.ts'

/** Rows that are looked at for one page before the rest is left to the next: a filter that hits little must not scan the whole register. */
const LOOK = 5_000

/** A page of cases, newest first, keyset by position (limits.md: never by offset). What waits here comes first. */
export async function listCases(
  db: ReplicaDatabase,
  now: Snapshot,
  query: CaseQuery,
  clock: number,
): Promise<Page<CaseRow>> {
  const rows: CaseRow[] = []
  const text = query.text.trim()
  const fits = (id: string, record: CaseRecord) =>
    fitsText(id, record, text) && fitsFilter(now, query.filter, id, record, clock)
  if (query.after === null) {
    for (const [id, record] of [...now.overlay.records].reverse()) {
      if (isCase(record) && fits(id, record)) rows.push(caseRow(now, id, record, clock))
    }
  }
  const onlyOpen = query.filter === 'open' || query.filter === 'for-me'
  const before = query.after === null ? Number.MAX_SAFE_INTEGER : Number(query.after)
  const source = onlyOpen
    ? db.cases.where('[open+order]').between([1, -1], [1, before], true, false).reverse()
    : db.cases.where('order').below(before).reverse()
  let last: number | null = null
  let looked = 0
  await source
    .until(() => rows.length >= query.limit || looked >= LOOK)
    .each((entry: CaseEntry) => {
      looked++
      last = entry.order
      if (!now.overlay.records.has(entry.id) && fits(entry.id, entry.record))
        rows.push(caseRow(now, entry.id, entry.record, clock))
    })
  // What waits here may fill the page by itself: then everything sealed is still to come.
  const from = last ?? (rows.length >= query.limit ? before : null)
  const more = from !== null && (rows.length >= query.limit || looked >= LOOK) && from > 0
  return { rows, next: more ? String(from) : null }
}

function fitsText(id: string, record: CaseRecord, text: string): boolean {
  return text === '' || numberOf(id).includes(text) || record.subjects.some((s) => s.includes(text))
}

function fitsFilter(
  now: Snapshot,
  filter: CaseQuery['filter'],
  id: string,
  record: CaseRecord,
  clock: number,
): boolean {
  const definition = definitionOf(now, record)
  const final = definition !== null && isFinal(definition, record.state)
  switch (filter) {
    case 'all':
      return true
    case 'open':
      return !final
    case 'finished':
      return final
    case 'disputed':
      return record.disputes.length > 0
    case 'mine':
      return record.log[0]?.by === now.person.id
    case 'unsent':
      return standingOf(now, id) !== 'sealed'
    case 'for-me':
      return actionsFor(now, record, clock).length > 0
  }
}

export function subjectRow(id: string, record: SubjectRecord): SubjectRow {
  return {
    id,
    type: record.t,
    number: numberOf(id),
    fields: record.fields,
    pending: record.pending,
    disputed: record.disputes.length > 0,
    burdens: record.burdens,
    parents: record.parents,
    children: record.children,
    ended: record.ended,
    updated: record.log.at(-1)?.time ?? 0,
  }
}

/** A page of the register, by id. A text that begins a number is looked up by index; any other part is searched for. */
export async function listSubjects(db: ReplicaDatabase, now: Snapshot, query: SubjectQuery): Promise<Page<SubjectRow>> {
  const rows: SubjectRow[] = []
  const text = query.text.trim()
  const from = query.after ?? `${now.office}/`
  let last: string | null = null
  let looked = 0
  await db.subjects
    .where('id')
    .between(from, `${now.office}/\uffff`, query.after === null, false)
    .until(() => rows.length >= query.limit || looked >= LOOK)
    .each((entry: SubjectEntry) => {
      looked++
      last = entry.id
      const over = now.overlay.records.get(entry.id)
      const record = over !== undefined && !isCase(over) ? over : entry.record
      // What counts a device's numbers (N10) is no subject that people look for.
      if (record.t === 'numbers') return
      if (text === '' || numberOf(entry.id).includes(text) || fieldsInclude(record, text))
        rows.push(subjectRow(entry.id, record))
    })
  if (query.after === null) {
    for (const [id, record] of now.overlay.records) {
      if (
        !isCase(record) &&
        record.t !== 'numbers' &&
        !rows.some((row) => row.id === id) &&
        (text === '' || id.includes(text))
      ) {
        if ((await db.subjects.get(id)) === undefined) rows.unshift(subjectRow(id, record))
      }
    }
  }
  return { rows, next: last !== null && (rows.length >= query.limit || looked >= LOOK) ? last : null }
}

function fieldsInclude(record: SubjectRecord, text: string): boolean {
  return Object.values(record.fields).some((value) => typeof value === 'string' && value.includes(text))
}
