import { equal, hex } from '../../shared/base/bytes.ts'
import type { LedgerRecord } from '../../shared/contract/index.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'
import { type Random, seeded } from '../kit/random.ts'
import { type Doing, file, work } from './acts.ts'
import { Auditor } from './auditor.ts'
import { begin } from './begin.ts'
import { standing } from './body.ts'
import { broken } from './broken.ts'
import { decide } from './decisions.ts'
import { Network, type Sealed } from './network.ts'
import { Office, Replica } from './office.ts'
import { COUNTY, Person, START } from './people.ts'
import { DEFINITIONS, EDIT_2, FLAVOURS } from './services.ts'

/** What happens in a world, one step after the other; what a step does in detail follows from its own seed and from what it finds. */
export const KINDS = ['work', 'decide', 'sync', 'line', 'seal', 'clock', 'publish', 'restore', 'revoke'] as const
export interface Step {
  readonly kind: (typeof KINDS)[number]
  readonly seed: number
}

export interface Course {
  readonly seed: number
  readonly offices: number
  readonly steps: readonly Step[]
}

/** A world of this seed: few subjects, many hands, a line that is mostly down. */
export function courseOf(seed: number, offices: number, steps: number): Course {
  const rnd = seeded(seed)
  const out: Step[] = []
  for (let i = 0; i < steps; i++) out.push({ kind: kindOf(rnd), seed: rnd.int(2 ** 31) })
  return { seed, offices, steps: out }
}

const WEIGHTS: readonly (readonly [Step['kind'], number])[] = [
  ['work', 44],
  ['decide', 20],
  ['sync', 14],
  ['seal', 12],
  ['line', 6],
  ['clock', 2],
  ['publish', 1],
  ['restore', 1],
  ['revoke', 0.5],
]

function kindOf(rnd: Random): Step['kind'] {
  let left = rnd.int(10_050) / 100
  for (const [kind, weight] of WEIGHTS) {
    if (left < weight) return kind
    left -= weight
  }
  return 'work'
}

/** How a world ended: what became of every leaf, and the state with what depends on clocks and ids left out. */
export interface End {
  readonly outcomes: readonly string[]
  readonly tally: ReadonlyMap<string, number>
  /** Every record: what stands on it and who touched it, without ids and times. */
  readonly standing: ReadonlyMap<string, string>
}

/**
 * Plays a world to its end; `clocks` only says by how much the clocks of its offices are wrong. Throws Broken. Once more by other clocks needs no
 * second look at what does not depend on them: `looked` false.
 */
export function play(course: Course, clocks: number, looked = true): End {
  return new World(course, clocks, looked).run()
}

class World {
  readonly #node: Network
  readonly #auditor: Auditor
  readonly #offices: Office[]
  readonly #services: readonly string[]
  readonly #registrar: Person
  readonly #clocks: Random
  readonly #signed = new Set<string>()
  #now = START
  #cases = 0
  readonly #from: number

