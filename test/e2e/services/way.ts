import { DEMO_PEOPLE, type DemoMember } from '../../../scripts/demo/seed.ts'
import type { Action, ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { evaluateBool } from '../../../shared/contract/service/rules.ts'
import type { FieldValues } from '../../../shared/contract/service/values.ts'

/** Whoever sits at the counter. */
export function firstClerk(county: string): DemoMember {
  const clerk = DEMO_PEOPLE.find(({ office, roles }) => office === county && roles.includes('clerk'))
  if (clerk === undefined) throw new Error(`no clerk in ${county}`)
  return clerk
}

/** One action of a case, and whose step it is. */
export interface Part {
  readonly action: Action
  readonly person: DemoMember
}

/** What a case is by now. */
export interface At {
  readonly state: string | null
  /** Public and sealed alike: only the public ones are asked about by guards. */
  readonly fields: FieldValues
  /** Who took which actions already. */
  readonly taken: readonly { readonly action: string; readonly by: string }[]
}

export interface Circumstances {
  readonly county: string
  /** Fields that later actions fill in, by action. */
  readonly later: Readonly<Record<string, FieldValues>>
  /** Who is signed in: whoever may, goes on. */
  readonly here: string | null
  /** Take no action of the executor. */
  readonly byHand: boolean
}

/**
 * The shortest way from where a case is to its good end, with guards held, every step by somebody whose it is, so that nobody stands in a later
 * step's way. Null when there is none.
 */
export function wayToGoodEnd(d: ServiceDefinition, from: At, how: Circumstances): Part[] | null {
  const open: { at: At; actions: readonly Action[] }[] = [{ at: from, actions: [] }]
  for (let one = open.shift(); one !== undefined; one = open.shift()) {
    const { at, actions } = one
    const state = at.state === null ? null : d.workflow.states[at.state]
    if (state?.final === true && state.tone === 'good') {
      const cast = castOf(actions, from, how)
      if (cast !== null) return cast
      continue
    }
    for (const action of d.workflow.actions) {
      if (at.state === null ? action.from.length > 0 : !action.from.includes(at.state)) continue
      if (actions.includes(action) || !leadsOn(d, action, how)) continue
      const fields = { ...at.fields, ...how.later[action.name] }
      if (!holds(d, action, fields, how.county)) continue
      open.push({ at: { ...at, state: action.to, fields }, actions: [...actions, action] })
    }
  }
  return null
}

/** Not back, not aside to the executor's own steps, and not into a bad end. */
function leadsOn(d: ServiceDefinition, action: Action, { byHand }: Circumstances): boolean {
  if (d.workflow.states[action.to]?.tone === 'bad') return false
  return !(byHand && d.auto?.approve === action.name && action.effects === true)
}

function holds(d: ServiceDefinition, action: Action, fields: FieldValues, county: string): boolean {
  if (action.guard === undefined) return true
  const form = Object.fromEntries(Object.entries(fields).filter(([name]) => !d.sealed.includes(name)))
  return evaluateBool(d, action.guard, { form, county }) === true
}

/** Somebody for each action: whoever is at the desk if possible, else whoever has the fewest roles, so that approvers are left for approving. */
function castOf(actions: readonly Action[], from: At, how: Circumstances): Part[] | null {
  const people = DEMO_PEOPLE.filter(({ office }) => office === how.county)
  const choose = (i: number, cast: readonly Part[]): Part[] | null => {
    const action = actions[i]
    if (action === undefined) return [...cast]
    const taken = [...from.taken, ...cast.map((one) => ({ action: one.action.name, by: one.person.id }))]
    const last = cast.at(-1)?.person.id ?? how.here
    const able = people
      .filter(({ id, roles }) => {
        const barred = taken.some((one) => one.by === id && action.notAuthorOf.includes(one.action))
        return !barred && action.roles.some((role) => roles.includes(role))
      })
      .sort((a, b) => Number(b.id === last) - Number(a.id === last) || a.roles.length - b.roles.length)
    for (const person of able) {
      const whole = choose(i + 1, [...cast, { action, person }])
      if (whole !== null) return whole
    }
    return null
  }
  return choose(0, [])
}
