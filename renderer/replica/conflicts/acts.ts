import { equal, hex } from '../../../shared/base/bytes.ts'
import { type CaseRecord, type Dispute, isCase, type LedgerRecord, type Touch } from '../../../shared/contract/index.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import { namesOfCase } from '../../app/parties.ts'
import { bodyOf, definitionOf, numberOf, titleOf } from '../case-views.ts'
import type { PaperKind } from '../proofs.ts'
import { memberName, officeName } from '../snapshot.ts'
import { placesOf } from '../unseal.ts'
import type { ConflictCase, HeldPapers, SideAct } from './api.ts'
import { caseOf, type Desk, type Placed } from './ground.ts'
import { decisionTitle, outcomesOf } from './outcomes.ts'

/** A clock may be a little off before anybody is told. */
const CLOCK_SLACK = 10 * 60_000
const UNKNOWN: Text = { zh: '未知业务', en: 'Unknown service' }

export async function caseRecord(desk: Desk, id: string | null): Promise<CaseRecord | null> {
  const record = id === null ? undefined : await desk.records.get(id)
  return record !== undefined && isCase(record) ? record : null
}

export async function conflictCase(desk: Desk, id: string): Promise<ConflictCase> {
  const record = await caseRecord(desk, id)
  const definition = record === null ? null : definitionOf(desk.now, record)
  const opened = record === null ? {} : ((await valuesOfCase(desk, id, record)) ?? {})
  const people = definition === null ? [] : namesOfCase(definition, opened)
  return { id, number: numberOf(id), title: definition?.title ?? UNKNOWN, people }
}

/** The values of a case's form, opened; null where something stays closed here. */
export async function valuesOfCase({ now, unsealer }: Desk, id: string, record: CaseRecord) {
  const sealed = await unsealer.values(now, new Map([[id, placesOf(record)]]))
  return { ...record.fields, ...sealed.get(id) }
}

export async function sideAct(desk: Desk, placed: Placed): Promise<SideAct> {
  const { db, now } = desk
  const { on, touch } = placed
  const { body, height } = await bodyOf(db, now, touch)
  const record = (await desk.records.get(on)) as LedgerRecord
  const of = body?.case ?? caseOf(placed)
  const entry = hex(touch.id)
  const waits = now.overlay.waiting.some(({ row }) => row.id === entry) || now.bulk.list.has(entry)
  const reason = body?.data['reason']
  const office = now.gov.member(touch.by)?.office ?? now.office
  return {
    ...{ entry, case: of, time: touch.time, height, index: touch.at },
    title: touch.act === 'resolve' ? decisionTitle(touch) : titleOf(now, await caseRecord(desk, of), touch.act),
    byName: memberName(now, touch.by),
    office: officeName(now, office),
    sealedAt: waits ? null : touch.sealed,
    outcome: outcomesOf(record, new Set()).get(entry) ?? 'applied',
    reason: typeof reason === 'string' ? reason : null,
    clock: clockOf(record.log, touch),
  }
}

/** [X1] A clock decides nothing, but people judge by what it says: ahead of the seal, or behind what its person had before them. */
export function clockOf(log: readonly Touch[], touch: Touch): SideAct['clock'] {
  if (touch.time > touch.sealed + CLOCK_SLACK) return 'ahead'
  const seen = log.filter(({ id, by }) => by !== touch.by && touch.heads.some((head) => equal(head, id)))
  return seen.some(({ sealed }) => sealed > touch.time + CLOCK_SLACK) ? 'behind' : null
}

/** A dispute as a touch on the record where it is held, else on its case. */
export async function placedDispute(desk: Desk, { id, clash, subj }: Dispute): Promise<Placed | null> {
  for (const on of [...clash, ...subj.map((one) => one.id)]) {
    const touch = (await desk.records.get(on))?.log.find((one) => equal(one.id, id))
    if (touch !== undefined) return { on, touch }
  }
  return null
}

/** The papers that people may hold because of this act: only what this program hands out. */
export async function papersOfAct(desk: Desk, id: string, touch: Touch): Promise<HeldPapers | null> {
  const record = await caseRecord(desk, id)
  const d = record === null ? null : definitionOf(desk.now, record)
  if (d === null) return null
  const papers: { kind: PaperKind; title: HeldPapers['papers'][number]['title'] }[] = []
  if (touch.act === 'file') papers.push({ kind: 'slip', title: null })
  const notice = Object.hasOwn(d.outputs.notices, touch.act) ? d.outputs.notices[touch.act] : undefined
  if (notice !== undefined) papers.push({ kind: `notice-${touch.act}`, title: notice.title })
  const effects = d.workflow.actions.some((one) => one.name === touch.act && one.effects === true)
  // Of one that was held nobody has a certificate.
  if (effects && !touch.held) papers.push({ kind: 'certificate', title: null })
  return papers.length === 0 ? null : { entry: hex(touch.id), case: await conflictCase(desk, id), papers }
}

/** The service of a case; the kind of a subject as its services call it. */
export async function titleOfRecord(desk: Desk, id: string): Promise<Text> {
  const record = await desk.records.get(id)
  if (record !== undefined && isCase(record)) return definitionOf(desk.now, record)?.title ?? UNKNOWN
  const type = subjectType(id)
  const parts = desk.now.gov.services(Number.MAX_SAFE_INTEGER).flatMap((one) => one.subjects)
  const ofType = parts.filter((part) => part.type === type)
  return (ofType.find((one) => one.mode === 'create') ?? ofType[0])?.title ?? { zh: type, en: type }
}
