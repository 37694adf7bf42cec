import { Decrypter } from 'age-encryption'
import { Dexie } from 'dexie'
import { submit } from '../../../main/services/filing.ts'
import { refusedIn, signAgain } from '../../../main/services/filing-again.ts'
import { submitMany } from '../../../main/services/filing-batch.ts'
import type { Journal, Listed } from '../../../main/services/journal.ts'
import { openPayloads } from '../../../main/services/payloads.ts'
import type { ReplicaCalls, ReplicaEvent } from '../../../renderer/replica/api.ts'
import { type Core, type CoreHost, openCore } from '../../../renderer/replica/core.ts'
import { databaseName, ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { SEARCH_STORES } from '../../../renderer/replica/search/rows.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { inlinePool } from '../../../renderer/replica/verify-pool.ts'
import { equal, hex } from '../../../shared/base/bytes.ts'
import { type Failure, fail, must, ok, type Result } from '../../../shared/base/result.ts'
import {
  answerCall,
  type Bridge,
  type CallInput,
  type CallName,
  type Handlers,
  type Kept,
  type Person,
  type RelayAnswer,
  type Site,
} from '../../../shared/bridge.ts'
import { parseBody, type SubtleVerify } from '../../../shared/ledger/index.ts'
import { asFailure } from '../../../shared/sync/messages.ts'
import { type CannedNode } from '../../kit/canned-node.ts'
import { type County, OFFICE, plain, START } from '../../kit/county.ts'
import { DeskFiles } from './desk-files.ts'

const BACKGROUND: ReadonlySet<CallName> = new Set(['vault.search-key', 'vault.open-unasked'])

export type Ask = CallInput<'relay.request'>
const subtle = crypto.subtle as unknown as SubtleVerify

/**
 * One county desktop around a real replica core: a main of real signing and real age sealing over a journal in memory, a clock and timers
 * that only tests move, and a line that tests cut and bend. Crashing is forgetting the core and opening another over the same database.
 */
export class Desk {
  journal: Kept[] = []
  now = START + 3_600_000
  /** What the relay reaches: null without a line. */
  node: CannedNode | null
  locked = false
  /** What main derives from the office's key. */
  searchKey = new Uint8Array(64).fill(9)
  /** Bends what comes down: gets the honest answer. */
  bend: ((ask: Ask, answer: RelayAnswer) => Result<RelayAnswer>) | null = null
  /** A request that it answers for is not answered before that. */
  slow: ((ask: Ask) => Promise<void> | null) | null = null
  /** Entries of one answer of `journal.list`, at most. */
  journalPage = Number.POSITIVE_INFINITY
  /** Entries that `journal.list` has answered, all together. */
  journalRead = 0
  journalFails: Failure | null = null
  /** The next answer to this call is lost, once main has done what it says. */
  loseAnswer: CallName | null = null
  /** [N9] The sealed files on this computer; they outlive the core, and a wiped browser. */
  readonly files = new DeskFiles(() => this.journal)
  /** Every request that reached the node. */
  readonly asked: Ask[] = []
  readonly events: ReplicaEvent[] = []
  /** Pages that are told of each. */
  readonly listeners = new Set<(event: ReplicaEvent) => void>()
  /** Delays that were asked of the host, and tasks not run yet. */
  readonly delays: number[] = []
  readonly tasks = new Set<() => void>()
  /** Calls of the bridge so far, each counted before and after its effect; at `dieAt` everything stops for ever. */
  steps = 0
  dieAt = Number.POSITIVE_INFINITY
  onDeath: () => void = () => {}
  readonly county: County
  readonly office: string
  /** [N3] Per person the epoch that nothing goes into any more; a main that starts again has forgotten it. */
  readonly #left = new Map<string, number>()
  #core: Core | null = null
  #life = 0

  constructor(county: County, office = OFFICE) {
    this.county = county
    this.node = county.node
    this.office = office
  }

  get calls(): ReplicaCalls {
    if (this.#core === null) throw new Error('not open')
    return this.#core.calls
  }

  get name(): string {
    return databaseName(hex(this.county.net), this.office)
  }

  person(id: string, roles = [id]): Person {
    const key = this.county.person(id).key.id
    return { id, name: id, office: this.office, officeName: '称多县政务服务中心', roles, key }
  }

  get site(): Site {
    const { net, origin, vkey, ack } = this.county
    const rest = { shell: 'browser', version: '0.0.0', device: '001', people: [], demoPassphrase: null } as const
    return { ...rest, net, origin, vkey, ack: ack.pub, people: [], signedIn: null }
  }

  /** Opens the core for a person and waits for its first sync. */
  async open(person: Person = this.person('clerk'), site: Site = this.site): Promise<Result<null>> {
    const life = ++this.#life
    const host: CoreHost = {
      now: () => this.now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      verify: await runtimeVerify(subtle),
      pool: inlinePool(subtle),
      tell: (event) => {
        this.events.push(event)
        for (const listener of this.listeners) listener(event)
      },
      later: (task, ms) => {
        this.delays.push(ms)
        this.tasks.add(task)
        return () => this.tasks.delete(task)
      },
    }
    const opened = await openCore(this.#bridge(person, life), site, person, host)
    if (!opened.ok) return opened
    this.#core = opened.value
    if (this.dieAt === Number.POSITIVE_INFINITY) await this.#core.calls.syncNow()
    return ok(null)
  }

  async close(): Promise<void> {
    await this.#core?.close()
    this.#core = null
  }

  /** What a kill leaves: whatever was under way never comes back. */
  crash(): void {
    this.#life++
    this.#core = null
    this.tasks.clear()
    this.dieAt = Number.POSITIVE_INFINITY
  }

  /** Closed, and everything that the browser had kept is gone. */
  async wipe(): Promise<void> {
    await this.close()
    await Dexie.delete(this.name)
  }

  async sync(): Promise<void> {
    must(await this.calls.syncNow())
  }

  /** The sealing of what waits, seen here. */
  async sealed(): Promise<void> {
    await this.sync()
    this.county.node.seal()
    await this.sync()
  }

  async failure(): Promise<string | null> {
    return must(await this.calls.status()).lastFailure?.code ?? null
  }

  /**
   * Every row of every table, as plain values; without what differs from one run to the next by its nature, and without the search, which is made
   * of the rest, in the background and with seals of its own.
   */
  async rows(): Promise<Record<string, unknown[]>> {
    const db = new ReplicaDatabase(this.name)
    await db.open()
    const out: Record<string, unknown[]> = {}
    for (const table of db.tables)
      if (!Object.hasOwn(SEARCH_STORES, table.name)) out[table.name] = (await table.toArray()).map(plain)
    db.close()
    out['meta'] = (out['meta'] as { key: string }[]).filter(({ key }) => !key.startsWith('search/'))
    return out
  }

  /** `rows` without the traces of when and in how many steps it came: what two replicas that saw the same heads share. */
  async derived(): Promise<Record<string, unknown[]>> {
    const { checkpoints: _, outbox: __, meta, payloads, ...rest } = await this.rows()
    const commits = (payloads as { commit: string }[]).map(({ commit }) => commit)
    return { ...rest, commits, meta: (meta as { key: string }[]).filter(({ key }) => !key.startsWith('evidence')) }
  }

  #bridge(person: Person, life: number): Bridge {
    const handlers = this.#handlers(person, life)
    const step = async (name: CallName) => {
      // Nobody waits for what goes on in the background, so a kill does not fall on it.
      const dies = !BACKGROUND.has(name) && ++this.steps >= this.dieAt
      if (life === this.#life && !dies) return
      this.onDeath()
      await new Promise(() => {})
    }
    return {
      call: async (name, input) => {
        await step(name)
        const answer = (await answerCall(handlers, name, input, (error) => {
          throw error
        })) as never
        await step(name)
        if (this.loseAnswer !== name) return answer
        this.loseAnswer = null
        return fail('internal', 'main is gone')
      },
      on: () => () => {},
    }
  }

  #handlers(person: Person, life: number): Handlers {
    const { key } = this.county.person(person.id)
    const open = {
      // Registrars write to gov as well as to their office.
      person: { ...person, scopes: person.roles.includes('registrar') ? [this.office, 'gov'] : [this.office] },
      pub: key.pub,
      sign: async (context: Parameters<typeof key.signIn>[0], bytes: Uint8Array) => key.signIn(context, bytes),
      open: (file: Uint8Array) => this.#decrypt(file),
      searchKey: () => this.searchKey.slice(),
    }
    const needsKey = <T>(then: () => Promise<Result<T>>) =>
      this.locked ? Promise.resolve(fail('vault-locked')) : then()
    const not = async () => fail('unknown-call')
    const ask = async (one: Ask): Promise<Result<RelayAnswer>> => {
      if (this.node === null) return fail('no-line', 'cut')
      this.asked.push(one)
      await this.slow?.(one)
      const answer = this.node.answer(one)
      return answer.ok && this.bend !== null ? this.bend(one, answer.value) : answer
    }
    return {
      'site.info': async () => ok(this.site),
      'vault.unlock': not,
      'vault.lock': not,
      'paper.pdf': not,
      'vault.session': ({ nonce }) => needsKey(async () => ok({ key: key.id, sig: await open.sign('session', nonce) })),
      'vault.open': ({ sealed }) => needsKey(async () => ok({ payloads: await openPayloads(open, sealed) })),
      'vault.open-unasked': ({ sealed }) => needsKey(async () => ok({ payloads: await openPayloads(open, sealed) })),
      'vault.search-key': () => needsKey(async () => ok({ key: open.searchKey() })),
      'filing.submit': (draft) =>
        needsKey(() => {
          const journal = this.#journalOf(person.id, life)
          if (!this.files.holds(draft.att)) return Promise.resolve(fail('no-attachment'))
          return submit(draft, { key: open, net: this.county.net, journal, now: () => this.now })
        }),
      'filing.submit-many': ({ drafts }) =>
        needsKey(async () => {
          const journal = this.#journalOf(person.id, life)
          const kept = await submitMany(drafts, { key: open, net: this.county.net, journal, now: () => this.now })
          return kept.ok ? ok({ kept: kept.value }) : kept
        }),
      'filing.again': ({ refusal, entries }) =>
        needsKey(async () => {
          const signing = { key: open, net: this.county.net, now: () => this.now, ...(await this.#province()) }
          const journal = this.#journalOf(person.id, life)
          const kept = await signAgain(refusal, entries, {
            ...signing,
            journal,
            replacement: async () => (id) => this.#newest(id),
          })
          return kept.ok ? ok({ kept: kept.value }) : kept
        }),
      'journal.leave': ({ refusal }) =>
        needsKey(async () => {
          const journal = this.#journalOf(person.id, life)
          const refused = await refusedIn(journal, refusal, await this.#province())
          if (!refused.ok) return refused
          journal.leave(refused.value.epoch)
          return ok(null)
        }),
      ...this.files.handlers(
        open,
        () => this.locked,
        async (h, body, token) => {
          // Pieces are main's: what is asked here is the whole of it at once.
          const answer = await ask({ method: body === null ? 'GET' : 'POST', path: `/v1/files/${hex(h)}`, body, token })
          if (!answer.ok) return answer
          return answer.value.status === 200 ? ok(answer.value.body) : asFailure(answer.value.status, answer.value.body)
        },
      ),
      'journal.list': async ({ from, max, after }) => {
        if (this.journalFails !== null) return this.journalFails
        const fresh = this.journal.filter(({ body }) => {
          const { key: of, epoch, seq } = must(parseBody(body))
          return !after.some((mark) => equal(mark.key, of) && mark.epoch === epoch && seq <= mark.seq)
        })
        const entries = fresh.slice(from, from + Math.min(max, this.journalPage))
        this.journalRead += entries.length
        const said = entries.map((one) => {
          const by = this.#newest(one.id)
          return equal(by, one.id) ? one : { ...one, replacedBy: by }
        })
        return ok({ entries: said, problem: null, total: fresh.length })
      },
      'relay.request': ask,
    }
  }

  /** The chain of one key, as main's journal keeps it. */
  #journalOf(person: string, life: number): Journal {
    const { key, place } = this.county.person(person)
    const appendAll: Journal['appendAll'] = async (make) => {
      const left = (this.#left.get(person) ?? -1) >= place.epoch && place.seq > 0
      const at = left ? { epoch: place.epoch + 1, seq: 0, prev: null } : { ...place }
      const made = await make(at)
      if (!made.ok) return made
      // Killed while it signed: nothing comes of it.
      if (life !== this.#life) await new Promise(() => {})
      Object.assign(place, at)
      for (const kept of made.value) {
        this.journal.push(kept)
        place.seq++
        place.prev = kept.id
      }
      return made
    }
    return {
      key: key.id,
      records: () => this.#recordsOf(key.id),
      replacements: () =>
        new Map(this.journal.flatMap((one) => (one.replaces === undefined ? [] : [[hex(one.replaces), one.id]]))),
      leave: (epoch) => void this.#left.set(person, Math.max(epoch, this.#left.get(person) ?? -1)),
      problem: () => null,
      appendAll,
      append: async (make) => {
        const made = await appendAll(async (position) => {
          const one = await make(position)
          return one.ok ? ok([one.value]) : one
        })
        return made.ok ? ok(made.value[0] as Kept) : made
      },
      read: async (listed) => {
        const wanted = new Set(listed.map(({ id }) => hex(id)))
        return ok(this.journal.filter(({ id }) => wanted.has(hex(id))))
      },
      close: async () => {},
    }
  }

  #recordsOf(author: Uint8Array): Listed[] {
    return this.journal.flatMap(({ id, body, replaces = null }, i) => {
      const { key, epoch, seq, time, scope, att } = must(parseBody(body))
      if (!equal(key, author)) return []
      return [{ at: i, length: body.length, id, epoch, seq, time, scope, att: att.map(({ h }) => h), replaces }]
    })
  }

  /** [N3] What stands in place of an entry. */
  #newest(id: Uint8Array): Uint8Array {
    const next = this.journal.find((one) => one.replaces !== undefined && equal(one.replaces, id))
    return next === undefined ? id : this.#newest(next.id)
  }

  async #province() {
    return { ack: this.county.ack.pub, verify: await runtimeVerify(subtle) }
  }

  async #decrypt(file: Uint8Array): Promise<Uint8Array | null> {
    const decrypter = new Decrypter()
    decrypter.addIdentity(this.county.identity)
    try {
      return await decrypter.decrypt(file)
    } catch {
      return null
    }
  }
}
