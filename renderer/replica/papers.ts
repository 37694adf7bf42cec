import { hex } from '../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import type { CaseRecord } from '../../shared/contract/index.ts'
import {
  type FieldValue,
  type Lang,
  type PaperFacts,
  paperLines,
  type ServiceDefinition,
} from '../../shared/contract/service/index.ts'
import { addWorkingDays, civilDate, civilTime, PLAIN_WEEK } from '../../shared/contract/working-days.ts'
import { compactReceipt, parseLeaf } from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/qr-text.ts'
import { definitionOf, numberOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import { type PaperKind, receiptOf, slipOf, touchFor } from './proofs.ts'
import { memberName, officeName, type Snapshot } from './snapshot.ts'

const RECEIPT = {
  title: { zh: '收件封存凭证', en: 'Sealed receipt' },
  standing: {
    zh: '已封存：本件已封存入省级登记簿，不可更改；办理结果以登记证明为准。',
    en: 'Sealed: this filing is in the provincial register and cannot be changed; the certificate says the outcome.',
  },
  rows: {
    entry: { zh: '凭证编号', en: 'Entry' },
    block: { zh: '封存区块', en: 'Block' },
    sealed: { zh: '封存时间', en: 'Sealed' },
    root: { zh: '省级账本', en: 'Log' },
  },
  note: {
    zh: '二维码内含全部证明，任何一个县的窗口不连网络也能核对；任何改动都会使核对失败。',
    en: 'The QR codes carry the whole proof: any county office can check it without a network, and any change makes the check fail.',
  },
} as const

/** The paper of a case, as data: what the definition says of it, the facts, and the QR texts. Code: not-found while it is not due. */
export async function paperOf(
  db: ReplicaDatabase,
  now: Snapshot,
  id: string,
  record: CaseRecord,
  sealed: Readonly<Record<string, FieldValue | null>>,
  kind: PaperKind,
  lang: Lang,
  clock: number,
): Promise<Result<Paper>> {
  const definition = definitionOf(now, record)
  if (definition === null) return fail('unknown-service', record.service)
  const touch = touchFor(now, record, kind)
  if (!touch.ok) return touch
  const texts = kind === 'certificate' ? definition.outputs.certificate : definition.outputs.slip
  const rows = paperLines(
    definition,
    texts,
    { values: valuesOf(record, sealed), facts: factsOf(now, definition, id, record, lang) },
    lang,
  )
  const base = {
    kind,
    lang,
    office: officeName(now, now.office),
    number: numberOf(id),
    printedAt: civilTime(clock),
  }
  if (kind === 'slip') {
    const slip = await slipOf(db, now, touch.value)
    if (!slip.ok) return slip
    return ok({
      ...base,
      title: texts.title[lang],
      standing: texts.standing[lang],
      rows,
      notes: texts.notes.map((note) => note[lang]),
      qr: qrTexts(slip.value),
    })
  }
  const receipt = await receiptOf(db, now, touch.value)
  if (!receipt.ok) return receipt
  const leaf = must(parseLeaf(receipt.value.leaf))
  const proofRows = [
    { label: RECEIPT.rows.sealed[lang], value: civilTime(touch.value.sealed) },
    { label: RECEIPT.rows.block[lang], value: `${leaf.h}` },
    { label: RECEIPT.rows.root[lang], value: now.site.origin },
    { label: RECEIPT.rows.entry[lang], value: hex(touch.value.id) },
  ]
  const own = kind === 'certificate' ? texts : { title: RECEIPT.title, standing: RECEIPT.standing, notes: [] }
  return ok({
    ...base,
    title: own.title[lang],
    standing: own.standing[lang],
    rows: [...rows, ...proofRows],
    notes: [...own.notes.map((note) => note[lang]), RECEIPT.note[lang]],
    qr: qrTexts(compactReceipt(receipt.value)),
  })
}

function valuesOf(record: CaseRecord, sealed: Readonly<Record<string, FieldValue | null>>): Record<string, FieldValue> {
  const out: Record<string, FieldValue> = { ...record.fields }
  for (const [name, value] of Object.entries(sealed)) if (value !== null) out[name] = value
  return out
}

function factsOf(now: Snapshot, definition: ServiceDefinition, id: string, record: CaseRecord, lang: Lang): PaperFacts {
  const filed = record.log[0]
  const accepted = record.log.find((touch) => touch.act === 'accept')
  const finishing = new Set(definition.workflow.actions.filter((action) => action.effects === true).map((a) => a.name))
  const finished = record.log.findLast((touch) => finishing.has(touch.act))
  const handed = record.materials.map((one) => {
    const title = definition.materials.find((m) => m.id === one.id)?.title[lang] ?? one.id
    const seen = one.original ? [lang === 'zh' ? '原件' : 'original'] : []
    const copies = one.copies > 0 ? [lang === 'zh' ? `复印件${one.copies}份` : `${one.copies} copies`] : []
    const both = [...seen, ...copies].join(lang === 'zh' ? '、' : ', ')
    return both === '' ? title : lang === 'zh' ? `${title}（${both}）` : `${title} (${both})`
  })
  const due = (from: number | undefined, days: number) =>
    from === undefined ? undefined : addWorkingDays(civilDate(from), days, PLAIN_WEEK)
  const facts: Record<string, string | undefined> = {
    'case.number': numberOf(id),
    'case.office': officeName(now, now.office),
    'case.clerk': filed === undefined ? undefined : memberName(now, filed.by),
    'case.received': filed === undefined ? undefined : civilTime(filed.time),
    'case.accepted': accepted === undefined ? undefined : civilTime(accepted.time),
    'case.finished': finished === undefined ? undefined : civilTime(finished.time),
    'case.state': definition.workflow.states[record.state]?.title[lang],
    'case.acceptBy': due(filed?.time, definition.deadlines.accept),
    'case.finishBy': due(accepted?.time, definition.deadlines.finish),
    'case.materials': handed.join(lang === 'zh' ? '；' : '; '),
    'subject.id': record.subjects[0],
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as PaperFacts
}
