import { fail, ok } from '../../../shared/base/result.ts'
import type { ReplicaCalls } from '../api.ts'
import type { ReplicaDatabase } from '../database.ts'
import { listCases, listSubjects } from '../lists.ts'
import type { Snapshot } from '../snapshot.ts'
import type { SavedQuery, SearchCalls } from './api.ts'
import { findApplicant } from './applicant.ts'
import { countCases } from './count.ts'
import type { SavedFilters } from './saved-filters.ts'
import type { Search } from './search.ts'

/** The lists, and what else is asked of the search. */
export function searchCalls(
  search: Search,
  filters: SavedFilters,
  db: ReplicaDatabase,
  now: () => Snapshot,
  clock: () => number,
): SearchCalls & Pick<ReplicaCalls, 'cases' | 'subjects'> {
  const count = (query: SavedQuery) => countCases(search.cases, db, now(), query, clock())
  return {
    cases: async (query) => ok(await listCases(search, db, now(), query, clock())),
    subjects: async (query) => ok(await listSubjects(search, db, now(), query)),
    savedFilters: async () => {
      const saved = await filters.all()
      if (!saved.ok) return saved
      const out = []
      for (const one of saved.value) out.push({ ...one, count: await count(one.query) })
      return ok(out)
    },
    saveFilter: async (input) => {
      const saved = await filters.save(input)
      return saved.ok ? ok({ ...saved.value, count: await count(saved.value.query) }) : saved
    },
    removeFilter: (id) => filters.remove(id),
    applicant: async ({ idNumber }) => {
      if (typeof idNumber !== 'string') return fail('form-invalid', 'idNumber')
      return findApplicant(search, db, await search.view(), now(), idNumber, clock())
    },
    searchStatus: async () => ok(await search.status()),
  }
}
