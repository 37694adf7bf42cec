import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTable } from '../../../renderer/import/read/read-table.ts'
import { fromSerial, isDateFormat } from '../../../renderer/import/read/xlsx-dates.ts'
import { kindOf, NO_CHOICES, type ReadChoices, type Table } from '../../../renderer/import/table.ts'
import { must } from '../../../shared/base/result.ts'
import { book, type Cell, letters, sharedStrings, sheet, simpleBook, stylesOf } from './workbook.ts'

const read = (bytes: Uint8Array<ArrayBuffer>, choices: Partial<ReadChoices> = {}) =>
  readTable(new Blob([bytes]), { ...NO_CHOICES, ...choices })
const cells = (table: Table) => table.rows.map((row) => row.cells)
const xml = (inner: string): Cell => ({ xml: inner })

describe('what stands in a workbook', () => {
  test('texts, shared and their own, with all that people have written into them', async () => {
    const strings = sharedStrings([
      '<si><t>承包合同编号</t></si>',
      '<si><r><rPr><b/></rPr><t>富</t></r><r><t xml:space="preserve"> 文本</t></r><rPh sb="0" eb="1"><t>フ</t></rPh></si>',
      '<si><t>一行_x000D_&#10;二行&amp;&lt;&#x20BB7;</t></si>',
      '<si/>',
    ])
    const rows: Cell[][] = [
      [0, 1, 2, 3].map((i) => xml(`<c r="@" t="s"><v>${i}</v></c>`)),
      [
        '直接写的',
        xml('<c r="@" t="str"><v>算出来的</v></c>'),
        xml('<c r="@" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>'),
      ],
    ]
    const table = must(await read(book({ sheets: [{ name: '台账', xml: sheet(rows) }], strings })))
    expect(cells(table)).toEqual([
      ['承包合同编号', '富 文本', '一行\r\n二行&<𠮷'],
      ['直接写的', '算出来的', '甲乙'],
    ])
  })

  test('numbers as people see them, dates by their style, yes and no, errors', async () => {
    const styles = stylesOf([0, 14, 'yyyy"年"m"月"d"日"', '0.00_);[Red]\\(0.00\\)', 31, '[$-804]aaaa'])
    const rows: Cell[][] = [
      [
        xml('<c r="@"><v>666.66999999999996</v></c>'),
        1200,
        xml('<c r="@"><v>6.3272319630512E+17</v></c>'),
        xml('<c r="@"><v>1.0000000000000001E-5</v></c>'),
      ],
      [1, 2, 4].map((s) => xml(`<c r="@" s="${s}"><v>37622</v></c>`)),
      [3, 5].map((s) => xml(`<c r="@" s="${s}"><v>37622</v></c>`)),
      [xml('<c r="@" s="1"><v>37622.354166666664</v></c>'), xml('<c r="@" t="d"><v>2003-01-01T00:00:00</v></c>')],
      [
        xml('<c r="@" t="b"><v>1</v></c>'),
        xml('<c r="@" t="b"><v>0</v></c>'),
        xml('<c r="@" t="e"><v>#DIV/0!</v></c>'),
      ],
    ]
    const table = must(await read(book({ sheets: [{ name: '台账', xml: sheet(rows) }], styles })))
    expect(cells(table)).toEqual([
      ['666.67', '1200', '632723196305120000', '0.00001'],
      ['2003-01-01', '2003-01-01', '2003-01-01'],
      ['37622', '37622'],
      ['2003-01-01 08:30:00', '2003-01-01 00:00:00'],
      ['TRUE', 'FALSE', '#DIV/0!'],
    ])
    expect(table.rows.map((row) => row.kinds)).toEqual(['nnnn', 'ddd', 'nn', 'dd', 'bbe'])
  })

  test('a formula is never computed: what was kept of it is taken and marked, what was never computed too', async () => {
    const rows: Cell[][] = [
      [
        xml('<c r="@"><f>1+1</f><v>2</v></c>'),
        xml('<c r="@" t="str"><f>A1&amp;"x"</f><v>2x</v></c>'),
        xml('<c r="@"><f>NOW()</f></c>'),
        '后',
      ],
      [
        xml('<c r="@"><f t="shared" ref="A2:A9" si="0">SUM(B1:B9)</f><v>7</v></c>'),
        xml('<c r="@"><f t="shared" si="0"/><v>8</v></c>'),
      ],
    ]
    const table = must(await read(simpleBook(rows)))
    expect(cells(table)).toEqual([
      ['2', '2x', '', '后'],
      ['7', '8'],
    ])
    expect(table.rows.map((row) => row.kinds)).toEqual(['NTUt', 'NN'])
    expect(table.notes.formulas).toBe(5)
  })

  test('cells that are merged downwards hold their value in every row; those to the right do not', async () => {
    const rows: Cell[][] = [
      ['歇武镇', '甲'],
      [null, '乙'],
      [null, '丙'],
      ['四至', null, null],
      [null, '丁'],
    ]
    const merges =
      '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A4:C4"/><mergeCell ref="B9:B10"/><mergeCell ref="乱"/></mergeCells>'
    const table = must(await read(simpleBook(rows, merges)))
    expect(cells(table)).toEqual([['歇武镇', '甲'], ['歇武镇', '乙'], ['歇武镇', '丙'], ['四至'], ['', '丁']])
    expect(table.notes.merged).toBe(1)
  })

  test('rows and cells that say no place follow each other; empty rows keep their number', async () => {
    const body =
      '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c><c><v>3</v></c></row>'
    const part = `<?xml version="1.0"?><x:worksheet xmlns:x="urn:x"><x:sheetData>${body.replaceAll(/<(\/?)/g, '<$1x:')}</x:sheetData></x:worksheet>`
    const table = must(await read(book({ sheets: [{ name: '台账', xml: part }] })))
    expect(table.rows).toEqual([
      { n: 1, cells: ['甲', '1'], kinds: 'tn' },
      { n: 5, cells: ['', '', '2', '3'], kinds: 'ttnn' },
    ])
  })

  test('the first sheet that is shown and holds something; any other when it is asked for', async () => {
    const sheets = [
      { name: '说明', xml: sheet([['藏起来的']]), state: 'hidden' },
      { name: '空表', xml: sheet([]) },
      { name: '台账', xml: sheet([['甲']]) },
      { name: '旧表', xml: sheet([['乙']]) },
    ]
    const first = must(await read(book({ sheets })))
    expect(first.source).toEqual({ kind: 'xlsx', sheet: '台账', sheets: ['空表', '台账', '旧表'] })
    expect(cells(must(await read(book({ sheets }), { sheet: '旧表' })))).toEqual([['乙']])
    expect(await read(book({ sheets }), { sheet: '说明' })).toMatchObject({ code: 'not-found' })
    expect(await read(book({ sheets }), { sheet: '空表' })).toMatchObject({ code: 'table-empty' })
  })

  test('days that count from 1904', async () => {
    const rows: Cell[][] = [[xml('<c r="@" s="0"><v>36160</v></c>')]]
    const bytes = book({ sheets: [{ name: '台账', xml: sheet(rows) }], styles: stylesOf([14]), since1904: true })
    expect(cells(must(await read(bytes)))).toEqual([['2003-01-01']])
  })
})

