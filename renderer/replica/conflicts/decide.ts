import { compare, compareText, fromHex, hex } from '../../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Draft } from '../../../shared/bridge.ts'
import { unseen } from '../../../shared/contract/history.ts'
import type { ResolveData } from '../../../shared/contract/index.ts'
import { wrongValue } from '../../../shared/contract/service/field-check.ts'
import type { FieldValue } from '../../../shared/contract/service/index.ts'
import { encode, encodePayload, fieldCommit, payloadCommit, type Value } from '../../../shared/ledger/index.ts'
import { civilDate } from '../../app/format.ts'
import type { Step } from '../api.ts'
import { definitionOf } from '../case-views.ts'
import { type RandomBytes, readersOf } from '../filing.ts'
import { stepsOf } from '../steps.ts'
import { caseRecord } from './acts.ts'
import {
  type Amendment,
  type Deciding,
  type DecisionDraft,
  type Foreseen,
  MOST_RECALLED,
  type Seen,
  type Upon,
} from './api.ts'
import type { Compared } from './compare.ts'
import { reopening } from './decided.ts'
import { barredFrom, foresee, isStale, type Proposed, resolveDataOf } from './foresee.ts'
import { allDisputes, type Desk } from './ground.ts'
import { foreseen, groupAt, type Matter, matterOf, stepTo } from './review.ts'
import { schemaOf, showField } from './shown.ts'

const STALE = 'void(stale)'

/** Made ready to be judged: what it would be, and what goes beside it sealed. */
interface Ready {
  readonly matter: Matter
  readonly proposed: Proposed
  readonly payload: Draft['payload']
}

/** What would become of everything. */
export async function preview(desk: Desk, deciding: Deciding, random: RandomBytes): Promise<Result<Foreseen>> {
  const ready = await makeReady(desk, deciding, random)
  if (!ready.ok) return ready
  const { matter, proposed } = ready.value
  const outcome = await foresee(desk, proposed)
  const answer = await foreseen(desk, matter, outcome, deciding.choice)
  const results = answer.results.map((shown, i) => {
    const { row } = matter.rows[i] as Compared
    const given = deciding.amend.find((one) => one.record === row.record && one.name === row.name)
    if (given === undefined || outcome.refused !== null) return shown
    // What is sealed anew is nowhere yet where it could be opened.
    const value = valueOf(desk, matter.rows, given)
    return value === null ? shown : showField(schemaFor(desk, outcome.after.get(row.record), row.name), value)
  })
  return ok({ ...answer, results })
}

function schemaFor({ now }: Desk, record: Parameters<typeof schemaOf>[1] | undefined, name: string) {
  return record === undefined ? undefined : schemaOf(now, record, name)
}

/** The draft of a decision on exactly what stood on the screen. Codes: no-effect, wrong-shape, not-found. */
export async function draftDecision(desk: Desk, draft: DecisionDraft, random: RandomBytes): Promise<Result<Draft>> {
  const ready = await makeReady(desk, draft, random)
  // What was decided meanwhile by somebody else is not there any more.
  if (!ready.ok) return ready.code === 'not-found' ? fail('no-effect', STALE) : ready
  const { proposed, payload } = ready.value
  const outcome = await foresee(desk, proposed)
  if (outcome.subj.length > 0 && isStale(draft.seen, outcome.subj)) return fail('no-effect', STALE)
  if (outcome.refused !== null) return fail('no-effect', outcome.refused)
  return signable(desk, proposed, outcome.subj, payload, draft)
}

/** A second supervisor's signature under a proposal. */
export async function draftConfirm(desk: Desk, upon: Upon): Promise<Result<Draft>> {
  const group = await groupAt(desk, upon.id)
  const first = group?.disputes.find((one) => one.proposed !== null)?.proposed
  if (group === null || first === null || first === undefined || hex(first.id) !== upon.entry) {
    return fail('no-effect', STALE)
  }
  const { subject, disputes, ground, recall } = first.data as unknown as ResolveData
  const named = new Set(disputes.map(hex))
  const about = group.disputes.filter(({ id }) => named.has(hex(id)))
  const proposed: Proposed = { subject, disputes: about, choice: 'confirm', adopt: first.id, set: [], commit: null }
  const { choice, adopt, set } = first.data as unknown as ResolveData
  const { subj } = await foresee(desk, { ...proposed, choice, adopt, set, commit: first.commit })
  if (isStale(upon.seen, subj)) return fail('no-effect', STALE)
  return signable(desk, proposed, subj, null, { ground, reason: upon.reason, recall: recall.map(hex) })
}

export async function draftReopen(desk: Desk, upon: Upon): Promise<Result<Draft>> {
  const decision = fromHex(upon.entry)
  if (!decision.ok) return decision
  const back = await reopening(desk, upon.id, decision.value, await allDisputes(desk))
  if (back === null) return fail('no-effect', STALE)
  return signable(desk, back.proposed, back.subj, null, { ground: 'mistake', reason: upon.reason, recall: [] })
}

