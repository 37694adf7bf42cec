import { hex } from '../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import type { CaseRecord, Touch } from '../../shared/contract/index.ts'
import {
  type Lang,
  type PaperText,
  paperLines,
  type ServiceDefinition,
  type Text,
} from '../../shared/contract/service/index.ts'
import { civilDate, civilTime } from '../../shared/contract/working-days.ts'
import { compactReceipt, parseLeaf } from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/qr-text.ts'
import { wordsOf } from '../i18n/index.ts'
import { caseAsOf } from './case-as-of.ts'
import { allValues } from './case-facts.ts'
import { bodyOf, definitionOf, numberOf } from './case-views.ts'
import { amendedSince } from './conflicts/amended-since.ts'
import { RecordReader } from './conflicts/ground.ts'
import type { ReplicaDatabase } from './database.ts'
import { paperFacts, paperLists } from './paper-facts.ts'
import { type PaperKind, receiptOf, slipOf, touchFor } from './proofs.ts'
import { officeName, type Snapshot } from './snapshot.ts'
import { placesOf, type Unsealer } from './unseal.ts'

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
  unsealer: Unsealer,
  id: string,
  record: CaseRecord,
  kind: PaperKind,
  lang: Lang,
  clock: number,
): Promise<Result<Paper>> {
  const definition = definitionOf(now, record)
  if (definition === null) return fail('unknown-service', record.service)
  const touch = touchFor(now, record, kind)
  if (!touch.ok) return touch
  const texts = textsOf(definition, kind)
  if (texts === null) return fail('not-found', kind)
  const was = await caseAsOf(db, now, definition, record, touch.value)
  if (was === null) return fail('not-found', 'an entry of this case')
  const sealed = await unsealer.values(now, new Map([[id, placesOf(was)]]))
  const values = allValues(was, sealed.get(id) ?? {})
  const reason = await reasonOf(db, now, touch.value)
  const facts = paperFacts(now, definition, id, was, values, { touch: touch.value, reason, lang })
  const lists = paperLists(definition, was, values, now.office, lang)
  const rows = paperLines(definition, texts, { values, facts }, lang).map(({ from, label, value, table }) => {
    const list = table ?? lists[from]
    const both = list === undefined ? null : { columns: [...list.columns], rows: list.rows.map((row) => [...row]) }
    return { label, value, table: both }
  })
  const isNotice = kind.startsWith('notice-')
  const base = {
    kind: isNotice ? ('notice' as const) : (kind as 'slip' | 'receipt' | 'certificate'),
    lang,
    office: officeName(now, now.office),
    number: numberOf(id),
    printedAt: civilTime(clock),
  }
  if (kind === 'slip' || isNotice) {
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
  const proofRow = (label: Text, value: string) => ({ label: label[lang], value, table: null })
  const proofRows = [
    proofRow(RECEIPT.rows.sealed, civilTime(touch.value.sealed)),
    proofRow(RECEIPT.rows.block, `${leaf.h}`),
    proofRow(RECEIPT.rows.root, now.site.origin),
    proofRow(RECEIPT.rows.entry, hex(touch.value.id)),
  ]
  const own = kind === 'certificate' ? texts : { title: RECEIPT.title, standing: RECEIPT.standing, notes: [] }
  const desk = { db, now, unsealer, clock, records: new RecordReader(db, now) }
  const amended = kind === 'certificate' ? await amendedSince(desk, [id, ...record.subjects], touch.value) : []
  const words = wordsOf(lang)
  const amendedRows = amended.map(({ label, value, decision }) => ({
    label: words.t('paper.amended', { label: label[lang] }),
    value: words.t('paper.amendedBy', {
      value: value === null ? words.t('sealed.closed') : value[lang],
      day: civilDate(decision.sealed),
    }),
    table: null,
  }))
  return ok({
    ...base,
    title: own.title[lang],
    standing: own.standing[lang],
    rows: [...rows, ...amendedRows, ...proofRows],
    notes: [
      ...(amended.length === 0 ? [] : [words.t('paper.amendedNote')]),
      ...own.notes.map((note) => note[lang]),
      RECEIPT.note[lang],
    ],
    qr: qrTexts(compactReceipt(receipt.value)),
  })
}

/** What a paper of this kind says; null when the service has no such notice. */
function textsOf({ outputs }: ServiceDefinition, kind: PaperKind): PaperText | null {
  if (kind === 'certificate') return outputs.certificate
  if (!kind.startsWith('notice-')) return outputs.slip
  const action = kind.slice('notice-'.length)
  return Object.hasOwn(outputs.notices, action) ? (outputs.notices[action] ?? null) : null
}

/** The reason that an act gave. */
async function reasonOf(db: ReplicaDatabase, now: Snapshot, touch: Touch): Promise<string | null> {
  const { body } = await bodyOf(db, now, touch)
  const reason = body?.data['reason']
  return typeof reason === 'string' ? reason : null
}
