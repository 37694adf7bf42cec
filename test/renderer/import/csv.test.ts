import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTable } from '../../../renderer/import/read/read-table.ts'
import { type Delimiter, NO_CHOICES, type ReadChoices, type Table } from '../../../renderer/import/table.ts'
import { must } from '../../../shared/base/result.ts'

const read = (text: string | Uint8Array<ArrayBuffer>, choices: Partial<ReadChoices> = {}) =>
  readTable(new Blob([text]), { ...NO_CHOICES, ...choices })
const cells = (table: Table) => table.rows.map((row) => row.cells)

/** 合同编号,承包方 and 才仁,𠮷 as GB18030 writes them: two bytes, and four for what lies beyond the BMP. */
const GB18030 = Uint8Array.from([
  ...[0xba, 0xcf, 0xcd, 0xac, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xb3, 0xd0, 0xb0, 0xfc, 0xb7, 0xbd, 0x0d, 0x0a],
  ...[0xb2, 0xc5, 0xc8, 0xca, 0x2c, 0x95, 0x34, 0xb2, 0x35, 0x0d, 0x0a],
])

function utf16(text: string, little: boolean): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(2 + text.length * 2)
  const view = new DataView(out.buffer)
  view.setUint16(0, 0xfeff, little)
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), little)
  return out
}

describe('what a CSV file is written in', () => {
  const text = '合同编号,承包方\n才仁,𠮷'
  const cases: [string, string | Uint8Array<ArrayBuffer>, string][] = [
    ['UTF-8', text, 'utf-8'],
    ['UTF-8 with a mark', `\ufeff${text}`, 'utf-8'],
    ['GB18030', GB18030, 'gb18030'],
    ['UTF-16 as spreadsheets call Unicode', utf16(text, true), 'utf-16le'],
    ['UTF-16, the other way round', utf16(text, false), 'utf-16be'],
  ]
  test.each(cases)('%s is recognised', async (_, bytes, encoding) => {
    const table = must(await read(bytes))
    expect(table.source).toMatchObject({ kind: 'csv', encoding, delimiter: ',' })
    expect(cells(table)).toEqual([
      ['合同编号', '承包方'],
      ['才仁', '𠮷'],
    ])
  })

  test('a person may say otherwise, and is told when it cannot be', async () => {
    expect(await read(GB18030, { encoding: 'utf-8' })).toMatchObject({ ok: false, code: 'table-encoding' })
    const wrong = must(await read('合同', { encoding: 'gb18030' }))
    expect(wrong.rows[0]?.cells).toEqual(['鍚堝悓'])
  })

  test('what is neither, or holds zeros, is no text', async () => {
    expect(await read(Uint8Array.of(0x41, 0xff, 0xff, 0x2c, 0x42))).toMatchObject({ code: 'table-encoding' })
    expect(await read('a,b\n\0,d')).toMatchObject({ code: 'table-encoding' })
  })
})

describe('how a CSV file is cut up', () => {
  test.each([',', ';', '\t'] as const)('separated by %j', async (delimiter) => {
    const line = (...items: string[]) => items.join(delimiter)
    const text = [
      line('编号', '面积', '备注'),
      line('A-1', '1200', '一,二;三'.replaceAll(delimiter, ' ')),
      line('A-2', '3', ''),
    ].join('\r\n')
    const table = must(await read(text))
    expect(table.source).toMatchObject({ delimiter })
    expect(table.rows.map((row) => row.cells[0])).toEqual(['编号', 'A-1', 'A-2'])
  })

  test('a person may choose another separator', async () => {
    expect(cells(must(await read('a;b,c\nd;e,f', { delimiter: ';' })))).toEqual([
      ['a', 'b,c'],
      ['d', 'e,f'],
    ])
  })

  test.each(['\n', '\r\n', '\r'])('lines end with %j, in quotes as well', async (end) => {
    const table = must(await read(['编号,备注', '1,"上一行', '下一行"', '2,'].join(end)))
    expect(cells(table)).toEqual([['编号', '备注'], ['1', '上一行\n下一行'], ['2']])
  })

  test('rows keep the number that a spreadsheet shows; empty ones are counted and left out', async () => {
    const table = must(await read('编号,名\n\n1,甲\n,,\n\n2,乙\n\n'))
    expect(table.rows.map((row) => row.n)).toEqual([1, 3, 6])
    expect(table.notes.blankRows).toBe(4)
    expect(table.columns).toBe(2)
  })

  test('quotes that do not pair mark their row, and the rows behind it are read', async () => {
    const table = must(await read('编号,名\n1,"甲" 的\n2,"乙"\n3,丙\n4,"丁"\n'))
    const bad = table.rows.filter((row) => row.quotes === true)
    expect(bad.map((row) => row.n)).toEqual([2])
    expect(table.rows.at(-1)?.cells).toEqual(['4', '丁'])
  })

  test('a quote that is never closed is said, with the record that it opens', async () => {
    expect(await read('编号,名\n1,"甲\n2,乙\n')).toMatchObject({ code: 'table-quotes', detail: 'record 2' })
    // Also where the end of the file is far beyond what one record may be.
    const far = new Blob(['编号,名\n1,"甲\n', 'x'.repeat(3_000_000)])
    expect(await readTable(far, NO_CHOICES)).toMatchObject({ code: 'table-quotes' })
  })
})

