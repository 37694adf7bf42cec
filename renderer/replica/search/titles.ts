import type { Gov } from '../../../shared/contract/index.ts'
import { fold, standsIn } from './fold.ts'
import { kindOf } from './rolls.ts'

const known = new WeakMap<Gov, Map<string, readonly string[]>>()

/**
 * The folded titles of the service and the state of a kind of case: thousands of cases share them and a state changes, so they are not in the
 * index but looked up by the roll. A memo of pure work, dropped with its gov.
 */
export function titlesOf(gov: Gov, service: string, version: number, state: string): readonly string[] {
  const kept = known.get(gov) ?? new Map<string, readonly string[]>()
  known.set(gov, kept)
  const name = `${service} ${version} ${state}`
  const found = kept.get(name)
  if (found !== undefined) return found
  const definition = gov.service(service, version, Number.MAX_SAFE_INTEGER)
  const at = definition?.workflow.states[state]
  const titles = [definition?.title, at?.title].flatMap((title) => (title === undefined ? [] : [title.zh, title.en]))
  const folded = titles.map(fold)
  kept.set(name, folded)
  return folded
}

/** By place in the roll's list of kinds: 1 where the word stands in a title; null where it stands in none. */
export function kindsWith(gov: Gov, kinds: readonly string[], word: string): Uint8Array | null {
  const flags = Uint8Array.from(kinds, (kind) => {
    const { service, version, state } = kindOf(kind)
    return titlesOf(gov, service, version, state).some((title) => standsIn(word, title)) ? 1 : 0
  })
  return flags.includes(1) ? flags : null
}
