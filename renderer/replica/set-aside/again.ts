import { fromHex, hex } from '../../../shared/base/bytes.ts'
import type { Code } from '../../../shared/base/codes.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import { chainName } from '../../../shared/contract/index.ts'
import { type Body, parseBody, type SignedAnswer } from '../../../shared/ledger/index.ts'
import type { Bulk } from '../bulk/bulk.ts'
import type { ReplacedRow, ReplicaDatabase } from '../database.ts'
import { AT_AN_END, REFUSALS } from './reasons.ts'
import { settledIds } from './settle.ts'
import { type InChain, Stops } from './stops.ts'

/** Entries of one call, and about as many bytes: well within what main takes at once. */
const ENTRIES = 200
const BYTES = 6 * 1024 * 1024

/** An entry that waits, as far as it matters here. */
interface Item extends InChain {
  readonly n: number
  /** Hex id of its key. */
  readonly key: string
  /** Hex ids of what it is based on. */
  readonly heads: readonly string[]
  readonly bytes: number
  /** The province's signed answer; of an imported entry it is read when it is needed. */
  readonly answer: SignedAnswer | null
  readonly is: ReturnType<Stops['next']>
}

/** What is stopped in one chain of the person who is signed in, in its order. */
interface StoppedChain {
  readonly chain: string
  /** Refused for themselves, put away among them. */
  readonly refused: readonly Item[]
  /** Can be signed again: nothing that they are based on is missing. */
  readonly free: readonly Item[]
  /** Based on what was refused: they have to wait for it, or to be put away. */
  readonly bound: readonly Item[]
}

export interface AgainPlan {
  readonly chains: readonly StoppedChain[]
  /** Hex key ids of other people of this computer whose entries are stopped. */
  readonly others: readonly string[]
  /** Why the key can sign nothing more; null while it can. */
  readonly ended: Code | null
}

export function placeOf({ chain, seq }: Pick<ReplacedRow, 'chain' | 'seq'>): string {
  return `${chain}/${seq}`
}

export async function stopsOf(db: ReplicaDatabase): Promise<Stops> {
  return new Stops(await settledIds(db), (await db.replaced.toArray()).map(placeOf))
}

async function itemsOf(db: ReplicaDatabase, bulk: Bulk): Promise<Item[]> {
  const stops = await stopsOf(db)
  const rows: Omit<Item, 'is'>[] = (await db.outbox.toArray()).flatMap((row) => {
    const read = parseBody(row.body)
    if (!read.ok) return []
    const { key, epoch, seq, subj } = read.value
    const { id, standing, code, answer } = row
    const heads = subj.flatMap((one) => one.heads.map(hex))
    const bytes = row.body.length + (row.payload?.length ?? 0)
    const chain = chainName(key, epoch)
    return [{ ...{ id, standing, code, answer, chain, seq, heads, bytes }, n: row.n ?? 0, key: hex(key) }]
  })
  for (const { id, standing, code, chain, seq, n } of bulk.list.inOrder()) {
    const key = chain.slice(0, chain.indexOf('/'))
    rows.push({ ...{ id, standing, code, chain, seq, n, key }, answer: null, heads: [], bytes: 8_192 })
  }
  return rows.sort((a, b) => a.n - b.n).map((row) => ({ ...row, is: stops.next(row) }))
}

/** What can be signed again by this key. `asked`: refused entries that are to be signed again as well. */
export async function planAgain(
  db: ReplicaDatabase,
  bulk: Bulk,
  key: Uint8Array,
  asked: ReadonlySet<string> = new Set(),
): Promise<AgainPlan> {
  const settled = await settledIds(db)
  const items = await itemsOf(db, bulk)
  const mine = hex(key)
  /** Stopped, and not to be signed again now: what is based on one of them cannot stand either. */
  const staying = new Set<string>()
  const chains = new Map<string, { refused: Item[]; free: Item[]; bound: Item[] }>()
  const others = new Set<string>()
  let ended: Code | null = null
  for (const one of items) {
    if (one.is !== 'stopped' && one.is !== 'doomed') continue
    const isRefused = settled.has(one.id) || (one.is === 'stopped' && one.code !== 'chain-gap')
    if (one.key !== mine) {
      if (!isRefused) others.add(one.key)
      staying.add(one.id)
      continue
    }
    if (AT_AN_END.has(one.code)) ended = one.code
    const of = chains.get(one.chain) ?? { refused: [], free: [], bound: [] }
    chains.set(one.chain, of)
    const isBound = one.heads.some((head) => staying.has(head))
    if (isRefused && (!asked.has(one.id) || settled.has(one.id))) of.refused.push(one)
    else if (isBound) of.bound.push(one)
    else {
      of.free.push(one)
      continue
    }
    staying.add(one.id)
  }
  return { chains: [...chains].map(([chain, of]) => ({ chain, ...of })), others: [...others], ended }
}

