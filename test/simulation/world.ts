import { equal, hex } from '../../shared/base/bytes.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { type Random, seeded } from '../kit/random.ts'
import { type Doing, file, work } from './acts.ts'
import { Auditor } from './auditor.ts'
import { begin } from './begin.ts'
import { broken } from './broken.ts'
import type { Course, Step } from './course.ts'
import { decide } from './decisions.ts'
import { recordsOf, same, standings } from './ends.ts'
import { execute } from './executor.ts'
import { Network, type Sealed } from './network.ts'
import { Office, Replica } from './office.ts'
import { COUNTY, EXECUTOR, Person, START } from './people.ts'
import { APPLY_2, DEFINITIONS, EDIT_2, FLAVOURS, QUICK_SERIES } from './services.ts'

/** How a world ended: what became of every leaf, and the state with what depends on clocks and ids left out. */
export interface End {
  readonly outcomes: readonly string[]
  readonly tally: ReadonlyMap<string, number>
  /** Every record: what stands on it and who touched it, without ids and times. */
  readonly standing: ReadonlyMap<string, string>
  /** What was sealed since the world began. */
  readonly blocks: readonly Sealed[]
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
  readonly #executor: Office
  readonly #clocks: Random
  readonly #signed = new Set<string>()
  #now = START
  #cases = 0
  #allotted = 300
  readonly #from: number

