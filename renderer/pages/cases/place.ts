import { go } from '../../app/router.ts'
import type { Replica } from '../../replica/api.ts'
import type { SavedQuery } from '../../replica/search/api.ts'

/** Where somebody is in the list of cases: what is asked for, the pages gone through, and the case that was opened from it. */
export interface Place {
  readonly query: SavedQuery
  readonly trail: readonly string[]
  readonly opened: string | null
}

/** In memory for as long as somebody is signed in: names that people search for are in no address and on no disk. */
const places = new WeakMap<Replica, Place>()

export const START: Place = { query: { filter: 'all', text: '' }, trail: [], opened: null }

export function keepPlace(replica: Replica, place: Place): void {
  places.set(replica, place)
}

/** The list as it was left; begun anew when a link asks for another filter than it had. */
export function placeFor(replica: Replica, filter: SavedQuery['filter']): Place {
  const kept = places.get(replica)
  if (filter !== 'all' && kept?.query.filter !== filter) return { ...START, query: { filter, text: '' } }
  return kept ?? START
}

/** To the list with these very cases in it, whatever was asked for there before. */
export function openCases(replica: Replica, query: Partial<SavedQuery>): void {
  const whole: SavedQuery = { filter: 'all', text: '', ...query }
  keepPlace(replica, { ...START, query: whole })
  go({ page: 'cases', filter: whole.filter })
}

/** Does it ask for less than a whole filter? */
export function isNarrowed(query: SavedQuery): boolean {
  const { text, services = [], state = '', receivedFrom = '', receivedTo = '', light } = query
  return [text, state, receivedFrom, receivedTo].some((one) => one !== '') || services.length > 0 || light !== undefined
}

/** Do two ask for the same? An empty part is as good as none. */
export function sameQuery(a: SavedQuery, b: SavedQuery): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b))
}

function plain({ filter, text, services = [], state = '', receivedFrom = '', receivedTo = '', light }: SavedQuery) {
  return [filter, text, [...services].sort(), state, receivedFrom, receivedTo, light ?? '']
}