/**
 * [N3] What is signed next by this key goes into a new epoch when the last of its chain is stopped: new work never goes where it cannot go on. Where main does
 * not do it, the work is signed all the same, and shown as stopped.
 */
export async function leaveStopped(bridge: Bridge, db: ReplicaDatabase, bulk: Bulk, key: Uint8Array): Promise<void> {
  // As nearly always; everything that waits is looked through only where something is held up.
  const refused = await db.outbox.filter(({ standing }) => standing === 'set-aside').count()
  if (refused === 0 && bulk.list.counts['set-aside'] === 0) return
  const mine = (await itemsOf(db, bulk)).filter((one) => one.key === hex(key))
  const last = mine.reduce<Item | null>((best, one) => (best === null || isLater(one, best) ? one : best), null)
  if (last === null || last.is !== 'stopped' || AT_AN_END.has(last.code)) return
  const refusal = await answerOf(bulk, last)
  if (refusal !== null) await bridge.call('journal.leave', { refusal })
}

function isLater(a: Item, b: Item): boolean {
  const [x, y] = [epochOf(a.chain), epochOf(b.chain)]
  return x === y ? a.seq > b.seq : x > y
}

const epochOf = (chain: string) => Number(chain.slice(chain.indexOf('/') + 1))

async function answerOf(bulk: Bulk, one: Item): Promise<SignedAnswer | null> {
  return one.answer ?? (await bulk.row(one.id))?.answer ?? null
}

/** Signs by main, part by part; `kept` takes each part up before the next. Codes: not-found, those of `filing.again`, and of keeping. */
export async function signStopped(
  bridge: Bridge,
  bulk: Bulk,
  plan: AgainPlan,
  kept: () => Promise<Result<null>>,
): Promise<Result<{ signed: number }>> {
  if (plan.ended !== null) return fail(plan.ended, 'this key')
  let signed = 0
  for (const { refused, free, bound } of plan.chains) {
    if (free.length === 0) continue
    const first = [...refused, ...free, ...bound].reduce((a, b) => (b.seq < a.seq ? b : a))
    const refusal = await answerOf(bulk, first)
    // Without the province's word main signs nothing again; the next sync brings it.
    if (refusal === null) return fail('not-found', 'no answer of the province yet')
    for (const part of inParts(free)) {
      const entries = part.map(({ id }) => must(fromHex(id)))
      const answer = await bridge.call('filing.again', { refusal, entries })
      // Also after a failure: the journal may have it.
      const taken = await kept()
      if (!answer.ok) return answer
      if (!taken.ok) return taken
      signed += part.length
    }
  }
  return ok({ signed })
}

function* inParts(items: readonly Item[]): Generator<Item[]> {
  let part: Item[] = []
  let size = 0
  for (const one of items) {
    if (part.length > 0 && (part.length >= ENTRIES || size + one.bytes > BYTES)) {
      yield part
      part = []
      size = 0
    }
    part.push(one)
    size += one.bytes
  }
  if (part.length > 0) yield part
}

/**
 * May the same bytes be sent once more? Not where somebody has put it away, and not where a running number that it gives has been passed by what was
 * signed again behind it (N10).
 */
export function maySend(
  body: Pick<Body, 'key' | 'epoch' | 'seq' | 'data'>,
  code: Code | null,
  replaced: readonly ReplacedRow[],
): boolean {
  if ((REFUSALS as Partial<Record<Code, string>>)[code as Code] !== 'again') return false
  const chain = chainName(body.key, body.epoch)
  const isPassed = replaced.some((one) => one.chain === chain && one.seq > body.seq)
  return !(isPassed && (body.data['number'] ?? null) !== null)
}

/** Puts refused entries back among what is to be sent. Codes: not-allowed, disk-full, disk-failed. */
export async function toBeSent(db: ReplicaDatabase, bulk: Bulk, ids: readonly string[]): Promise<Result<null>> {
  const settled = await settledIds(db)
  const replaced = await db.replaced.toArray()
  const rows = await db.outbox.bulkGet([...ids])
  const again = { standing: 'saved', answer: null, promisedBy: null, code: null } as const
  for (const [i, id] of ids.entries()) {
    const row = rows[i] ?? (await bulk.row(id))
    const body = row === null || row === undefined ? null : parseBody(row.body)
    if (row === null || row === undefined || body?.ok !== true || row.standing !== 'set-aside' || settled.has(id))
      return fail('not-allowed', id)
    if (!maySend(body.value, row.code, replaced)) return fail('not-allowed', row.code ?? id)
  }
  await db.outbox.bulkPut(rows.flatMap((row) => (row === undefined ? [] : [{ ...row, ...again, detail: '' }])))
  await bulk.change(new Map(ids.filter((id) => bulk.list.has(id)).map((id) => [id, again])))
  return ok(null)
}
