import type { Result } from '../../../shared/base/result.ts'
import type { Person } from '../../../shared/bridge.ts'
import type { Action, Text } from '../../../shared/contract/service/definition.ts'
import type { FormProblem } from '../../../shared/contract/service/form.ts'
import { missingMaterials } from '../../../shared/contract/service/materials.ts'
import { numberingAt } from '../../../shared/contract/service/number-text.ts'
import { civilDate } from '../../app/format.ts'
import { type BarredBy, barred } from '../../app/workflow-view.ts'
import type { CaseDetail, Replica } from '../../replica/api.ts'
import { valuesOf } from '../case/values.ts'

/**
 * What may be done with several cases at once. Nothing here acts: it says, before anything is signed, for which cases an action is possible, and for
 * each of the others why not.
 */

/** Why an action is not offered for several cases at once: every case has its own of it. */
export type OwnEach = 'fields' | 'materials' | 'asks'

/** Why one case cannot be taken along. */
export type Hindrance =
  | { readonly because: BarredBy | 'state' | 'service' | 'disputed' | 'overruled' | 'gone' }
  /** Needed materials are missing: nobody goes on from there without looking at the case. */
  | { readonly because: 'lacking' }
  /** What the form, the record or the rules hold against it. */
  | { readonly because: 'problem'; readonly message: Text }

export interface BulkOption {
  /** Distinguishes actions of different services that are called differently. */
  readonly key: string
  readonly name: string
  readonly title: Text
  /** Cases that allow it, in the order in which they were chosen. */
  readonly can: readonly CaseDetail[]
  readonly cannot: readonly { readonly id: string; readonly why: Hindrance }[]
  readonly own: OwnEach | null
}

/** Actions that at least one of the cases allows this person; those that can be taken for several come first. */
export function bulkOptions(cases: readonly CaseDetail[], person: Person): BulkOption[] {
  const keys = new Map<string, Action>()
  for (const one of cases) for (const action of one.actions) keys.set(keyOf(action), keys.get(keyOf(action)) ?? action)
  const options = [...keys].map(([key, { name, title }]): BulkOption => {
    const can = cases.filter((one) => one.actions.some((action) => keyOf(action) === key))
    const others = cases.filter((one) => !can.includes(one))
    const actions = can.map((one) => one.actions.find((action) => keyOf(action) === key) as Action)
    return {
      ...{ key, name, title, can },
      cannot: others.map((one) => ({ id: one.id, why: hindrance(one, key, person) })),
      own: actions.map(ownEach).find((own) => own !== null) ?? null,
    }
  })
  const rank = (one: BulkOption) => (one.own !== null ? 2 : meaningOf(one).bad ? 1 : 0)
  return options.sort((a, b) => rank(a) - rank(b) || b.can.length - a.can.length)
}

const keyOf = ({ name, title }: Action) => `${name} ${title.zh}`

function ownEach(action: Action): OwnEach | null {
  if (action.asks === true) return 'asks'
  if (action.materials === true) return 'materials'
  return (action.needs ?? []).length > 0 || action.fields?.includes('*') === true ? 'fields' : null
}

function hindrance(one: CaseDetail, key: string, person: Person): Hindrance {
  const known = one.definition.workflow.actions.some((action) => keyOf(action) === key)
  if (!known) return { because: 'service' }
  const waits = one.waits.find(({ action }) => keyOf(action) === key)
  if (waits !== undefined) return { because: waits.because === 'overruled' ? 'overruled' : 'disputed' }
  const bar = barred(one.definition, one.state, person, one.steps, one.acceptance).find(
    ({ action }) => keyOf(action) === key,
  )
  return { because: bar?.because ?? 'state' }
}

/** The option, with those taken out whose form, record or rules stand against the act. Asks the replica about one case after the other. */
export async function withoutProblems(
  replica: Pick<Replica, 'checkAct'>,
  option: BulkOption,
  county: string,
  asked: (done: number) => void,
): Promise<BulkOption> {
  const can: CaseDetail[] = []
  const cannot = [...option.cannot]
  for (const [i, one] of option.can.entries()) {
    asked(i)
    const answer = await replica.checkAct({ case: one.id, action: option.name, reason: null })
    const problem = answer.ok ? against(answer) : undefined
    if (!answer.ok) cannot.push({ id: one.id, why: { because: answer.code === 'not-allowed' ? 'state' : 'gone' } })
    else if (isLacking(one, option, county)) cannot.push({ id: one.id, why: { because: 'lacking' } })
    else if (problem !== undefined) cannot.push({ id: one.id, why: { because: 'problem', message: problem.message } })
    else can.push(one)
  }
  return { ...option, can, cannot }
}

/** What leads on wants all materials; what turns a case down does not. */
function isLacking(one: CaseDetail, option: BulkOption, county: string): boolean {
  const to = one.definition.workflow.states[actionIn(one, option)?.to ?? '']
  if (to?.tone === 'bad') return false
  const taken = one.materials.map(({ id }) => id)
  return missingMaterials(one.definition, valuesOf(one), taken, civilDate(one.received), county).length > 0
}

/** The reason is asked for once, for all of them. */
function against(answer: Result<readonly FormProblem[]>): FormProblem | undefined {
  return answer.ok ? answer.value.find((one) => one.problem !== 'reason') : undefined
}

export function actionIn(one: CaseDetail, option: Pick<BulkOption, 'name'>): Action | undefined {
  return one.definition.workflow.actions.find((action) => action.name === option.name)
}

/** What the act means for all of these cases together. */
export interface BulkMeaning {
  readonly to: readonly Text[]
  readonly effects: boolean
  readonly ends: boolean
  readonly reason: boolean
  readonly bad: boolean
  /** Optional fields stay as they are. */
  readonly leavesFields: boolean
  /** Services whose running numbers it gives, and for how many cases. */
  readonly numbers: readonly { readonly service: string; readonly version: number; readonly n: number }[]
}

export function meaningOf(option: BulkOption): BulkMeaning {
  const all = option.can.flatMap((one) => {
    const action = actionIn(one, option)
    return action === undefined ? [] : [{ one, action, to: one.definition.workflow.states[action.to] }]
  })
  const titles = new Map(all.flatMap(({ to }) => (to === undefined ? [] : [[to.title.zh, to.title] as const])))
  const numbers = new Map<string, { service: string; version: number; n: number }>()
  for (const { one } of all) {
    const { code, version } = one.definition
    if (numberingAt(one.definition, option.name) === null) continue
    const known = numbers.get(`${code} ${version}`) ?? { service: code, version, n: 0 }
    numbers.set(`${code} ${version}`, { ...known, n: known.n + 1 })
  }
  return {
    to: [...titles.values()],
    effects: all.some(({ action }) => action.effects === true),
    ends: all.some(({ to }) => to?.final === true),
    reason: all.some(({ action }) => action.reason === 'required'),
    bad: all.some(({ to }) => to?.tone === 'bad'),
    leavesFields: all.some(({ action }) => (action.fields ?? []).length > 0),
    numbers: [...numbers.values()],
  }
}
