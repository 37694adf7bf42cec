import { strToU8, zipSync } from 'fflate'

/** A cell: text, a number, or XML as it is. */
export type Cell = string | number | { readonly xml: string } | null

const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

export interface BookParts {
  readonly sheets: readonly { readonly name: string; readonly xml: string; readonly state?: string }[]
  readonly strings?: string | null
  readonly styles?: string | null
  readonly since1904?: boolean
  /** Parts by name that replace or add to the usual ones. */
  readonly more?: Readonly<Record<string, string | Uint8Array>>
}

export function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26)
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A worksheet of these rows, the first of them row `from`; texts stand in the cells themselves. */
export function sheet(rows: readonly (readonly Cell[])[], { from = 1, after = '' } = {}): string {
  const body = rows.map((cells, i) => {
    const inner = cells.map((cell, column) => {
      const at = `${letters(column)}${from + i}`
      if (cell === null) return ''
      if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
      if (typeof cell === 'string')
        return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`
      return cell.xml.replaceAll('@', at)
    })
    return `<row r="${from + i}">${inner.join('')}</row>`
  })
  return `${HEAD}<worksheet ${NS}><sheetData>${body.join('')}</sheetData>${after}</worksheet>`
}

/** The bytes of a workbook as a spreadsheet program writes it. */
export function book({
  sheets,
  strings = null,
  styles = null,
  since1904 = false,
  more = {},
}: BookParts): Uint8Array<ArrayBuffer> {
  const named = sheets.map((one, i) => ({ ...one, id: `rId${i + 1}`, part: `worksheets/sheet${i + 1}.xml` }))
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const parts: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${HEAD}<workbook ${NS} xmlns:r="${REL}"><workbookPr${since1904 ? ' date1904="1"' : ''}/><sheets>${named
      .map(
        (one, i) =>
          `<sheet name="${escape(one.name)}" sheetId="${i + 1}"${one.state === undefined ? '' : ` state="${one.state}"`} r:id="${one.id}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      named.map((one) => relation(one.id, 'worksheet', one.part)).join('') +
        (strings === null ? '' : relation('rIdS', 'sharedStrings', 'sharedStrings.xml')) +
        (styles === null ? '' : relation('rIdT', 'styles', 'styles.xml')),
    ),
    ...Object.fromEntries(named.map((one) => [`xl/${one.part}`, one.xml])),
    ...(strings === null ? {} : { 'xl/sharedStrings.xml': strings }),
    ...(styles === null ? {} : { 'xl/styles.xml': styles }),
    ...more,
  }
  const bytes = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
  )
  return new Uint8Array(zipSync(bytes, { level: 6 }))
}

export function simpleBook(rows: readonly (readonly Cell[])[], after = ''): Uint8Array<ArrayBuffer> {
  return book({ sheets: [{ name: '登记台账', xml: sheet(rows, { after }) }] })
}

export function sharedStrings(items: readonly string[]): string {
  return `${HEAD}<sst ${NS}>${items.join('')}</sst>`
}

/** `cellXfs` with these number formats; a text is a format of its own. */
export function stylesOf(formats: readonly (number | string)[]): string {
  const own = formats.flatMap((one, i) =>
    typeof one === 'string' ? [`<numFmt numFmtId="${200 + i}" formatCode="${escape(one)}"/>`] : [],
  )
  const cells = formats.map((one, i) => `<xf numFmtId="${typeof one === 'string' ? 200 + i : one}"/>`)
  // The formats of named styles come first and count for no cell.
  return `${HEAD}<styleSheet ${NS}><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cells.join('')}</cellXfs></styleSheet>`
}