  constructor(
    readonly course: Course,
    clocks: number,
    readonly looked: boolean,
  ) {
    const { net, network, registrar } = begin()
    this.#node = network.copy()
    this.#from = this.#node.height
    this.#auditor = new Auditor(this.#node, looked)
    this.#clocks = seeded(clocks)
    this.#services = FLAVOURS[course.seed % FLAVOURS.length] as readonly string[]
    this.#offices = Array.from({ length: course.offices }, (_, i) => new Office(i, net))
    for (const office of this.#offices) {
      office.replica.begin(this.#node)
      office.skew = this.#skew()
    }
    this.#registrar = new Person('registrar', ['registrar'], net)
    this.#registrar.seq = registrar.seq
    this.#registrar.prev = registrar.prev
  }

  run(): End {
    this.#stock()
    for (const step of this.course.steps) this.#step(step)
    this.#reunion()
    return { outcomes: this.#auditor.outcomes, tally: this.#tally(), standing: standings(this.#auditor.replica) }
  }

  /** Minutes, or a year. */
  #skew(): number {
    return this.#clocks.int(4) === 0 ? (this.#clocks.int(3) - 1) * 31_536_000_000 : (this.#clocks.int(61) - 30) * 60_000
  }

  #doing(office: Office, rnd: Random): Doing {
    const name = () => `S${String(++this.#cases).padStart(5, '0')}`
    return { office, rnd, now: this.#now, services: this.#services, name }
  }

  /** A few things are on record, and everybody knows them, before the line goes down. */
  #stock(): void {
    const office = this.#offices[0] as Office
    const rnd = seeded(this.course.seed ^ 0x5eed)
    const d = DEFINITIONS.get(this.#services[0] as string)
    for (let i = 0; d !== undefined && i < 3; i++) {
      const doing = this.#doing(office, rnd)
      const said = file(doing, d)
      if (said !== null) office.sign(said.person, office.draft(said.person, said.draft, this.#now), this.#now)
    }
    office.push(this.#node, 99, true)
    this.#seal(0)
    for (const one of this.#offices) one.pull(this.#node, this.#node.height)
  }

  #step({ kind, seed }: Step): void {
    const rnd = seeded(seed)
    const office = rnd.pick(this.#offices)
    this.#now += rnd.int(6) * 3_600_000
    switch (kind) {
      case 'work':
        for (let n = 1 + rnd.int(3); n > 0; n--) work(this.#doing(office, rnd))
        if (office.online && rnd.int(2) === 0) this.#sync(office, rnd)
        break
      case 'decide': {
        const heads = this.#offices.filter(({ people }) => people.some(({ roles }) => roles.includes('supervisor')))
        const where = rnd.pick(heads)
        // Mostly somebody who has looked at what there is; else whatever was known weeks ago.
        if (where.online && rnd.int(4) > 0) where.pull(this.#node, this.#node.height)
        if (decide(this.#doing(where, rnd)) !== null && where.online && rnd.int(3) > 0) where.push(this.#node, 99, true)
        break
      }
      case 'sync':
        if (office.online) this.#sync(office, rnd)
        break
      case 'line':
        office.online = !office.online
        break
      case 'seal':
        this.#seal(rnd.int(4) === 0 ? rnd.int(3) : 0)
        break
      case 'clock':
        office.skew = this.#skew()
        break
      case 'publish':
        this.#govern({ kind: 'service', data: { definition: structuredClone(EDIT_2) as Value } })
        break
      case 'restore':
        rnd.pick(office.people).restored()
        break
      case 'revoke':
        this.#govern({ kind: 'revoke', data: { key: rnd.pick(office.people).key.id, last: null, reason: '遗失' } })
        break
    }
    this.#check()
  }

  #govern({ kind, data }: { kind: string; data: { [key: string]: Value } }): void {
    const entry = this.#registrar.draft({ kind, scope: ['gov'], data }, this.#now)
    this.#node.take([this.#registrar.signed(entry)])
  }

  /** A sync may break off anywhere: part of the work sent, an answer lost, part of the blocks fetched. */
  #sync(office: Office, rnd: Random): void {
    const whole = rnd.int(4) > 0
    office.push(this.#node, whole ? office.outbox.length : rnd.int(office.outbox.length + 1), rnd.int(6) > 0)
    const behind = this.#node.height - office.replica.height
    office.pull(this.#node, whole ? this.#node.height : office.replica.height + rnd.int(behind + 1))
  }

  #seal(leave: number): void {
    const block = this.#node.seal(this.#now, Math.min(leave, this.#node.waits))
    if (block !== null) this.#auditor.take(block)
  }

  /** Whoever has signed something still has it, or the node has acknowledged it, or it was refused and is shown. */
  #check(): void {
    for (const office of this.#offices) {
      for (const one of [...office.outbox, ...office.setAside]) this.#signed.add(hex(one.id))
    }
    const kept = new Set(this.#offices.flatMap((one) => [...one.outbox, ...one.setAside].map(({ id }) => hex(id))))
    for (const id of this.#signed) {
      if (!kept.has(id) && !this.#node.acknowledged.has(id)) broken('lost', 'signed, and nowhere any more')
    }
  }

  /** The line is up everywhere: all is sent, sealed and fetched, and everybody has the same. */
  #reunion(): void {
    for (const office of this.#offices) office.push(this.#node, office.outbox.length, true)
    this.#check()
    this.#seal(0)
    if (this.looked) this.#everywhere()
  }

  #everywhere(): void {
    for (const office of this.#offices) office.pull(this.#node, this.#node.height)
    const leaves = new Map<string, number>()
    for (const { scopes } of this.#node.blocks) {
      for (const { leaves: of } of scopes) for (const { id } of of) leaves.set(hex(id), (leaves.get(hex(id)) ?? 0) + 1)
    }
    for (const [id, { entry, h }] of this.#node.acknowledged) {
      if (h === null || leaves.get(id) !== entry.entry.scope.length) broken('lost', 'acknowledged, and not sealed once')
    }
    const mine = recordsOf(this.#auditor.replica)
    for (const { replica, outbox } of this.#offices) {
      if (outbox.length > 0) broken('lost', 'still waiting')
      same(mine, recordsOf(replica))
    }
    this.#auditor.rewind()
    const anew = new Replica()
    anew.begin(begin().network)
    for (const block of this.#node.blocks.slice(this.#from)) anew.take(block as Sealed)
    same(mine, recordsOf(anew))
  }

  #tally(): Map<string, number> {
    const out = new Map(this.#auditor.coverage.counts)
    for (const one of this.#auditor.outcomes) out.set(one, (out.get(one) ?? 0) + 1)
    return out
  }
}

function standings(replica: Replica): Map<string, string> {
  const out = new Map<string, string>()
  for (const [id, record] of recordsOf(replica)) {
    if (record.t === 'dispute') continue
    const here = [...standing(record)]
      .map(([name, value]) => (name === ':overruled' ? name : `${name} ${value}`))
      .sort()
    const log = record.log.map(({ act, by, at, held, set }) => [act, by, at, held, set].join())
    out.set(id, [...here, ...log, record.disputes.length, record.heads.length].join('\n'))
  }
  return out
}

function recordsOf({ records }: Replica): ReadonlyMap<string, LedgerRecord> {
  return records.get(COUNTY) ?? new Map()
}

function same(a: ReadonlyMap<string, LedgerRecord>, b: ReadonlyMap<string, LedgerRecord>): void {
  if (a.size !== b.size) broken('records', 'some hold other records than others')
  for (const [id, record] of a) {
    const other = b.get(id)
    if (other === undefined) broken('records', `${id} is not everywhere`)
    if (other !== record && !equal(encode(record as unknown as Value), encode(other as unknown as Value))) {
      broken('records', `${id} is not the same everywhere`)
    }
  }
}