describe('[import] the limits', () => {
  const many = (n: number, line: string) => new Blob([line.repeat(n)])
  const cases: [string, () => Blob, string][] = [
    ['no bytes', () => new Blob([]), 'table-empty'],
    ['only blanks and separators', () => new Blob([',,\n\n, ,\n'.replace(' ', '')]), 'table-empty'],
    ['more bytes than a file may have', () => many(68, 'x'.repeat(1_000_000)), 'table-too-large'],
    ['more rows than a table may have', () => many(200_001, 'a,b\n'), 'table-too-large'],
    ['more columns', () => new Blob([`a${',a'.repeat(200)}\n`]), 'table-too-large'],
    [
      'a workbook of the old kind',
      () => new Blob([Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0)]),
      'table-old-format',
    ],
    ['a PDF', () => new Blob(['%PDF-1.7\n1,2\n']), 'table-unreadable'],
    ['a picture', () => new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)]), 'table-unreadable'],
    ['an empty archive', () => new Blob([Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(18))]), 'table-unreadable'],
  ]
  test.each(cases)('%s', async (_, blob, code) => {
    expect(await readTable(blob(), NO_CHOICES)).toMatchObject({ ok: false, code })
  })

  test('a cell that is too long is cut and marked; the rest is read', async () => {
    const table = must(await read(`编号,名,注\n1,${'长'.repeat(4_001)},三\n2,${'长'.repeat(4_000)},三\n`))
    expect(table.rows[1]?.cells[1]).toHaveLength(4_000)
    expect(table.rows.map((row) => row.kinds)).toEqual(['', 'tlt', ''])
  })
})

/** As spreadsheets write it: quoted where it has to be, and sometimes where it need not. */
function written(rows: readonly (readonly string[])[], delimiter: Delimiter, end: string, always: boolean): string {
  const cell = (text: string) =>
    always || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => row.map(cell).join(delimiter) + end).join('')
}

test('[import] whatever is written as CSV is read back, however it is cut on the way', async () => {
  const text = fc.stringMatching(/^[\t "',;a-z0-9\n一-十𠮷]{0,8}$/u)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom<Delimiter>(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (rows, delimiter, end, always, step) => {
        const bytes = new TextEncoder().encode(written(rows, delimiter, end, always))
        const parts = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
          bytes.slice(i * step, (i + 1) * step),
        )
        const blob = new Blob([bytes])
        // The same bytes in pieces of one size: borders fall everywhere.
        blob.stream = () =>
          new ReadableStream<Uint8Array<ArrayBuffer>>({
            start(to) {
              for (const part of parts) to.enqueue(part)
              to.close()
            },
          })
        const answer = await readTable(blob, { ...NO_CHOICES, encoding: 'utf-8', delimiter })
        const wanted = rows.flatMap((row, i) => {
          const last = row.findLastIndex((one) => one !== '')
          return last < 0 ? [] : [{ n: i + 1, cells: row.slice(0, last + 1), kinds: '' }]
        })
        if (wanted.length === 0) expect(answer).toMatchObject({ code: 'table-empty' })
        else expect(must(answer).rows).toEqual(wanted)
      },
    ),
    { seed: 20, numRuns: 300 },
  )
})
