import { hex } from '../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import { isCase, type SubjectRecord, type Touch } from '../../shared/contract/index.ts'
import { columnsOf, type ScalarSchema } from '../../shared/contract/service/form-types.ts'
import type { FieldSchema, FieldValue, Lang, Scalar } from '../../shared/contract/service/index.ts'
import { showValue, tableOf } from '../../shared/contract/service/outputs.ts'
import { isScalar, rowsOf } from '../../shared/contract/service/values.ts'
import { civilTime } from '../../shared/contract/working-days.ts'
import { compactReceipt, type Leaf, parseBody, parseHeader, parseLeaf } from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/qr-text.ts'
import { burdenKinds, burdenWord } from '../app/burdens.ts'
import type { SubjectField } from '../app/parties.ts'
import { type Words, wordsOf } from '../i18n/index.ts'
import { definitionOf, numberOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import { receiptOf } from './proofs.ts'
import { findCase, officeName, type Snapshot } from './snapshot.ts'
import { describedFields } from './subject-views.ts'
import { placesOf, type Unsealer } from './unseal.ts'

type Row = Paper['rows'][number]

interface Options {
  readonly lang: Lang
  /** Numbers of persons are shown in part. */
  readonly masked: boolean
  /** For the day of printing, ms. */
  readonly clock: number
}

/**
 * 登记簿查询结果: a subject as it stands sealed, never as this desktop's unsent acts would leave it, as of the last block that was proven here; with the
 * receipt (R2) of its last act. Codes: not-found while nothing of it is sealed, and those of a receipt.
 */
export async function extractOf(
  db: ReplicaDatabase,
  now: Snapshot,
  unsealer: Unsealer,
  id: string,
  { lang, masked, clock }: Options,
): Promise<Result<Paper>> {
  const record = (await db.subjects.get(id))?.record
  const last = record?.log.at(-1)
  const proven = await db.read('proven')
  if (record === undefined || isCase(record) || last === undefined || proven === undefined) return fail('not-found', id)
  const receipt = await receiptOf(db, now, last)
  if (!receipt.ok) return receipt
  const words = wordsOf(lang)
  const { h: height, time } = must(parseHeader(proven.header))
  const asOf = { height, time: civilTime(time) }
  const opened = (await unsealer.values(now, new Map([[id, placesOf(record)]]))).get(id) ?? {}
  const leaf = must(parseLeaf(receipt.value.leaf))
  const rows = [
    row(words.t('extract.number'), numberOf(id)),
    ...typeRow(words, now, record),
    ...fieldRows(words, describedFields(now, record), record, opened, masked),
    ...standingRows(words, now, record),
    row(words.t('extract.asOf'), words.t('extract.block', asOf)),
    row(words.t('extract.last'), await lastAct(db, now, words, last, leaf)),
    row(words.t('extract.log'), now.site.origin),
    row(words.t('extract.entry'), hex(last.id)),
  ]
  return ok({
    ...{ kind: 'extract', lang, title: words.t('extract.title'), office: officeName(now, now.office) },
    number: numberOf(id),
    standing: words.t('extract.standing', asOf),
    rows,
    notes: [
      words.t('extract.note.qr'),
      words.t('extract.note.unsealed'),
      ...(masked ? [words.t('extract.note.masked')] : []),
      words.t('extract.note.private'),
    ],
    printedAt: civilTime(clock),
    qr: qrTexts(compactReceipt(receipt.value)),
  })
}

function row(label: string, value: string, table: Row['table'] = null): Row {
  return { label, value, table }
}

function typeRow(words: Words, now: Snapshot, record: SubjectRecord): Row[] {
  const parts = now.gov.services(Number.MAX_SAFE_INTEGER).flatMap((one) => one.subjects)
  const ofType = parts.filter((part) => part.type === record.t)
  const part = ofType.find((one) => one.mode === 'create') ?? ofType[0]
  return part === undefined ? [] : [row(words.t('extract.type'), words.pick(part.title))]
}

/** People before the rest: whose it is comes before what it is. */
function fieldRows(
  words: Words,
  described: readonly SubjectField[],
  record: SubjectRecord,
  opened: Readonly<Record<string, FieldValue | null>>,
  masked: boolean,
): Row[] {
  const isSealed = ({ name }: SubjectField) => Object.hasOwn(record.sealed, name)
  const order = [...described.filter(isSealed), ...described.filter((field) => !isSealed(field))]
  return order.flatMap((field): Row[] => {
    const { name, schema } = field
    const label = words.pick(schema['x-title'])
    const value = isSealed(field) ? (opened[name] ?? null) : own(record.fields, name)
    if (value === undefined) return []
    if (value === null) return [row(label, words.t('extract.closed'))]
    const shown = masked ? maskValue(schema, value) : value
    const table = tableOf(schema, shown, words.lang)
    const both = table === null ? null : { columns: [...table.columns], rows: table.rows.map((one) => [...one]) }
    return [row(label, showValue(schema, shown, words.lang), both)]
  })
}

function own(fields: Readonly<Record<string, FieldValue>>, name: string): FieldValue | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

/** What may stand against a dealing is said also where there is none. */
function standingRows(words: Words, now: Snapshot, record: SubjectRecord): Row[] {
  const { ended, pending, disputes, burdens, parents, children } = record
  const none = words.t('extract.none')
  const kinds = burdenKinds(now.gov.services(Number.MAX_SAFE_INTEGER), record.t)
  const lying = burdens.map(({ kind, ref, case: by, fields }) => {
    const shown = kinds.find((one) => one.kind === kind)?.fields ?? []
    const said = shown.flatMap(({ name, schema }) => {
      const value = own(fields, name)
      return value === undefined ? [] : [`${words.pick(schema['x-title'])} ${showValue(schema, value, words.lang)}`]
    })
    return `${words.pair(`${burdenWord(words, kind, kinds)} ${ref}`, words.list([...said, numberOf(by)]))}`
  })
  const list = (ids: readonly string[]) => words.list(ids.map(numberOf))
  return [
    row(
      words.t('extract.state'),
      ended === null ? words.t('extract.state.current') : words.t('extract.state.ended', { case: numberOf(ended) }),
    ),
    row(words.t('extract.burdens'), lying.length === 0 ? none : lying.join('\n')),
    row(words.t('extract.pending'), pending === null ? none : numberOf(pending)),
    row(words.t('extract.disputes'), disputes.length === 0 ? none : words.t('extract.disputed')),
    ...(parents.length === 0 ? [] : [row(words.t('subject.parents'), list(parents))]),
    ...(children.length === 0 ? [] : [row(words.t('subject.children'), list(children))]),
  ]
}

/** What was done last, in which case, and where it stands in the ledger. */
async function lastAct(db: ReplicaDatabase, now: Snapshot, words: Words, touch: Touch, leaf: Leaf): Promise<string> {
  const of = must(parseBody(leaf.body)).case ?? ''
  const record = of === '' ? null : await findCase(db, now, of)
  const actions = record === null ? [] : (definitionOf(now, record)?.workflow.actions ?? [])
  const action = actions.find((one) => one.name === touch.act)
  const act = action === undefined ? touch.act : words.pick(action.title)
  return words.t('extract.lastAct', { act, case: numberOf(of), height: leaf.h, time: civilTime(touch.sealed) })
}

const PERSONAL = new Set(['cn-id', 'phone'])

/** Numbers of persons with their middle left out: 632723********0011, 138****0001. */
export function maskValue(schema: FieldSchema, value: FieldValue): FieldValue {
  const columns = columnsOf(schema)?.properties
  if (columns !== undefined) {
    return rowsOf(value).map((one) =>
      Object.fromEntries(Object.entries(one).map(([name, cell]) => [name, maskCell(columns[name], cell)])),
    )
  }
  return isScalar(value) ? maskCell(schema as ScalarSchema, value) : value
}

function maskCell(schema: Pick<ScalarSchema, 'x-identifier'> | undefined, value: Scalar): Scalar {
  if (typeof value !== 'string' || !PERSONAL.has(schema?.['x-identifier'] ?? '')) return value
  const [head, tail] = value.length >= 15 ? [6, 4] : [3, 4]
  if (value.length <= head + tail) return '*'.repeat(value.length)
  return value.slice(0, head) + '*'.repeat(value.length - head - tail) + value.slice(-tail)
}
