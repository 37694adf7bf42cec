import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOnScreen, isHeading, readTable, splitTexts, toCell } from '../../../renderer/components/form/paste.ts'
import type { Box } from '../../../renderer/components/form/typed.ts'
import type { RowSchema, ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { columnsOf, type ListSchema } from '../../../shared/contract/service/form-types.ts'
import { COUNTY, rich } from '../../kit/definitions.ts'

const field = (name: string) => rich.form.schema.properties[name] as ListSchema
const columns = (name: string) => columnsOf(field(name)) as RowSchema
const column = (list: string, name: string) => columns(list).properties[name] as ScalarSchema

describe('a table from the clipboard', () => {
  test.each([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\tb', [['a', 'b']]],
    ['a\nb', [['a'], ['b']]],
    [
      'a\t\n\tb',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"a\tb"\t"c\nd"\n', [['a\tb', 'c\nd']]],
    ['"say ""yes"""\tx', [['say "yes"', 'x']]],
    ['5" pipe\tx', [['5" pipe', 'x']]],
    [' a \t　b　\n', [['a', 'b']]],
    ['"never ends\tx\n', [['never ends\tx']]],
  ])('%j', (text, table) => {
    const read = readTable(text)
    // What comes to a single cell is an ordinary paste.
    expect(read).toEqual(table.length === 1 && table[0]?.length === 1 ? null : table)
  })

  test('one cell is an ordinary paste, also with the line end that spreadsheets add; so is what nobody would paste', () => {
    for (const text of ['', 'a', 'a\r\n', '"a"\n', 'x'.repeat(300_000)]) expect(readTable(text)).toBeNull()
  })

  test('cells of any text come back as they were, but for blanks at their ends', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 20 })
    const row = fc.array(cell, { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const text = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join('\t')).join('\n')
        expect(readTable(text)).toEqual(rows.map((cells) => cells.map((one) => one.trim())))
      }),
    )
  })
})

test('a heading is told from values by the titles of the columns, in either language', () => {
  const shown = columnsOnScreen(columns('members')).map((one) => one.column)
  expect(isHeading(['姓名', '身份证号 *', '份额（%）'], shown)).toBe(true)
  expect(isHeading(['NAME', 'identity number'], shown)).toBe(true)
  expect(isHeading(['姓名', '632723196305120011'], shown)).toBe(false)
  expect(isHeading(['', ''], shown)).toBe(false)
})

describe('a pasted cell', () => {
  const choice = field('languages').items as Box
  test('is chosen by its word or its code; what is not among the choices stays, to be marked as wrong', () => {
    expect(['藏文', 'bo', 'TIBETAN', '蒙文'].map((text) => toCell(choice, text, COUNTY))).toEqual([
      'bo',
      'bo',
      'bo',
      '蒙文',
    ])
  })
  test('is a tick or none', () => {
    const head = column('members', 'head')
    expect(['是', '√', 'Yes', '1', '否', '', 'no'].map((text) => toCell(head, text, COUNTY))).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ])
  })
  test('is a village by its code or by a name that only one has', () => {
    const village = column('parcels', 'village')
    expect(toCell(village, '632723103200', COUNTY)).toBe('632723103200')
    expect(toCell(village, '清水河镇扎哈村委会', COUNTY)).toBe('632723103200')
    expect(toCell(village, '称多县清水河镇扎哈村委会', COUNTY)).toBe('632723103200')
    expect(toCell(village, '村委会', COUNTY)).toBe('村委会')
    expect(toCell(village, '', COUNTY)).toBe('')
  })
})

describe('several texts pasted', () => {
  const wells = field('wells').items as Box
  const free: Box = { type: 'string', maxLength: 60 }
  test('by lines, and by commas where none can belong to a text', () => {
    expect(splitTexts('W001\r\nW002\n\nW003', wells)).toEqual(['W001', 'W002', 'W003'])
    expect(splitTexts('W001、W002；W003,W004', wells)).toEqual(['W001', 'W002', 'W003', 'W004'])
    expect(splitTexts('甲、乙', free)).toBeNull()
    expect(splitTexts('甲\n乙、丙', free)).toEqual(['甲', '乙、丙'])
    expect(splitTexts('W001', wells)).toBeNull()
    expect(splitTexts(' W001 \n', wells)).toBeNull()
  })
})
