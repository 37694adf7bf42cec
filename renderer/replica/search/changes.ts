import type { PromiseExtended } from 'dexie'
import { type CaseRecord, isCase, type LedgerRecord, type SubjectRecord } from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { isInRegister } from '../in-register.ts'
import type { CaseFact, RollWords } from './case-chunk.ts'
import {
  anew,
  caseFact,
  chunksFor,
  EMPTY_ROLL,
  type Newborn,
  NO_WORDS,
  newborn,
  planCaseRoll,
  planSubjectRoll,
  type RollHead,
} from './rolls.ts'
import type { UnindexedRow } from './rows.ts'

/** What a run of leaves means for the search: written with it, so that nothing is ever left out of the index. */
export interface SearchIntake {
  readonly facts: readonly CaseFact[]
  readonly born: readonly Newborn[]
  /** Whose texts have changed. */
  readonly cases: readonly number[]
  readonly subjects: readonly string[]
}

/** Gathers it while leaves are judged. */
export class SearchChanges {
  readonly #cases = new Map<string, CaseRecord>()
  readonly #born: Newborn[] = []
  readonly #textCases = new Set<number>()
  readonly #textSubjects = new Set<string>()

  put(id: string, before: LedgerRecord | undefined, record: LedgerRecord): void {
    if (isCase(record)) {
      this.#cases.set(id, record)
      if (hasNewTexts(before as CaseRecord | undefined, record, CASE_PARTS)) this.#textCases.add(caseFact(record).order)
      return
    }
    if (!isInRegister(record)) return
    if (before === undefined) this.#born.push(newborn(id, record))
    if (hasNewTexts(before as SubjectRecord | undefined, record, SUBJECT_PARTS)) this.#textSubjects.add(id)
  }

  intake(): SearchIntake {
    return {
      facts: [...this.#cases.values()].map(caseFact),
      born: this.#born,
      cases: [...this.#textCases],
      subjects: [...this.#textSubjects],
    }
  }
}

const CASE_PARTS = ['fields', 'sealed', 'numbers', 'subjects'] as const
const SUBJECT_PARTS = ['fields', 'sealed', 'burdens'] as const

/** A part that an act leaves alone is the very same object; another one that says the same is read again, which does no harm. */
function hasNewTexts<R extends object>(before: R | undefined, record: R, parts: readonly (keyof R)[]): boolean {
  return before === undefined || parts.some((part) => before[part] !== record[part])
}

/*
 * These run inside a caller's transaction, several calls deep. Dexie follows a transaction through its own promises however deep, through those of
 * async functions only a few: so these are chains.
 */

/** Inside the transaction that writes the records of the leaves from `from` on. */
export function writeSearchIntake(db: ReplicaDatabase, from: number, intake: SearchIntake): PromiseExtended<unknown> {
  const cases = Uint32Array.from(intake.cases).sort()
  const row: UnindexedRow = { from, cases, subjects: [...intake.subjects], waiting: 0 }
  return db.meta
    .bulkGet(HEADS)
    .then((rows) => rows.map((one) => one?.value) as [RollHead?, RollHead?, RollWords?])
    .then(([ofCases = EMPTY_ROLL, ofSubjects = EMPTY_ROLL, words = NO_WORDS]) =>
      writeCases(db, ofCases, words, intake.facts).then(() => writeSubjects(db, ofSubjects, intake.born)),
    )
    .then(() => (cases.length + row.subjects.length > 0 ? db.unindexed.put(row) : null))
}

const HEADS = ['search/cases', 'search/subjects', 'search/words']

function writeCases(db: ReplicaDatabase, head: RollHead, words: RollWords, facts: readonly CaseFact[]) {
  return db.caseRoll.bulkGet(chunksFor(head, facts)).then((rows) => {
    if (facts.length === 0) return null
    const plan = planCaseRoll(head, words, rows, facts)
    const meta = [{ key: 'search/cases', value: plan.head as unknown }]
    if (plan.words !== null) meta.push({ key: 'search/words', value: plan.words })
    return db.caseRoll.bulkPut([...plan.rows]).then(() => db.meta.bulkPut(meta))
  })
}

function writeSubjects(db: ReplicaDatabase, head: RollHead, born: readonly Newborn[]) {
  return db.subjectRoll.get(Math.max(0, head.firsts.length - 1)).then((last) => {
    if (born.length === 0) return null
    const plan = planSubjectRoll(head, last, born)
    return db.subjectRoll.bulkPut([...plan.rows]).then(() => db.meta.put({ key: 'search/subjects', value: plan.head }))
  })
}

/** Inside the transaction that forgets the records. What is on its way into the index finds its note gone, and is dropped. */
export function forgetSearch(db: ReplicaDatabase): PromiseExtended<unknown> {
  const tables = [db.caseRoll, db.subjectRoll, db.unindexed, db.indexState, db.shelves, db.fresh]
  const cleared = tables.reduce<PromiseExtended<unknown>>(
    (before, table) => before.then(() => table.clear()),
    db.meta.delete('search/words'),
  )
  return cleared
    .then(() => db.meta.bulkGet(['search/cases', 'search/subjects']))
    .then((rows) =>
      db.meta.bulkPut(
        rows.flatMap((row) => (row === undefined ? [] : [{ ...row, value: anew(row.value as RollHead) }])),
      ),
    )
}

/** Tables that `writeSearchIntake` writes beside `meta`, and those that `forgetSearch` does. */
export function searchTables(db: ReplicaDatabase, forgetting: boolean) {
  const rolls = [db.caseRoll, db.subjectRoll, db.unindexed]
  return forgetting ? [...rolls, db.indexState, db.shelves, db.fresh] : rolls
}
