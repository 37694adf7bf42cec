import type { RollWords } from './case-chunk.ts'
import type { RollHead } from './rolls.ts'

/** Rows of the search in the replica's database. All of it can be made again from the records. */

/** Cases of one chunk of the roll, in columns. */
export interface CaseRollRow {
  k: number
  bytes: Uint8Array
}

/** Subjects of one chunk: the positions at which they came on record, rising, and their ids. */
export interface SubjectRollRow {
  k: number
  born: number[]
  ids: string[]
}

/** A shelf of one stripe, sealed. `k`: stripe × 1024 + shelf. */
export interface ShelfRow {
  k: number
  sealed: Uint8Array
}

/** Sorted pairs of one stripe that are on no shelf yet, sealed. */
export interface FreshRow {
  k: number
  stripe: number
  sealed: Uint8Array
}

/**
 * Records whose texts are not in the index: of the leaves from `from` on, or, below zero, of a chunk that was read again. `waiting`: only what is
 * sealed is missing, since its payload is not here yet.
 */
export interface UnindexedRow {
  from: number
  /** Positions of the leaves that opened them. */
  cases: Uint32Array
  subjects: string[]
  waiting: 0 | 1
}

/** A filter that somebody has saved; its name and what it asks for are sealed like the index, since people search by names. */
export interface SavedFilterRow {
  id: string
  person: string
  place: number
  sealed: Uint8Array
}

/** The one row of its table: writing the index must not hold up what reads other notes. */
export interface IndexState {
  k: 0
  /** Which way of taking texts apart and packing them; another one means reading everything again. */
  format: number
  /** Tells under which key the rows are sealed. */
  check: string
  /** Another one after the index was forgotten. */
  epoch: number
  /** Chunks below these are still to be read again; 0 when none is. */
  cases: number
  subjects: number
}

export interface SearchMeta {
  'search/cases': RollHead
  'search/subjects': RollHead
  'search/words': RollWords
}

export const SEARCH_STORES = {
  caseRoll: 'k',
  subjectRoll: 'k',
  shelves: 'k',
  fresh: 'k',
  unindexed: 'from, [waiting+from]',
  indexState: 'k',
  savedFilters: 'id, person',
} as const
