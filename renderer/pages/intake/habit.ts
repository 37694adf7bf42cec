import { keep, kept } from '../../app/local.ts'

/** A service that a person has filed under on this computer, and how often. */
interface Used {
  readonly code: string
  readonly n: number
}

/** So much more often than the one before it has to be used to take its place: keys are learned by heart, and must not change from day to day. */
const CLEARLY_MORE = 5
const MOST_KEPT = 40

const nameOf = (person: string) => `used/${person}`

/** The services that a person files under, in the order of their keys. */
export function usedServices(person: string): string[] {
  return read(person).map(({ code }) => code)
}

/** Counts a filing. A new service comes last; one that is used clearly more often moves up by one. */
export function countFiling(person: string, service: string): void {
  const all = read(person)
  const at = all.findIndex(({ code }) => code === service)
  if (at < 0) all.push({ code: service, n: 1 })
  else {
    const one = { code: service, n: (all[at] as Used).n + 1 }
    const before = all[at - 1]
    all[at] = one
    if (before !== undefined && one.n >= before.n + CLEARLY_MORE) all.splice(at - 1, 2, one, before)
  }
  keep(nameOf(person), JSON.stringify(all.slice(0, MOST_KEPT)))
}

function read(person: string): Used[] {
  try {
    const value: unknown = JSON.parse(kept(nameOf(person)) ?? '[]')
    return Array.isArray(value) ? value.filter(isUsed) : []
  } catch {
    return []
  }
}

function isUsed(value: unknown): value is Used {
  if (typeof value !== 'object' || value === null) return false
  const { code, n } = value as Partial<Used>
  return typeof code === 'string' && Number.isSafeInteger(n) && (n as number) > 0
}
