import { hex } from '../../../shared/base/bytes.ts'
import { isMap } from '../../../shared/base/shape.ts'
import { type Burden, type CaseRecord, isCase, type LedgerRecord, PIECE } from '../../../shared/contract/index.ts'
import { isField } from '../../../shared/contract/pieces.ts'
import type { FieldSchema, FieldValue, Lang, Text } from '../../../shared/contract/service/index.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { encode, type Value } from '../../../shared/ledger/index.ts'
import { burdenKinds, burdenWord } from '../../app/burdens.ts'
import { groupNumber } from '../../app/format.ts'
import { type TextKey, type Values, wordsOf } from '../../i18n/index.ts'
import { definitionOf, numberOf } from '../case-views.ts'
import { numbersOf } from '../running-numbers.ts'
import type { Snapshot } from '../snapshot.ts'
import { describedFields } from '../subject-views.ts'
import type { Shown } from './api.ts'
import type { Desk } from './ground.ts'

/** What stands, stood or would stand under a name of a record (pieces.ts). */
export interface Cell {
  readonly record: LedgerRecord
  readonly name: string
  readonly piece: Value
}

/** A cell in words, and of a field its value; undefined where it cannot be opened. */
export interface Opened {
  readonly shown: Shown
  readonly value: FieldValue | null | undefined
}

export const NOTHING: Shown = { text: { zh: '—', en: '—' }, same: '' }

/** A text of the tables in both languages. */
export function both(key: TextKey, values?: Values): Text {
  return { zh: wordsOf('zh').t(key, values), en: wordsOf('en').t(key, values) }
}

const inBoth = (show: (lang: Lang) => string): Text => ({ zh: show('zh'), en: show('en') })

interface Ref {
  readonly h: Uint8Array
  readonly commit: Uint8Array
  readonly name?: string
}

/** Opens what is sealed, all at once, and says each cell in words. */
export async function showCells({ now, unsealer }: Desk, cells: readonly Cell[]): Promise<Opened[]> {
  const wanted = new Map(
    cells.flatMap(({ name, piece }, i) => {
      if (!isSealedPiece(name, piece)) return []
      const { h, commit, name: inPayload = name } = piece as unknown as Ref
      return [[String(i), { [name]: { h, commit, name: inPayload } }] as const]
    }),
  )
  const values = await unsealer.values(now, wanted)
  return cells.map(({ record, name, piece }, i) => {
    if (!isField(name)) return { shown: { text: saidOf(now, record, name, piece), same: sameOf(piece) }, value: null }
    const opened = values.get(String(i))
    const value = opened === undefined ? (piece as FieldValue | null) : (opened[name] ?? undefined)
    if (value === undefined) return { shown: { text: null, same: `closed ${hex((piece as unknown as Ref).h)}` }, value }
    return { shown: showField(schemaOf(now, record, name), value), value }
  })
}

export function showField(schema: FieldSchema | undefined, value: FieldValue | null): Shown {
  if (value === null) return NOTHING
  const text = schema === undefined ? plain(asText(value)) : inBoth((lang) => showValue(schema, value, lang))
  return { text, same: sameOf(value as Value) }
}

/** Of a field that no service describes. */
function asText(value: FieldValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const sameOf = (value: Value): string => (value === null ? '' : hex(encode(value)))

export function isSealedPiece(name: string, piece: Value): boolean {
  return isField(name) && isMap(piece)
}

export function schemaOf(now: Snapshot, record: LedgerRecord, name: string): FieldSchema | undefined {
  if (!isCase(record)) return describedFields(now, record).find((one) => one.name === name)?.schema
  const properties = definitionOf(now, record)?.form.schema.properties ?? {}
  return Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** What a name is called. */
export function labelOf(now: Snapshot, record: LedgerRecord, name: string): Text {
  if (isField(name)) return schemaOf(now, record, name)?.['x-title'] ?? { zh: name, en: name }
  switch (name) {
    case PIECE.state:
      return both('conflict.label.state')
    case PIECE.pending:
      return both('conflict.label.pending')
    case PIECE.everything:
      return both('conflict.label.ended')
    case PIECE.parents:
      return both('subject.parents')
    case PIECE.children:
      return both('subject.children')
  }
  const [kind, id] = parts(name)
  const d = isCase(record) ? definitionOf(now, record) : null
  if (kind === 'material') return d?.materials.find((one) => one.id === id)?.title ?? { zh: id, en: id }
  if (kind === 'burden') return burdenLabel(now, record, id)
  return both('conflict.label.number')
}

function burdenLabel(now: Snapshot, record: LedgerRecord, id: string): Text {
  const kinds = burdenKinds(now.gov.services(Number.MAX_SAFE_INTEGER), record.t)
  const [kind, ref] = parts(id)
  return inBoth((lang) => `${burdenWord(wordsOf(lang), kind, kinds)} ${ref}`)
}

/** What is no field, in words. */
function saidOf(now: Snapshot, record: LedgerRecord, name: string, piece: Value): Text {
  const d = isCase(record) ? definitionOf(now, record) : null
  if (name === PIECE.everything) {
    return piece === null
      ? both('extract.state.current')
      : both('extract.state.ended', { case: numberOf(piece as string) })
  }
  if (piece === null || (Array.isArray(piece) && piece.length === 0)) return both('extract.none')
  if (name === PIECE.state) return d?.workflow.states[piece as string]?.title ?? plain(piece as string)
  if (name === PIECE.pending) return plain(groupNumber(numberOf(piece as string)))
  if (Array.isArray(piece)) return inBoth((lang) => wordsOf(lang).list((piece as string[]).map(numberOf)))
  const [kind, id] = parts(name)
  if (kind === 'burden') return both('conflict.burden', { case: numberOf((piece as unknown as Burden).case) })
  if (kind === 'material') return both('conflict.material')
  if (kind === 'number' && d !== null) {
    const numbers = numbersOf(d, now.office, { ...record, numbers: { [id]: piece } } as unknown as CaseRecord)
    return plain(numbers[id] ?? '—')
  }
  return plain('—')
}

const plain = (text: string): Text => ({ zh: text, en: text })

function parts(name: string): [string, string] {
  const at = name.indexOf(':')
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)]
}
