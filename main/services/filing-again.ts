import { compare, equal, hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import {
  type Body,
  CONTEXT,
  encode,
  openAnswer,
  parseBody,
  type SignedAnswer,
  type Value,
  type Verify,
} from '../../shared/ledger/index.ts'
import type { Signing } from './filing.ts'
import { PER_RECORD } from './filing-batch.ts'
import type { Journal, Listed, Position } from './journal.ts'
import { BATCH_MOST } from './journal-frame.ts'
import { sha256 } from './native-hash.ts'

/** Who may stop an epoch: the province, by its acknowledgement key. */
export interface Province {
  readonly ack: Uint8Array
  readonly verify: Verify
}

/** What signing again takes beside the key and its journal. */
export interface SigningAgain extends Signing, Province {
  /** The entry that stands in place of one, over all journals of this computer. */
  replacement(): Promise<(id: Uint8Array) => Uint8Array>
}

/** Refusals after which the same key can do nothing more, and one that passes by itself. */
const NOT_A_STOP: ReadonlySet<Code> = new Set<Code>(['key-revoked', 'key-frozen', 'busy'])

/**
 * The entry of this journal that the province has refused, by its own signature. A page cannot make one up, so that it can neither begin epochs
 * as it likes nor have sealed work signed twice.
 * Codes: not-canonical, wrong-shape, bad-signature, not-found, not-allowed, and the refusal's own where the key is at an end.
 */
export async function refusedIn(
  journal: Journal,
  refusal: SignedAnswer,
  { ack, verify }: Province,
): Promise<Result<Listed>> {
  const opened = await openAnswer(refusal, ack, verify)
  if (!opened.ok) return opened
  if (opened.value.kind !== 'refused') return fail('not-allowed', 'an acknowledgement')
  const { id, code } = opened.value.said
  if (NOT_A_STOP.has(code)) return fail(code === 'busy' ? 'not-allowed' : code, 'the refusal')
  const found = journal.records().find((one) => equal(one.id, id))
  return found === undefined ? fail('not-found', 'refused elsewhere') : ok(found)
}

/**
 * [N3] Signs entries of the journal again, behind everything and outside of the epoch that was stopped. One synced append: after a crash either the
 * entries of before count or all of the new. Codes: those of `refusedIn`, not-found, not-allowed, wrong-role, too-large, and Journal.appendAll's.
 */
export async function signAgain(
  refusal: SignedAnswer,
  ids: readonly Uint8Array[],
  signing: SigningAgain,
): Promise<Result<Kept[]>> {
  const { journal, key } = signing
  const refused = await refusedIn(journal, refusal, signing)
  if (!refused.ok) return refused
  const asked = new Set(ids.map(hex))
  const { epoch, seq } = refused.value
  const wanted = journal.records().filter((one) => one.epoch === epoch && one.seq >= seq && asked.has(hex(one.id)))
  if (wanted.length < ids.length) return fail('not-found', 'not among what that refusal stopped')
  const read = await journal.read(wanted)
  if (!read.ok) return read
  if (read.value.length < wanted.length) return fail('journal-damaged', 'what was signed has changed')
  journal.leave(epoch)
  return journal.appendAll(async (first) => {
    // Looked at here, where no other append can come between.
    const twice = wanted.find((one) => journal.replacements().has(hex(one.id)))
    if (twice !== undefined) return fail('not-allowed', `signed again before: ${hex(twice.id)}`)
    const made = await bodiesAgain(read.value, first, signing)
    if (!made.ok) return made
    const sigs = await Promise.all(made.value.map(({ body }) => key.sign('entry', body)))
    return ok(made.value.map((one, i) => ({ ...one, sig: sigs[i] as Uint8Array })))
  })
}

/** The same bodies in their new places; what refers to one of them refers to what stands in its place. */
async function bodiesAgain(
  olds: readonly Kept[],
  { epoch, seq, prev }: Position,
  { key, replacement }: SigningAgain,
): Promise<Result<Required<Pick<Kept, 'id' | 'body' | 'sealed' | 'replaces'>>[]>> {
  const before = await replacement()
  const mine = new Map<string, Uint8Array>()
  const now = (id: Uint8Array) => mine.get(hex(id)) ?? before(id)
  const out: Required<Pick<Kept, 'id' | 'body' | 'sealed' | 'replaces'>>[] = []
  let last = prev
  let size = 0
  for (const [i, old] of olds.entries()) {
    const entry = parseBody(old.body)
    if (!entry.ok) return entry
    const foreign = entry.value.scope.find((code) => !key.person.scopes.includes(code))
    if (foreign !== undefined) return fail('wrong-role', `scope ${foreign}`)
    // The time that it claims stays: it is when the act was done at the counter, and what limits run from (docs/decisions/0610).
    const body = encode({ ...moved(entry.value, now), epoch, seq: seq + i, prev: last } as unknown as Value)
    const fits = parseBody(body)
    if (!fits.ok) return fits
    // [N2]
    last = sha256(CONTEXT.entry, body)
    mine.set(hex(old.id), last)
    out.push({ id: last, body, sealed: old.sealed, replaces: old.id })
    size += body.length + (old.sealed?.length ?? 0) + PER_RECORD
  }
  if (size > Math.min(LIMITS.answer, BATCH_MOST)) return fail('too-large', `${olds.length} entries of ${size} bytes`)
  return ok(out)
}

/** Every place where an entry names others: heads, what a decision is about, and the last that a revoked key may have signed. */
function moved(entry: Body, now: (id: Uint8Array) => Uint8Array): Body {
  const ids = (list: readonly Uint8Array[]) => list.map(now).sort(compare)
  const data: Record<string, unknown> = { ...entry.data }
  const one = (name: string) => {
    const id = data[name]
    if (id instanceof Uint8Array && id.length === 32) data[name] = now(id)
  }
  const many = (name: string) => {
    const list = data[name]
    if (Array.isArray(list) && list.every((id) => id instanceof Uint8Array && id.length === 32)) data[name] = ids(list)
  }
  if (entry.kind === 'resolve') {
    for (const name of ['heads', 'disputes', 'recall']) many(name)
    one('adopt')
  }
  if (entry.kind === 'revoke') one('last')
  const subj = entry.subj.map(({ id, heads }) => ({ id, heads: ids(heads) }))
  return { ...entry, subj, data: data as Body['data'] }
}
