import type { Person } from '../../shared/bridge.ts'
import type { Acceptance } from '../../shared/contract/service/deadlines.ts'
import type { Action, ServiceDefinition, Text } from '../../shared/contract/service/definition.ts'
import { authorsBarred, transition } from '../../shared/contract/service/workflow.ts'
import type { CaseRow, Step } from '../replica/api.ts'
import { IN_EFFECT } from '../replica/conflicts/outcomes.ts'
import type { PaperKind } from './router.ts'

/** The states on the shortest way from here to a good end, whatever the service; only the state itself where there is none. */
export function mainPath(d: ServiceDefinition, from: string = d.workflow.start): string[] {
  const { states, actions } = d.workflow
  const before = new Map<string, string | null>([[from, null]])
  const open = [from]
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
  return [from]
}

/** Acts that took effect: neither refused, void or taken back, nor in dispute. */
function moved(steps: readonly Step[]): Step[] {
  return steps.filter(
    (step, i) => step.standing !== 'set-aside' && (step.outcome === null || IN_EFFECT.has(step.outcome) || i === 0),
  )
}

/** Neither refused nor void, and not to be void once it is sent. */
function hasHappened({ standing, outcome }: Step): boolean {
  return standing !== 'set-aside' && outcome?.startsWith('void') !== true
}

/**
 * How far a case has come: the states that it went through, without its detours, then the shortest way from here to a good end. `here` is the place of
 * the state that it is in.
 */
export function wayOf(
  d: ServiceDefinition,
  steps: readonly Step[],
  state: string,
): { states: readonly string[]; here: number } {
  const past: string[] = []
  let at: string | null = null
  for (const { act } of moved(steps)) {
    const to: string | undefined = transition(d, at, act)?.to
    if (to === undefined) continue
    at = to
    const known = past.indexOf(to)
    if (known < 0) past.push(to)
    else past.length = known + 1
  }
  if (past.at(-1) !== state) past.push(state)
  const [, ...ahead] = d.workflow.states[state]?.final === true ? [state] : mainPath(d, state)
  return { states: [...past, ...ahead.filter((one) => !past.includes(one))], here: past.length - 1 }
}

/** The action that leads on along the main path comes first: it is the one most often wanted. */
export function onwardFirst(d: ServiceDefinition, state: string, actions: readonly Action[]): Action[] {
  const next = mainPath(d, state)[1]
  const rank = (action: Action) => (action.to === next ? 0 : d.workflow.states[action.to]?.tone === 'bad' ? 2 : 1)
  return [...actions].sort((a, b) => rank(a) - rank(b))
}

/** Why this person may not take an action that is possible in this state. */
export type BarredBy = 'role' | 'author' | 'once' | 'deemed'

/** An action that is possible now, but not for this person or not any more, and what stands against it. */
export interface Barred {
  readonly action: Action
  readonly because: BarredBy
}

/** What cannot be done now although the state would allow it, and why; void steps do not make anybody an author. */
export function barred(
  d: ServiceDefinition,
  state: string,
  person: Person,
  steps: readonly Step[],
  acceptance: Acceptance | null = null,
): Barred[] {
  const taken = moved(steps).map((step) => step.act)
  const mine = new Set(steps.filter((s) => s.by === person.id && hasHappened(s)).map((s) => s.act))
  return d.workflow.actions
    .filter((action) => action.from.includes(state))
    .flatMap((action): Barred[] => {
      if (action.once === true && taken.includes(action.name)) return [{ action, because: 'once' }]
      if (action.asks === true && acceptance?.deemed === true) return [{ action, because: 'deemed' }]
      if (!action.roles.some((role) => person.roles.includes(role))) return [{ action, because: 'role' }]
      return authorsBarred(d, action).some((name) => mine.has(name)) ? [{ action, because: 'author' }] : []
    })
}

/** A paper of a case, and whether it can be printed by now; notices have the title of their own. */
export interface CasePaper {
  readonly kind: PaperKind
  readonly title: Text | null
  readonly ready: boolean
}

/**
 * Which papers there are of a case: the slip always; a receipt once its filing is sealed; a certificate once the act that takes effect is sealed, and none
 * where the case has come to a bad end or a decision has put it aside; the notice of each act that was taken, the newest last.
 */
export function papersOf(
  d: ServiceDefinition,
  one: {
    state?: string
    steps: readonly Step[]
    notices?: readonly string[]
    disputed?: boolean
    overruled?: CaseRow['overruled']
  },
): CasePaper[] {
  const filed = one.steps.find((step) => step.act === 'file')
  const effects = new Set(d.workflow.actions.filter((action) => action.effects === true).map((action) => action.name))
  const done = moved(one.steps).findLast((step) => effects.has(step.act))
  const state = d.workflow.states[one.state ?? '']
  const lost = one.overruled !== undefined || (state?.final === true && state.tone !== 'good' && done === undefined)
  const order = moved(one.steps).map((step) => step.act)
  const notices = [...(one.notices ?? [])].sort((a, b) => order.lastIndexOf(a) - order.lastIndexOf(b))
  return [
    { kind: 'slip', title: null, ready: true },
    ...notices.map((action): CasePaper => {
      return { kind: `notice-${action}`, title: d.outputs.notices[action]?.title ?? null, ready: true }
    }),
    { kind: 'receipt', title: null, ready: filed?.standing === 'sealed' },
    ...(lost
      ? []
      : [{ kind: 'certificate', title: null, ready: done?.standing === 'sealed' && one.disputed !== true } as const]),
  ]
}
