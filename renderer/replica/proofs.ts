import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { type CaseRecord, stepsTaken, type Touch } from '../../shared/contract/index.ts'
import { formatReceipt, formatSlip, parseHead, parseLeaf, type Receipt } from '../../shared/ledger/index.ts'
import { definitionOf, numberOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import type { Snapshot } from './snapshot.ts'
import { leafAt, scopeProof } from './tile-store.ts'

/** `notice-<action>`: the paper that goes out with an action. */
export type PaperKind = 'slip' | 'receipt' | 'certificate' | `notice-${string}`

/** The act that a paper is about: the filing, or for a certificate the act that took effect. Code: not-found. */
export function touchFor(now: Snapshot, record: CaseRecord, kind: PaperKind): Result<Touch> {
  if (kind.startsWith('notice-')) {
    const action = kind.slice('notice-'.length)
    const taken = record.log.findLast((touch) => touch.act === action)
    return taken === undefined ? fail('not-found', action) : ok(taken)
  }
  if (kind !== 'certificate') {
    const filed = record.log[0]
    return filed === undefined ? fail('not-found', 'filing') : ok(filed)
  }
  const definition = definitionOf(now, record)
  const acts =
    definition?.workflow.actions.filter((action) => action.effects === true).map((action) => action.name) ?? []
  const done = stepsTaken(record.log).findLast((touch) => acts.includes(touch.act))
  // [X6] No paper of a case that a decision put aside, and none while it is in dispute.
  return done === undefined || record.disputes.length > 0 || record.overruled !== null
    ? fail('not-found', 'not finished')
    : ok(done)
}

/** [R1] The signed entry of a filing, as slip bytes: out of the outbox, or out of its leaf. */
export async function slipOf(db: ReplicaDatabase, now: Snapshot, touch: Touch): Promise<Result<Uint8Array>> {
  const waiting = now.overlay.waiting.find(({ row }) => row.id === hex(touch.id))
  if (waiting !== undefined) return ok(formatSlip({ body: waiting.row.body, sig: waiting.row.sig }))
  const imported = await now.bulk.row(hex(touch.id))
  if (imported !== null) return ok(formatSlip({ body: imported.body, sig: imported.sig }))
  const leaf = await leafAt(db, now.office, touch.at)
  if (leaf === undefined) return fail('not-found', 'leaf')
  const parsed = parseLeaf(leaf)
  return parsed.ok ? ok(formatSlip({ body: parsed.value.body, sig: parsed.value.sig })) : parsed
}

/** [R2] The receipt of a sealed act, against the last checkpoint that this replica has verified. Code: not-found while it is not sealed. */
export async function receiptOf(db: ReplicaDatabase, now: Snapshot, touch: Touch): Promise<Result<Receipt>> {
  const proven = await db.read('proven')
  const place = proven?.heads[now.office]
  if (proven === undefined || place === undefined) return fail('not-found', 'nothing proven yet')
  const entry = hex(touch.id)
  if (now.bulk.list.has(entry) || now.overlay.waiting.some(({ row }) => row.id === entry))
    return fail('not-found', 'not sealed yet')
  const head = parseHead(place.bytes)
  if (!head.ok) return head
  if (touch.at >= head.value.size) return fail('not-found', 'not within the proven head')
  const leaf = await leafAt(db, now.office, touch.at)
  if (leaf === undefined) return fail('not-found', 'leaf')
  return ok({
    leaf,
    index: touch.at,
    proof: await scopeProof(db, now.office, touch.at, head.value.size),
    head: place.bytes,
    headIndex: place.index,
    headProof: place.proof,
    header: proven.header,
    headerIndex: proven.size - 1,
    headerProof: proven.headerProof,
    checkpoint: proven.note,
  })
}

/** A file to hand out: `<number>.slip`, `<number>.tlog-proof`. */
export async function proofFile(
  db: ReplicaDatabase,
  now: Snapshot,
  id: string,
  record: CaseRecord,
  kind: PaperKind,
): Promise<Result<{ name: string; bytes: Uint8Array }>> {
  const touch = touchFor(now, record, kind)
  if (!touch.ok) return touch
  if (kind === 'slip' || kind.startsWith('notice-')) {
    const bytes = await slipOf(db, now, touch.value)
    const name = kind === 'slip' ? `${numberOf(id)}.slip` : `${numberOf(id)}-${kind}.slip`
    return bytes.ok ? ok({ name, bytes: bytes.value }) : bytes
  }
  const receipt = await receiptOf(db, now, touch.value)
  if (!receipt.ok) return receipt
  const suffix = kind === 'certificate' ? '-certificate' : ''
  return ok({ name: `${numberOf(id)}${suffix}.tlog-proof`, bytes: formatReceipt(receipt.value) })
}