async function signable(
  desk: Desk,
  proposed: Proposed,
  subj: Draft['subj'],
  payload: Draft['payload'],
  why: Pick<DecisionDraft, 'ground' | 'reason' | 'recall'>,
): Promise<Result<Draft>> {
  const reason = why.reason.trim()
  if (reason === '') return fail('wrong-shape', 'reason')
  if (why.recall.length > MOST_RECALLED) return fail('wrong-shape', 'recall')
  const barred = await barredFrom(desk, proposed, subj)
  if (barred !== null) return fail('no-effect', barred)
  const recall: Uint8Array[] = []
  for (const one of new Set(why.recall)) {
    const id = fromHex(one)
    if (!id.ok) return id
    recall.push(id.value)
  }
  const data = resolveDataOf(proposed, subj, { ground: why.ground, reason, recall: recall.sort(compare) })
  return ok({
    ...{ kind: 'resolve', scope: [desk.now.office], case: null, att: [], payload },
    subj: subj.map(({ id, heads }) => ({ id, heads: [...heads] })),
    data: encode(data as Value),
  })
}

async function makeReady(desk: Desk, deciding: Deciding, random: RandomBytes): Promise<Result<Ready>> {
  const group = await groupAt(desk, deciding.id)
  if (group === null) return fail('not-found', deciding.id)
  const adopt = deciding.adopt === null ? null : fromHex(deciding.adopt)
  if (adopt !== null && !adopt.ok) return adopt
  const matter = await matterOf(desk, group)
  const plain = await stepTo(desk, group, deciding.choice, adopt === null ? null : adopt.value)
  if (deciding.choice !== 'amend') return ok({ matter, proposed: plain, payload: null })
  const given = await givenBy(desk, matter, deciding.amend, random)
  if (!given.ok) return given
  const { set, payload } = given.value
  const commit = payload === null ? null : payloadCommit(payload.salt, payload.clear)
  return ok({ matter, proposed: { ...plain, set, commit }, payload })
}

/** The value that is given; null where there is none to give. What was typed has to be sound by itself: the ledger does not know a check digit. */
function valueOf(desk: Desk, rows: readonly Compared[], { record, name, give }: Amendment): FieldValue | null {
  const found = rows.find(({ row }) => row.record === record && row.name === name)
  if (found === undefined || !found.row.amendable) return null
  if (!('value' in give)) return ('side' in give ? found.sides[give.side]?.value : found.base.value) ?? null
  const { schema } = found.row
  return schema !== null && wrongValue(schema, give.value, civilDate(desk.clock)).length === 0 ? give.value : null
}

/** [X6] The values that a decision gives: public ones as they are, sealed ones sealed anew to those who read the case. */
async function givenBy(
  desk: Desk,
  { group, rows }: Matter,
  amend: readonly Amendment[],
  random: RandomBytes,
): Promise<Result<{ set: ResolveData['set']; payload: Draft['payload'] }>> {
  const set = new Map<string, { fields: Record<string, FieldValue>; sealed: Record<string, Uint8Array> }>()
  const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const one of amend) {
    const value = valueOf(desk, rows, one)
    const row = rows.find(({ row: of }) => of.record === one.record && of.name === one.name)?.row
    if (value === null || row === undefined) return fail('wrong-shape', one.name)
    const of = set.get(one.record) ?? { fields: {}, sealed: {} }
    set.set(one.record, of)
    if (!row.sealed) {
      of.fields[one.name] = value
      continue
    }
    // One name of a payload is one value.
    if (Object.hasOwn(inPayload, one.name)) return fail('wrong-shape', one.name)
    const salt = random(32)
    of.sealed[one.name] = fieldCommit(salt, value as Value)
    inPayload[one.name] = { salt, value: value as Value }
  }
  const sorted = [...set].sort(([a], [b]) => compareText(a, b)).map(([id, of]) => ({ id, ...of }))
  if (Object.keys(inPayload).length === 0) return ok({ set: sorted, payload: null })
  const record = await caseRecord(desk, group.disputes[0]?.case ?? null)
  const d = record === null ? null : definitionOf(desk.now, record)
  const readers = d === null ? [] : readersOf(desk.now, d)
  if (readers.length === 0) return fail('unknown-key', 'the office has no sealing key')
  const payload = { clear: encodePayload({ fields: inPayload }), salt: random(32), readers }
  return ok({ set: sorted, payload })
}

/** What has been done to these records that was not on the screen. */
export async function since(desk: Desk, seen: Seen): Promise<Step[]> {
  const out = new Map<string, Step>()
  for (const { id, heads } of seen) {
    const record = await desk.records.get(id)
    if (record === undefined) continue
    const known = heads.flatMap((head) => {
      const read = fromHex(head)
      return read.ok ? [read.value] : []
    })
    const fresh = new Set((unseen(record.log, known) ?? []).map((touch) => hex(touch.id)))
    for (const step of await stepsOf(desk.db, desk.now, id, record))
      if (fresh.has(step.entry)) out.set(step.entry, step)
  }
  return [...out.values()]
}
