import { equal, hex } from '../../shared/base/bytes.ts'
import { commonNames, decidedIn, missedBy, seenBy } from '../../shared/contract/history.ts'
import { type CaseRecord, type LedgerRecord, resolveData, type Touch } from '../../shared/contract/index.ts'
import { isField } from '../../shared/contract/pieces.ts'
import type { Text } from '../../shared/contract/service/index.ts'
import { type Body, subjectType } from '../../shared/ledger/index.ts'
import type { Merging, StepDecision } from './api.ts'
import { labelOf } from './conflicts/shown.ts'
import type { ReplicaDatabase } from './database.ts'
import { type DecidingTouch, decisionData } from './decision-data.ts'
import { bodyOf } from './entry-body.ts'
import { memberName, recordNow, type Snapshot } from './snapshot.ts'

/** Why a step in a history has come to what it has: what it was put together with, and the decision that settled it. */

/** The touch of a decision; null for any other, and for a proposal. */
export function asDecision(touch: Touch): DecidingTouch | null {
  return touch.decided === undefined ? null : (touch as DecidingTouch)
}

/** [X6] The decision that adopted, refused or undid an entry of this history; one that was taken back settled nothing. */
export function decidedOn(log: readonly Touch[], entry: Uint8Array): DecidingTouch | null {
  const found = decidedIn(log).standing.findLast(({ decided }) => {
    const sides = decided === undefined ? [] : [...decided.adopts, ...decided.refuses, ...decided.undoes]
    return sides.some((one) => equal(one, entry))
  })
  return (found as DecidingTouch | undefined) ?? null
}

/** [X6] The decision for which an entry is `void(overruled)`: it builds upon what that refused or undid, or its case was put aside by it. */
export async function overruling(
  db: ReplicaDatabase,
  now: Snapshot,
  { case: of, subj }: Pick<Body, 'case' | 'subj'>,
  at: number | null,
): Promise<StepDecision | null> {
  for (const { id, heads } of subj) {
    const record = await recordNow(db, now, id)
    if (record === undefined) continue
    // What came behind it had no part in it.
    const log = record.log.filter((touch) => at === null || touch.at < at)
    const found = upon(log, heads) ?? (id === of ? putAside(record, log) : null)
    if (found !== null) return stepDecision(db, now, id, found)
  }
  return null
}

function upon(log: readonly Touch[], heads: readonly Uint8Array[]): DecidingTouch | null {
  const seen = seenBy(log, heads)
  if (seen === null) return null
  const { standing } = decidedIn(log.filter(({ id }) => !seen.has(hex(id))))
  const found = standing.find(({ decided }) =>
    [...(decided?.refuses ?? []), ...(decided?.undoes ?? [])].some((one) => seen.has(hex(one))),
  )
  return (found as DecidingTouch | undefined) ?? null
}

function putAside(record: LedgerRecord, log: readonly Touch[]): DecidingTouch | null {
  const by = record.t === 'case' ? (record as CaseRecord).overruled : null
  return (log.find(({ id, decided }) => by !== null && decided !== undefined && equal(id, by)) as DecidingTouch) ?? null
}

/** A decision in the words of whoever made it. Where two signed, the reason is that of the first. */
export async function stepDecision(
  db: ReplicaDatabase,
  now: Snapshot,
  on: string,
  touch: DecidingTouch,
): Promise<StepDecision> {
  const { body, height } = await bodyOf(db, now, touch)
  const read = body === null ? null : resolveData(body.data, 'data')
  const said = read?.ok === true ? read.value : null
  const first = said?.choice === 'confirm' ? await proposalOf(db, now, on, said.adopt) : null
  const names = [...(first === null ? [] : [memberName(now, first.touch.by)]), memberName(now, touch.by)]
  return {
    conflict: [on, ...touch.with].find((id) => subjectType(id) !== 'case') ?? on,
    ...{ entry: hex(touch.id), choice: touch.decided.choice, by: names, time: touch.time },
    ground: said?.ground ?? null,
    reason: first?.reason ?? said?.reason ?? '',
    place: height === null ? null : { height, index: touch.at },
  }
}

/** What a first supervisor had said, as it stands on the same record. */
export async function proposalOf(
  db: ReplicaDatabase,
  now: Snapshot,
  on: string,
  entry: Uint8Array | null,
): Promise<{ readonly touch: Touch; readonly reason: string } | null> {
  const record = await recordNow(db, now, on)
  const touch = record?.log.find((one) => entry !== null && equal(one.id, entry))
  if (touch === undefined) return null
  return { touch, reason: (await decisionData(db, now, touch))?.reason ?? '' }
}

type Named = Pick<Merging['with'][number], 'title' | 'byName' | 'case'>

/**
 * [X5] What an entry that was merged had not seen, on whichever of its records: whose it was, which fields that set, and which of them both have set.
 * Null where it was nothing but decisions that it rests on itself.
 */
export async function mergingOf(
  db: ReplicaDatabase,
  now: Snapshot,
  on: string,
  { id, with: others }: Touch,
  name: (touch: Touch) => Promise<Named>,
): Promise<Merging | null> {
  const found = new Map<string, Merging['with'][number]>()
  const both = new Map<string, Text>()
  for (const of of [on, ...others]) {
    const record = await recordNow(db, now, of)
    const at = record?.log.findIndex((one) => equal(one.id, id)) ?? -1
    const own = record?.log[at]
    if (record === undefined || own === undefined) continue
    const labels = (names: readonly string[]) => names.filter(isShown).map((one) => labelOf(now, record, one))
    for (const touch of missedBy(record.log.slice(0, at), own.heads)?.touches ?? []) {
      for (const one of commonNames(own.set, touch.set).filter(isField)) both.set(one, labelOf(now, record, one))
      const known = found.get(hex(touch.id))
      const fields = [...(known?.fields ?? []), ...labels(touch.set)]
      found.set(hex(touch.id), { ...(known ?? (await name(touch))), fields })
    }
  }
  return found.size === 0 ? null : { with: [...found.values()], both: [...both.values()] }
}

/** What people would miss: fields, materials, rights and restraints; not how a case or a claim is kept. */
function isShown(name: string): boolean {
  return isField(name) || name.startsWith('material:') || name.startsWith('burden:')
}
