import { equal, hex } from '../base/bytes.ts'
import type { Body } from '../ledger/index.ts'
import type { ResolveData } from './facts.ts'
import { decidedIn } from './history.ts'
import { isCase, type LedgerRecord, type Touch } from './record.ts'
import { standingAgainst } from './undo.ts'

/**
 * [X2] [X6] What has become of an entry since it was sealed, for whoever holds a paper that was printed of it. Read off the records; that a leaf is void
 * stands in its outcome, and what later acts have done to a thing lawfully is no matter of this.
 *
 * `recalled`: a decision called its papers back. `refused`, `undone`: a decision did not let it take effect, or took its effect away. `overruled`: its case
 * was put aside. `held`: in dispute itself. `contested`: in effect, with something in dispute against it. `proposed`: a decision without its second signature.
 * `amended`: in effect, but a decision has given some of the fields that it set other values.
 */
export type Fate =
  | { readonly state: 'in-effect' | 'held' | 'contested' | 'proposed' }
  | { readonly state: 'recalled' | 'refused' | 'undone' | 'overruled' | 'amended'; readonly by: Touch }

/** What a decision says, by its touch; null where that cannot be read. */
export type SaidBy = (decision: Touch) => ResolveData | null

/** The records that say what has become of an entry: its case, the subjects of that, and whatever else it names. */
export function recordsAbout(
  entry: Body,
  read: (id: string) => LedgerRecord | undefined,
): Map<string, LedgerRecord | undefined> {
  const ids = new Set(entry.subj.map(({ id }) => id))
  if (entry.case !== null) ids.add(entry.case)
  const of = entry.case === null ? undefined : read(entry.case)
  if (of !== undefined && isCase(of)) for (const id of of.subjects) ids.add(id)
  return new Map([...ids].map((id) => [id, read(id)]))
}

/** Every decision, or proposal of one, in the history of these records. */
export function decisionsAmong(records: Iterable<LedgerRecord | undefined>): Touch[] {
  const out = new Map<string, Touch>()
  for (const record of records) {
    for (const touch of record?.log ?? []) if (touch.act === 'resolve') out.set(hex(touch.id), touch)
  }
  return [...out.values()].sort((a, b) => a.at - b.at)
}

/**
 * @param records as of `recordsAbout`, and others where a decision is known that names the entry
 * @param caseId the case of the entry
 */
export function fateOf(
  id: Uint8Array,
  caseId: string | null,
  records: ReadonlyMap<string, LedgerRecord | undefined>,
  said: SaidBy,
): Fate {
  const logs = [...records.values()].flatMap((record) => (record === undefined ? [] : [record.log]))
  for (const log of logs) {
    const by = putAsideBy(log, id) ?? recalledBy(log, id, said)
    if (by !== null) return by
  }
  const own = caseId === null ? undefined : records.get(caseId)
  const overruled = own !== undefined && isCase(own) ? overruledBy(own.overruled, own.log, id) : null
  if (overruled !== null) return overruled
  const all = [...records.values()]
  if (all.some((record) => record?.disputes.some((one) => equal(one, id)))) return { state: 'held' }
  const decision = decisionsAmong(all).find((touch) => equal(touch.id, id))
  if (decision !== undefined && decision.decided === undefined) return fateOfProposal(decision, all, said)
  if (all.some((record) => isParty(record, id, caseId))) return { state: 'contested' }
  const by = amendedBy(records, id, said)
  return by === null ? { state: 'in-effect' } : { state: 'amended', by }
}

/** The last decision that stands and has given a field that the entry set a value of its own. */
function amendedBy(records: ReadonlyMap<string, LedgerRecord | undefined>, id: Uint8Array, said: SaidBy): Touch | null {
  const all = [...records].flatMap(([name, record]) => amendedIn(record?.log ?? [], name, id, said))
  return all.reduce<Touch | null>((last, { by }) => (last === null || by.at > last.at ? by : last), null)
}

