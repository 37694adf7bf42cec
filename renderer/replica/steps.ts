import { hex } from '../../shared/base/bytes.ts'
import type { Given } from '../../shared/contract/given.ts'
import { type CaseRecord, isVoid, type LedgerRecord, type Touch } from '../../shared/contract/index.ts'
import { type Body, parseBody, parseLeaf } from '../../shared/ledger/index.ts'
import type { Step, StepDecision } from './api.ts'
import { actOf, definitionOf, titleOf } from './case-views.ts'
import { decisionTitle, outcomesOf } from './conflicts/outcomes.ts'
import type { ReplicaDatabase } from './database.ts'
import { bodyOf } from './entry-body.ts'
import { memberName, type Snapshot, waitingRecord } from './snapshot.ts'
import { asDecision, decidedOn, mergingOf, overruling, stepDecision } from './step-fates.ts'
import { leafAt } from './tile-store.ts'

/** The life of a record, oldest first; acts that were refused or void stand in it too, with their reason. */
export async function stepsOf(db: ReplicaDatabase, now: Snapshot, id: string, record: LedgerRecord): Promise<Step[]> {
  const steps: Step[] = []
  const outcomes = outcomesOf(record, await mergedAmong(db, now, record))
  const name = async (touch: Touch) => {
    const { body } = await bodyOf(db, now, touch)
    const of = body?.case ?? null
    const owner = of === null ? null : await ownerOf(db, now, of)
    const title = touch.act === 'resolve' ? decisionTitle(touch) : titleOf(now, owner, touch.act)
    return { title, byName: memberName(now, touch.by), case: of }
  }
  for (const touch of record.log) {
    const { body, height } = await bodyOf(db, now, touch)
    const entry = hex(touch.id)
    const waiting = now.overlay.waiting.find(({ row }) => row.id === entry)?.row ?? now.bulk.list.get(entry)
    const ofCase = body?.case ?? null
    const owner = record.t === 'case' ? (record as CaseRecord) : ofCase === null ? null : await ownerOf(db, now, ofCase)
    const outcome = outcomes.get(entry) ?? 'applied'
    const decision = SETTLED.has(outcome) ? decidedOn(record.log, touch.id) : asDecision(touch)
    const merged = outcome === 'merged' ? await mergingOf(db, now, id, touch, name) : null
    const step: Step = {
      entry,
      act: touch.act,
      title: touch.act === 'resolve' ? decisionTitle(touch) : titleOf(now, owner, touch.act),
      by: touch.by,
      byName: memberName(now, touch.by),
      time: touch.time,
      sealedAt: waiting === undefined ? touch.sealed : null,
      height,
      index: waiting === undefined ? touch.at : null,
      standing: waiting?.standing ?? 'sealed',
      outcome,
      reason: typeof body?.data['reason'] === 'string' ? (body.data['reason'] as string) : null,
      case: ofCase,
      set: touch.set,
      ...goneIn(body, touch),
      effects: owner !== null && hasEffects(now, owner, touch.act),
      ...(body?.kind === 'act' && body.data['rules'] !== null ? { executor: true as const } : {}),
      ...(waiting !== undefined && outcome !== 'applied' ? { expected: true as const } : {}),
      ...(decision === null ? {} : { decision: await stepDecision(db, now, id, decision) }),
      ...(merged === null ? {} : { merged }),
    }
    steps.push(step)
  }
  if (record.t === 'case') steps.push(...(await withoutEffect(db, now, id, record as CaseRecord)))
  // In the order of the register, then of signing here: what a clock claimed orders nothing (X1).
  const place = (step: Step) => step.index ?? Number.MAX_SAFE_INTEGER
  return steps.sort((a, b) => place(a) - place(b))
}

/** Outcomes that a decision has made of a step. */
const SETTLED: ReadonlySet<string> = new Set(['adopted', 'refused', 'undone'])
const OVERRULED = 'void(overruled)'

/** Entries that had not seen all that was there, and took effect all the same (X5). */
async function mergedAmong(db: ReplicaDatabase, now: Snapshot, { log }: LedgerRecord): Promise<Set<string>> {
  const ids = log.map((touch) => hex(touch.id))
  const sealed = (await db.outcomes.bulkGet(ids)).flatMap((row) => (row?.outcome === 'merged' ? [row.id] : []))
  return new Set([...sealed, ...ids.filter((id) => now.overlay.outcomes.get(id) === 'merged')])
}

async function ownerOf(db: ReplicaDatabase, now: Snapshot, id: string): Promise<CaseRecord | null> {
  const record = (await waitingRecord(now, id)) ?? (await db.cases.get(id))?.record
  return record?.t === 'case' ? (record as CaseRecord) : null
}

/** [N6] The fields that an act took back. */
function goneIn(body: Body | null, { set }: Touch): Pick<Step, 'gone'> {
  if (body?.kind !== 'act') return {}
  const { fields, sealed } = body.data as unknown as Given
  const gone = set.filter((name) => fields[name] === null || sealed[name] === null)
  return gone.length === 0 ? {} : { gone }
}

function hasEffects(now: Snapshot, record: CaseRecord, act: string): boolean {
  const actions = definitionOf(now, record)?.workflow.actions ?? []
  return actions.some((one) => one.name === act && one.effects === true)
}

/** Acts on this case that the province refused or that the rules made void. */
async function withoutEffect(db: ReplicaDatabase, now: Snapshot, id: string, record: CaseRecord): Promise<Step[]> {
  const steps: Step[] = []
  const base = {
    ...{ index: null, height: null, sealedAt: null, case: id, standing: 'set-aside' as const },
    ...{ set: [], effects: false },
  }
  for (const { row, entry } of now.overlay.waiting) {
    const expected = now.overlay.outcomes.get(row.id)
    const stopped = row.standing === 'set-aside' || (expected !== undefined && isVoid(expected))
    if (entry.case !== id || !stopped) continue
    const act = actOf(entry)
    steps.push({
      ...base,
      entry: row.id,
      act,
      title: titleOf(now, record, act),
      by: now.gov.author(entry.key, now.height)?.member ?? '',
      byName: now.gov.author(entry.key, now.height)?.name ?? '',
      time: entry.time,
      // Not sent yet, and so neither refused nor sealed as void, whatever will come of it.
      standing: row.standing,
      outcome: expected ?? null,
      reason: row.code,
      ...(row.standing === 'set-aside' ? {} : { expected: true as const }),
      ...(expected === OVERRULED ? by(await overruling(db, now, entry, null)) : {}),
    })
  }
  for (const row of await db.outcomes.filter((one) => one.case === id && isVoid(one.outcome)).toArray()) {
    const leaf = await leafAt(db, now.office, row.at)
    const parsed = leaf === undefined ? null : parseLeaf(leaf)
    const body = parsed?.ok === true ? parseBody(parsed.value.body) : null
    const act = body?.ok === true ? actOf(body.value) : row.kind
    steps.push({
      ...base,
      entry: row.id,
      act,
      title: titleOf(now, record, act),
      by: row.by,
      byName: memberName(now, row.by),
      time: row.time,
      height: parsed?.ok === true ? parsed.value.h : null,
      index: row.at,
      sealedAt: parsed?.ok === true ? parsed.value.t : null,
      outcome: row.outcome,
      reason: null,
      ...(row.outcome === OVERRULED && body?.ok === true ? by(await overruling(db, now, body.value, row.at)) : {}),
    })
  }
  return steps
}

const by = (decision: StepDecision | null): Pick<Step, 'decision'> => (decision === null ? {} : { decision })
