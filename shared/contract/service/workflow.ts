import type { Role, ServiceDefinition, WorkflowAction } from './definition.ts'

/** Who asks: roles in the scope, and the actions that this member has already taken in this case. */
export interface Actor {
  readonly roles: readonly string[]
  readonly authored: readonly string[]
}

function may(action: WorkflowAction, actor: Actor): boolean {
  return (
    action.roles.some((r: Role) => actor.roles.includes(r)) &&
    !action.notAuthorOf.some((name) => actor.authored.includes(name))
  )
}

/** The actions that this member may take now; `state` is null for a case that is not open yet. */
export function allowed(d: ServiceDefinition, state: string | null, actor: Actor): WorkflowAction[] {
  return d.workflow.actions.filter((a) => comesFrom(a, state) && may(a, actor))
}

/** The action with this name if the case is where it may be taken, whoever asks; else null. */
export function transition(d: ServiceDefinition, state: string | null, name: string): WorkflowAction | null {
  return d.workflow.actions.find((a) => a.name === name && comesFrom(a, state)) ?? null
}

function comesFrom(action: WorkflowAction, state: string | null): boolean {
  return state === null ? action.from.length === 0 : action.from.includes(state)
}

export function isFinal(d: ServiceDefinition, state: string): boolean {
  return d.workflow.states[state]?.final === true
}