describe('dates of spreadsheets', () => {
  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, null],
    [61, '1900-03-01'],
    [37622, '2003-01-01'],
    [37622.5, '2003-01-01 12:00:00'],
    [37621.999999, '2003-01-01'],
    [0.25, '06:00:00'],
    [0, null],
    [-1, null],
    [2_958_465, '9999-12-31'],
    [2_958_466, null],
    [Number.NaN, null],
  ])('%d is %s', (serial, day) => {
    expect(fromSerial(serial, false)).toBe(day)
  })

  test('[import] every day from 1900-03-01 on is its number of days, and 1904 counts 1,462 fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
        expect(fromSerial(serial, false)).toBe(day)
        if (serial >= 1462) expect(fromSerial(serial - 1462, true)).toBe(day)
      }),
      { seed: 3 },
    )
  })

  test.each([
    [14, undefined, true],
    [22, undefined, true],
    [31, undefined, true],
    [57, undefined, true],
    [0, undefined, false],
    [9, undefined, false],
    [49, undefined, false],
    [200, 'yyyy\\-mm\\-dd', true],
    [200, '[$-804]yyyy"年"m"月"d"日";@', true],
    [200, '[DBNum1][$-804]yyyy年m月', true],
    [200, 'h:mm', true],
    [200, '0.00"days"', false],
    [200, '[Red]0', false],
    [200, '#,##0\\d', false],
    [200, 'General', false],
    [200, '0;yyyy', false],
    [14, '0.00', false],
  ])('format %i %s', (id, code, isDate) => {
    expect(isDateFormat(id, code)).toBe(isDate)
  })
})

test('[import] whatever is written into a workbook is read back, at its place', async () => {
  const text = fc.stringMatching(/^[ "'<>&a-z0-9\n一-十𠮷]{1,8}$/u)
  const cell = fc.oneof(
    { weight: 3, arbitrary: text },
    fc.integer({ min: -9_999_999, max: 9_999_999_999 }),
    fc.constant(null),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 1000 }),
      async (rows, left, from) => {
        const shifted = rows.map((row) => [...Array.from({ length: left }, () => null), ...row])
        const answer = await read(book({ sheets: [{ name: '台账', xml: sheet(shifted, { from }) }] }))
        const wanted = shifted.flatMap((row, i) => {
          const last = row.findLastIndex((one) => one !== null)
          return last < 0
            ? []
            : [{ n: from + i, cells: row.slice(0, last + 1).map((one) => (one === null ? '' : String(one))) }]
        })
        if (wanted.length === 0) expect(answer).toMatchObject({ code: 'table-empty' })
        else expect(must(answer).rows.map(({ n, cells: read }) => ({ n, cells: read }))).toEqual(wanted)
        if (answer.ok)
          for (const row of answer.value.rows)
            for (const [i] of row.cells.entries())
              expect(kindOf(row, i)).toBe(typeof shifted[row.n - from]?.[i] === 'number' ? 'n' : 't')
      },
    ),
    { seed: 8, numRuns: 60 },
  )
})

test('letters of columns', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
