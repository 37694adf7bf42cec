import { spread } from './check-kit.ts'
import type { Action, Role, ServiceDefinition } from './definition.ts'
import { filingFields } from './fields-at.ts'
import type { NamedSubject } from './subject.ts'

/** Who asks: roles in the scope, and the actions that this member has already taken in this case. */
export interface Actor {
  readonly roles: readonly string[]
  readonly authored: readonly string[]
}

function may(d: ServiceDefinition, action: Action, actor: Actor): boolean {
  return (
    action.roles.some((r: Role) => actor.roles.includes(r)) &&
    !authorsBarred(d, action).some((name) => actor.authored.includes(name))
  )
}

/**
 * The actions whose authors may not take this one: those that it names, and with `file` every action that can write what was filed anew. Who
 * corrects a form has filed it as much as who began it.
 */
export function authorsBarred(d: ServiceDefinition, action: Action): readonly string[] {
  if (!action.notAuthorOf.includes('file')) return action.notAuthorOf
  const filing = filingFields(d)
  const rewriting = d.workflow.actions.filter((a) => a.fields?.some((name) => name === '*' || filing.has(name)))
  return [...action.notAuthorOf, ...rewriting.map((a) => a.name)]
}

/** The actions that this member may take now; `state` is null for a case that is not open yet. `taken`: every act of the case so far. */
export function allowed(
  d: ServiceDefinition,
  state: string | null,
  actor: Actor,
  taken: readonly string[] = [],
): Action[] {
  return d.workflow.actions.filter(
    (a) => comesFrom(a, state) && may(d, a, actor) && !(a.once && taken.includes(a.name)),
  )
}

/** The action with this name if the case is where it may be taken, whoever asks; else null. */
export function transition(d: ServiceDefinition, state: string | null, name: string): Action | null {
  return d.workflow.actions.find((a) => a.name === name && comesFrom(a, state)) ?? null
}

function comesFrom(action: Action, state: string | null): boolean {
  return state === null ? action.from.length === 0 : action.from.includes(state)
}

export function isFinal(d: ServiceDefinition, state: string): boolean {
  return d.workflow.states[state]?.final === true
}

const after = new WeakMap<ServiceDefinition, ReadonlySet<string>>()

/** The states in which the effects have happened. Computed once per definition: a memo of pure work, dropped with the definition. */
export function afterEffects(d: ServiceDefinition): ReadonlySet<string> {
  const known = after.get(d)
  if (known !== undefined) return known
  const { actions } = d.workflow
  const starts = actions.filter((a) => a.effects === true).map((a) => a.to)
  const made = spread(starts, (s) => actions.filter((a) => a.from.includes(s)).map((a) => a.to))
  after.set(d, made)
  return made
}

/**
 * Does this action change the subjects: by its effects, or because it ends a case that claimed them and had none? Such an act names them,
 * so that the heads say all that it was based on.
 */
export function touchesSubjects(d: ServiceDefinition, action: Action): boolean {
  if (action.effects === true) return true
  return d.claims && isFinal(d, action.to) && !action.from.some((s) => afterEffects(d).has(s))
}

/**
 * Of the subjects of a case, those that an entry with this action names: all of them where it has effects; else those that the case changes, if it
 * files the case or ends its claim.
 */
export function namedSubjects(
  d: ServiceDefinition,
  action: Action,
  subjects: readonly NamedSubject[],
): readonly NamedSubject[] {
  if (action.effects === true) return subjects
  if (action.name !== 'file' && !touchesSubjects(d, action)) return []
  return subjects.filter((one) => one.part.mode === 'change')
}