/**
 * [X6] The fields that an entry set on a record, and that a decision which still stands has since given values of its own (逐项核定), each with that decision;
 * oldest first.
 */
export function amendedIn(
  log: readonly Touch[],
  record: string,
  id: Uint8Array,
  said: SaidBy,
): { readonly name: string; readonly by: Touch }[] {
  const own = log.find((touch) => equal(touch.id, id))
  if (own === undefined) return []
  return decidedIn(log)
    .standing.filter(({ at }) => at > own.at)
    .flatMap((by) => {
      const given = saidInAll(log, by, said).flatMap(({ set }) => set.filter((one) => one.id === record))
      const names = given.flatMap(({ fields, sealed }) => [...Object.keys(fields), ...Object.keys(sealed)])
      return names.filter((name) => own.set.includes(name)).map((name) => ({ name, by }))
    })
}

const NOTHING = new Uint8Array(0)

/** Refused or undone by a decision that stands; a decision itself, by what took it back. */
function putAsideBy(log: readonly Touch[], id: Uint8Array): Fate | null {
  const back = log.find(({ decided }) => equal(decided?.reopens ?? NOTHING, id))
  if (back !== undefined) return { state: 'undone', by: back }
  for (const touch of decidedIn(log).standing) {
    if (touch.decided?.undoes.some((one) => equal(one, id))) return { state: 'undone', by: touch }
    if (touch.decided?.refuses.some((one) => equal(one, id))) return { state: 'refused', by: touch }
  }
  return null
}

/** [X6] A decision that was confirmed calls back what its first signer had called back. */
function recalledBy(log: readonly Touch[], id: Uint8Array, said: SaidBy): Fate | null {
  const by = decidedIn(log).standing.find((touch) =>
    saidInAll(log, touch, said).some(({ recall }) => recall.some((one) => equal(one, id))),
  )
  return by === undefined ? null : { state: 'recalled', by }
}

/** What a decision says, and what was proposed where it confirms. */
function saidInAll(log: readonly Touch[], decision: Touch, said: SaidBy): ResolveData[] {
  const data = said(decision)
  const first = data?.choice === 'confirm' ? data.adopt : null
  const proposed = log.find((one) => first !== null && equal(one.id, first))
  return [data, proposed === undefined ? null : said(proposed)].filter((one) => one !== null)
}

/** A case that was put aside: of what was done in it before; what came after knew of it. */
function overruledBy(decision: Uint8Array | null, log: readonly Touch[], id: Uint8Array): Fate | null {
  const by = decision === null ? undefined : log.find((touch) => equal(touch.id, decision))
  const own = log.find((touch) => equal(touch.id, id))
  if (by === undefined || own === undefined || own.act === 'resolve') return null
  return own.at < by.at ? { state: 'overruled', by } : null
}

function fateOfProposal(own: Touch, records: readonly (LedgerRecord | undefined)[], said: SaidBy): Fate {
  const log = records.find((record) => record?.log.some((touch) => equal(touch.id, own.id)))?.log ?? []
  const next = log.find((touch) => touch.act === 'resolve' && touch.at > own.at)
  if (next === undefined) return { state: 'proposed' }
  const data = said(next)
  if (data?.choice !== 'confirm' || data.adopt === null || !equal(data.adopt, own.id)) {
    return { state: 'refused', by: next }
  }
  return putAsideBy(log, next.id) ?? { state: 'in-effect' }
}

/** Does something in dispute here stand against the entry, or against another act of its case; or is it of its case? */
function isParty(record: LedgerRecord | undefined, id: Uint8Array, caseId: string | null): boolean {
  if (record === undefined) return false
  const concerns = (touch: Touch) => equal(touch.id, id) || (caseId !== null && touch.with.includes(caseId))
  return record.disputes.some((one) => {
    const held = record.log.find((touch) => equal(touch.id, one))
    return (held !== undefined && concerns(held)) || standingAgainst(record, [one], null).some(concerns)
  })
}
