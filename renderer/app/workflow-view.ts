import type { Person } from '../../shared/bridge.ts'
import type { ServiceDefinition, WorkflowAction } from '../../shared/contract/service/definition.ts'
import type { Step } from '../replica/api.ts'

/** The states on the shortest way from the start to a good end, whatever the service; for showing how far a case has come. */
export function mainPath(d: ServiceDefinition): string[] {
  const { states, actions, start } = d.workflow
  const before = new Map<string, string | null>([[start, null]])
  const open = [start]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const state = states[at]
    if (state?.final === true && state.tone === 'good') {
      const path: string[] = []
      for (let one: string | null = at; one !== null; one = before.get(one) ?? null) path.unshift(one)
      return path
    }
    for (const action of actions) {
      if (!action.from.includes(at) || before.has(action.to)) continue
      before.set(action.to, at)
      open.push(action.to)
    }
  }
  return [start]
}

/** The action that leads on along the main path comes first: it is the one most often wanted. */
export function onwardFirst(d: ServiceDefinition, state: string, actions: readonly WorkflowAction[]): WorkflowAction[] {
  const path = mainPath(d)
  const next = path[path.indexOf(state) + 1]
  const onward = (action: WorkflowAction) => (action.to === next ? 0 : 1)
  return [...actions].sort((a, b) => onward(a) - onward(b))
}

/** An action that is possible now, but not for this person, and what stands against it. */
export interface Barred {
  readonly action: WorkflowAction
  readonly because: 'role' | 'author'
}

/** What others may do now, and why this person may not; void steps do not make anybody an author. */
export function barred(d: ServiceDefinition, state: string, person: Person, steps: readonly Step[]): Barred[] {
  const mine = new Set(steps.filter((s) => s.by === person.id && s.standing !== 'set-aside').map((s) => s.act))
  return d.workflow.actions
    .filter((action) => action.from.includes(state))
    .flatMap((action): Barred[] => {
      if (!action.roles.some((role) => person.roles.includes(role))) return [{ action, because: 'role' }]
      return action.notAuthorOf.some((name) => mine.has(name)) ? [{ action, because: 'author' }] : []
    })
}

/**
 * Which papers there are of a case: the slip always; a receipt once its filing is sealed; a certificate once the act that took effect is sealed, which
 * need not be the last: what is delivered is printed before.
 */
export function papersOf(
  d: ServiceDefinition,
  one: { steps: readonly Step[] },
): { kind: 'slip' | 'receipt' | 'certificate'; ready: boolean }[] {
  const filed = one.steps.find((step) => step.act === 'file')
  const effective = d.workflow.actions.filter((action) => action.effects === true).map((action) => action.name)
  const done = one.steps.findLast((step) => step.standing !== 'set-aside' && effective.includes(step.act))
  return [
    { kind: 'slip', ready: true },
    { kind: 'receipt', ready: filed?.standing === 'sealed' },
    { kind: 'certificate', ready: done?.standing === 'sealed' },
  ]
}
