import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import { isDateFormat } from './xlsx-dates.ts'
import { type XmlHandler, xmlReader } from './xml.ts'
import type { ZipParts } from './zip-parts.ts'

const QUIET = { open: () => ok(null), close: () => ok(null), text: () => ok(null) }

/** Reads a part whole through one handler. Codes: table-damaged, table-too-large. */
export async function readXml(zip: ZipParts, name: string, most: number, handler: XmlHandler): Promise<Result<null>> {
  const xml = xmlReader(handler)
  const read = await zip.read(name, most, (text) => xml.take(text))
  return read.ok ? xml.end() : read
}

export interface SheetPlace {
  readonly name: string
  readonly part: string
  readonly hidden: boolean
}

/** Where things are: the sheets in their order, the shared texts, the styles, and whether days count from 1904. */
export interface Workbook {
  readonly sheets: readonly SheetPlace[]
  readonly strings: string | null
  readonly styles: string | null
  readonly since1904: boolean
}

/** Codes: table-damaged, table-too-large. */
export async function readWorkbook(zip: ZipParts): Promise<Result<Workbook>> {
  const root = await readRelations(zip, '_rels/.rels', '')
  if (!root.ok) return root
  const book = root.value.find((one) => one.type === 'officeDocument')?.part ?? 'xl/workbook.xml'
  const folder = book.slice(0, book.lastIndexOf('/') + 1)
  const relations = await readRelations(zip, `${folder}_rels/${book.slice(folder.length)}.rels`, folder)
  if (!relations.ok) return relations
  const sheets: SheetPlace[] = []
  let since1904 = false
  const read = await readXml(zip, book, TABLE_LIMITS.smallPart, {
    ...QUIET,
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = isTrue(attributes['date1904'])
      if (name !== 'sheet') return ok(null)
      if (sheets.length >= TABLE_LIMITS.sheets)
        return fail('table-too-large', `more than ${TABLE_LIMITS.sheets} sheets`)
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const part = relations.value.find((one) => one.id === id && one.type === 'worksheet')?.part
      // Sheets that hold a chart or a macro have no cells.
      if (part !== undefined)
        sheets.push({ name: attributes['name'] ?? '', part, hidden: (attributes['state'] ?? 'visible') !== 'visible' })
      return ok(null)
    },
  })
  if (!read.ok) return read
  const of = (type: string) => relations.value.find((one) => one.type === type)?.part ?? null
  return ok({ sheets, strings: of('sharedStrings'), styles: of('styles'), since1904 })
}

interface Relation {
  readonly id: string
  /** The last part of its type, which is the same in both editions of the format. */
  readonly type: string
  readonly part: string
}

async function readRelations(zip: ZipParts, name: string, folder: string): Promise<Result<Relation[]>> {
  const out: Relation[] = []
  const read = await readXml(zip, name, TABLE_LIMITS.smallPart, {
    ...QUIET,
    open(tag, { Id = '', Type = '', Target = '', TargetMode }) {
      // What lies outside of the file is nobody's business here.
      if (tag !== 'Relationship' || TargetMode === 'External') return ok(null)
      if (out.length >= TABLE_LIMITS.parts) return fail('table-too-large', 'relations')
      out.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), part: resolve(folder, Target) })
      return ok(null)
    },
  })
  return read.ok ? ok(out) : read
}

/** A target as the name of a part; `..` at most takes it to the root of the archive. */
function resolve(folder: string, target: string): string {
  const out: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') out.pop()
    else if (step !== '' && step !== '.') out.push(step)
  }
  return out.join('/')
}

/** The shared texts in their order. Phonetic readings are left out. Codes: table-damaged, table-too-large. */
export async function readStrings(zip: ZipParts, name: string | null): Promise<Result<string[]>> {
  const out: string[] = []
  if (name === null) return ok(out)
  let text = ''
  let size = 0
  let inText = false
  let inPhonetic = 0
  const read = await readXml(zip, name, TABLE_LIMITS.sharedStrings, {
    open(tag) {
      if (tag === 'si') text = ''
      if (tag === 'rPh') inPhonetic++
      inText = tag === 't' && inPhonetic === 0
      return ok(null)
    },
    text(piece) {
      if (inText && text.length <= TABLE_LIMITS.cell) text += piece
      return ok(null)
    },
    close(tag) {
      inText = false
      if (tag === 'rPh') inPhonetic--
      if (tag !== 'si') return ok(null)
      size += text.length
      if (out.length >= TABLE_LIMITS.strings || size > TABLE_LIMITS.text) return fail('table-too-large', 'shared texts')
      out.push(unescapeText(text))
      return ok(null)
    },
  })
  return read.ok ? ok(out) : read
}

/** Which cell styles show a date: by the place of the style. Codes: table-damaged, table-too-large. */
export async function readDateStyles(zip: ZipParts, name: string | null): Promise<Result<boolean[]>> {
  const out: boolean[] = []
  if (name === null) return ok(out)
  const formats = new Map<number, string>()
  let inCells = false
  const read = await readXml(zip, name, TABLE_LIMITS.smallPart, {
    ...QUIET,
    open(tag, attributes) {
      if (tag === 'cellXfs') inCells = true
      if (formats.size + out.length > TABLE_LIMITS.styles) return fail('table-too-large', 'styles')
      if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), (attributes['formatCode'] ?? '').slice(0, 500))
      if (tag === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0)
        out.push(isDateFormat(id, formats.get(id)))
      }
      return ok(null)
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false
      return ok(null)
    },
  })
  return read.ok ? ok(out) : read
}

/** Characters that XML cannot say stand in cells as `_x000D_`. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true'
}
