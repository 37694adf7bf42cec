import type { Entry } from '../../simulation/people.ts'
import { COUNTY } from '../../simulation/people.ts'
import type { Kind } from './kinds.ts'
import { Desk, type Scene, scene as sceneOf, seal, T1 } from './scene.ts'

/** What becomes of two entries that were signed apart, and of what their offices went on with. */
export interface Meeting {
  readonly first: string
  readonly second: string
  /** Of up to two entries behind the second. */
  readonly behind: readonly string[]
  /** Of the decision, where the second is in dispute: what stands is kept, the second is adopted, or with all that is behind it. */
  readonly keep: string | null
  readonly adopt: string | null
  readonly adoptAll: string | null
}

const scenes = new Map<boolean, Scene>()
/** Made once, and never written to: whoever plays takes a copy. */
export function sceneWith(disputed: boolean): Scene {
  const known = scenes.get(disputed) ?? sceneOf(disputed)
  scenes.set(disputed, known)
  return known
}

export function meet(first: Kind, second: Kind, form: 'x' | 'y'): Meeting {
  const scene = sceneWith(first.needsDispute === true || second.needsDispute === true)
  const node = scene.node.copy()
  const [a, b] = [new Desk(scene.node.copy(), 2), new Desk(scene.node.copy(), 4)]
  const one = first.sign(a, scene, 'x').entry
  const other = second.sign(b, scene, form)
  const outcomes = [seal(node, one), seal(node, other.entry)] as const
  const alone = node.copy()
  const chain = other.behind()
  const behind = chain.map((entry) => seal(node, entry))
  const held = [other.entry, ...chain].filter((_, i) => [outcomes[1], ...behind][i] === 'disputed')
  const decide = (choice: 'keep' | 'adopt', on: typeof node, about: readonly Entry[]) => {
    if (outcomes[1] !== 'disputed') return null
    const copy = on.copy()
    const ids = about.map(({ id }) => id)
    const said = new Desk(copy, 8).decide(choice, ids, choice === 'adopt' ? (ids.at(-1) as Uint8Array) : null)
    return typeof said === 'string' ? said : (copy.outcomes(COUNTY).at(-1) as string)
  }
  return {
    ...{ first: outcomes[0], second: outcomes[1], behind },
    keep: decide('keep', alone, [other.entry]),
    adopt: decide('adopt', alone, [other.entry]),
    adoptAll: held.length > 1 ? decide('adopt', node, held) : null,
  }
}

/** What is let through while people have not decided, by what a service says waits. */
export interface Waits {
  readonly file: string
  readonly step: string
  readonly effects: string
  readonly contested: string
  readonly contestedWithdraw: string
  readonly claimRefused: string
}

export function waits(service: string): Waits {
  const before = sceneWith(false).node.copy()
  const own = new Desk(before, 2)
  const { id } = own.file(service, { no: 'T1', area: 7 })
  const one = new Desk(before.copy(), 4)
  const edit = (desk: Desk) => desk.file('m-edit', { no: 'T1' }, [T1], ['holder']).entry
  // Two give the thing another holder, neither knowing of the other: the thing is in dispute.
  const thing = before.copy()
  const [a, b] = [edit(new Desk(before.copy(), 6)), edit(new Desk(before.copy(), 8))]
  expectOutcomes([seal(thing, a), seal(thing, b)])
  const at = (desk: Desk, say: (desk: Desk) => Entry) => {
    const copy = new Desk(desk.view.copy(), desk.office)
    say(copy)
    return copy.view.outcomes(COUNTY).at(-1) as string
  }
  const later = new Desk(thing, 4)
  // The same case is sent on by two at once: the case is in dispute.
  const kase = before.copy()
  const [c, d] = [
    one.act('reviewer', id, 'accept'),
    new Desk(before.copy(), 6).act('clerk', id, 'correct', [], { use: 'x' }),
  ]
  expectOutcomes([seal(kase, c), seal(kase, d)])
  // Two file for the thing at once: the claim of the second is in dispute.
  const node = sceneWith(false).node.copy()
  const first = new Desk(node.copy(), 2).file(service, { no: 'T1' })
  const second = new Desk(node.copy(), 4).file(service, { no: 'T1' })
  expectOutcomes([seal(node, first.entry), seal(node, second.entry)])
  return {
    file: at(new Desk(disputed(), 10), (desk) => desk.file(service, { no: 'T1' }).entry),
    step: at(later, (desk) => desk.act('reviewer', id, 'accept')),
    effects: approved(later.view, id),
    contested: at(new Desk(kase, 8), (desk) => desk.act('approver', id, 'return')),
    contestedWithdraw: at(new Desk(kase, 8), (desk) => desk.act('clerk', id, 'withdraw', [T1])),
    claimRefused: at(new Desk(node, 8), (desk) => desk.act('reviewer', second.id, 'accept')),
  }
}

const disputed = () => sceneWith(true).node.copy()

function approved(node: Desk['view'], id: string): string {
  const desk = new Desk(node.copy(), 10)
  desk.act('reviewer', id, 'accept')
  desk.act('approver', id, 'finish', [T1])
  return desk.view.outcomes(COUNTY).at(-1) as string
}

function expectOutcomes([one, other]: [string, string]): void {
  if (one !== 'applied' || other !== 'disputed') throw new Error(`the scene is not sound: ${one}, ${other}`)
}