  constructor(
    readonly course: Course,
    clocks: number,
    readonly looked: boolean,
  ) {
    const { net, network, registrar } = begin()
    this.#node = network.copy()
    this.#node.lax = course.lax
    this.#from = this.#node.height
    this.#auditor = new Auditor(this.#node, looked)
    this.#clocks = seeded(clocks)
    this.#services = FLAVOURS[course.flavour] as readonly string[]
    this.#offices = Array.from({ length: course.offices }, (_, i) => new Office(i, net))
    for (const office of this.#offices) {
      office.replica.begin(this.#node)
      office.skew = this.#skew()
    }
    this.#executor = new Office(EXECUTOR, net)
    this.#executor.replica.begin(this.#node)
    this.#registrar = new Person('registrar', ['registrar'], net)
    this.#registrar.seq = registrar.seq
    this.#registrar.prev = registrar.prev
  }

  run(): End {
    this.#stock()
    for (const step of this.course.steps) this.#step(step)
    this.#reunion()
    const blocks = this.#node.blocks.slice(this.#from)
    return {
      outcomes: this.#auditor.outcomes,
      tally: this.#tally(),
      standing: standings(this.#auditor.replica),
      blocks,
    }
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
        if (decide(this.#doing(where, rnd)) === null) break
        if (where.online && rnd.int(3) > 0) where.push(this.#node, 99, true)
        if (this.#isCareful) this.#second(rnd.pick(heads), rnd)
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
        if (this.#services.includes('quick')) this.#execute(rnd)
        break
      case 'clock':
        office.skew = this.#skew()
        break
      case 'publish':
        this.#govern({
          kind: 'service',
          data: { definition: structuredClone(this.#services.includes('apply') ? APPLY_2 : EDIT_2) as Value },
        })
        break
      case 'restore':
        rnd.pick(office.people).restored()
        break
      case 'revoke':
        this.#govern({ kind: 'revoke', data: { key: rnd.pick(office.people).key.id, last: null, reason: '遗失' } })
        break
      case 'clone':
        this.#clone(office, rnd.pick(this.#offices), rnd)
        break
      case 'allot':
        this.#allot(office, rnd)
        break
    }
    this.#check()
  }

  get #isCareful(): boolean {
    return this.#services.includes('careful') && this.#services.includes('hold')
  }

  /** A second supervisor is asked at once, and mostly has what the first one signed. */
  #second(where: Office, rnd: Random): void {
    this.#seal(0)
    if (!where.online && rnd.int(2) === 0) return
    where.pull(this.#node, this.#node.height)
    if (decide(this.#doing(where, rnd)) !== null) where.push(this.#node, 99, true)
  }

  /** [X9] Beside the node: mostly it has seen the block that was just sealed. */
  #execute(rnd: Random): void {
    if (rnd.int(6) > 0) this.#executor.pull(this.#node, this.#node.height)
    if (execute(this.#doing(this.#executor, rnd)) > 0) this.#executor.push(this.#node, 99, rnd.int(4) > 0)
  }

  /** [N4] A disk is copied to another computer: key, chain and what waits to be sent. Both go on working. */
  #clone(from: Office, to: Office, rnd: Random): void {
    const person = rnd.pick(from.people)
    if (to.people.includes(person)) return
    const twin = person.cloned()
    to.people.push(twin)
    to.receive(from.outbox.filter(({ entry }) => equal(entry.key, person.key.id)))
    if (rnd.int(2) === 0) return
    for (const [one, office] of [
      [person, from],
      [twin, to],
    ] as const) {
      const note = { kind: 'note', scope: [COUNTY], data: { text: office.number === to.number ? '副本' : '原机' } }
      office.sign(one, office.draft(one, note, this.#now), this.#now)
    }
  }

  /** [N10] More numbers for somebody; now and then some that another has. */
  #allot(office: Office, rnd: Random): void {
    const person = rnd.pick([...office.people, ...this.#executor.people])
    const series = person.roles.includes('clerk') ? QUICK_SERIES.clerk : QUICK_SERIES.approver
    const from = rnd.int(5) === 0 ? 1 + rnd.int(100) : (this.#allotted += 3)
    this.#govern({ kind: 'numbers', data: { series, office: COUNTY, key: person.key.id, from, to: from + 2 } })
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
    const all = [...this.#offices, this.#executor]
    for (const office of all) {
      for (const one of [...office.outbox, ...office.setAside]) this.#signed.add(hex(one.id))
    }
    const kept = new Set(all.flatMap((one) => [...one.outbox, ...one.setAside].map(({ id }) => hex(id))))
    for (const id of this.#signed) {
      if (!kept.has(id) && !this.#node.acknowledged.has(id)) broken('lost', 'signed, and nowhere any more')
    }
    for (const [one, other] of this.#node.forks) {
      const same = equal(one.entry.key, other.entry.key) && one.entry.epoch === other.entry.epoch
      if (!same || one.entry.seq !== other.entry.seq || equal(one.id, other.id)) broken('fork', 'that convicts nobody')
    }
  }

  /** The line is up everywhere: all is sent, sealed and fetched, and everybody has the same. */
  #reunion(): void {
    for (const office of [...this.#offices, this.#executor]) office.push(this.#node, office.outbox.length, true)
    this.#check()
    this.#seal(0)
    if (this.looked) this.#everywhere()
  }

  #everywhere(): void {
    const all = [...this.#offices, this.#executor]
    for (const office of all) office.pull(this.#node, this.#node.height)
    const leaves = new Map<string, number>()
    for (const { scopes } of this.#node.blocks) {
      for (const { leaves: of } of scopes) for (const { id } of of) leaves.set(hex(id), (leaves.get(hex(id)) ?? 0) + 1)
    }
    for (const [id, { entry, h }] of this.#node.acknowledged) {
      const times = leaves.get(id) ?? 0
      const once = times === entry.entry.scope.length || (this.course.lax && times > entry.entry.scope.length)
      if (h === null || !once) broken('lost', 'acknowledged, and not sealed once')
    }
    const mine = recordsOf(this.#auditor.replica)
    for (const { replica, outbox } of all) {
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
    const { coverage } = this.#auditor
    for (const office of [...this.#offices, this.#executor])
      for (const one of office.refused) coverage.say(`refused by the node: ${one}`)
    const out = new Map(coverage.counts)
    for (const one of this.#auditor.outcomes) out.set(one, (out.get(one) ?? 0) + 1)
    return out
  }
}
