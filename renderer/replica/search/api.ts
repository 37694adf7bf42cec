import type { Result } from '../../../shared/base/result.ts'
import type { CaseQuery, CaseRow } from '../api.ts'

/** Further parts of what the list of cases may be asked for; all that are there have to hold. */
export interface CaseFilterParts {
  /** Codes of services. */
  readonly services?: readonly string[]
  /** A state by its id in the definition, or by its title in either language. */
  readonly state?: string
  /** Local civil dates `YYYY-MM-DD` of the filing, both included. */
  readonly receivedFrom?: string
  readonly receivedTo?: string
  /** Of the limit that presses most; cases in which nothing runs have none. */
  readonly light?: 'green' | 'yellow' | 'red'
}

/** What a saved filter asks for. */
export type SavedQuery = Omit<CaseQuery, 'after' | 'limit'>

/** A filter that the person who is signed in has saved on this desktop. */
export interface SavedFilter {
  readonly id: string
  readonly name: string
  readonly query: SavedQuery
  /** How many cases it holds; null where that cannot be said without reading them. */
  readonly count: number | null
}

/** What this replica knows of a person or body by their number: each list newest first and without repetition. */
export interface Applicant {
  readonly idNumber: string
  readonly names: readonly string[]
  readonly phones: readonly string[]
  /** As they stand in the forms: a text, or the code of a region. */
  readonly addresses: readonly string[]
  /** The newest cases that name them; `more`: there are older ones. */
  readonly cases: readonly CaseRow[]
  readonly more: boolean
}

/** How far the index is; what is not in it yet is not found by its text. */
export interface SearchStatus {
  /** Cases and subjects on record, and how many of them are still to be read. */
  readonly documents: number
  readonly left: number
  /** False while nobody is signed in, or the key of the index cannot be had: then only what is read is looked through. */
  readonly ready: boolean
}

/** Calls to the worker about searching, beside the lists. */
export interface SearchCalls {
  /** In the order that the person gave them. */
  savedFilters(): Promise<Result<readonly SavedFilter[]>>
  /**
   * Keeps a new filter (`id` null, at the end) or changes one. `place`: moved there, counted from 0. Codes: form-invalid (no name, too long, too many,
   * or no such query), not-found, vault-locked, disk-full, disk-failed.
   */
  saveFilter(input: {
    readonly id: string | null
    readonly name: string
    readonly query: SavedQuery
    readonly place?: number
  }): Promise<Result<SavedFilter>>
  /** One that is gone already is no failure. */
  removeFilter(id: string): Promise<Result<null>>
  /** By a complete number of a person or of a body. Code: form-invalid. */
  applicant(input: { readonly idNumber: string }): Promise<Result<Applicant>>
  searchStatus(): Promise<Result<SearchStatus>>
}
