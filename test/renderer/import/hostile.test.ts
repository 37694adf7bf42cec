import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readTable } from '../../../renderer/import/read/read-table.ts'
import { NO_CHOICES } from '../../../renderer/import/table.ts'
import { must } from '../../../shared/base/result.ts'
import { seeded } from '../../kit/random.ts'
import { book, sharedStrings, sheet, simpleBook } from './workbook.ts'

const read = (bytes: Uint8Array<ArrayBuffer>) => readTable(new Blob([bytes]), NO_CHOICES)
const ONE = sheet([['甲', 1]])
const plain = (xml: string) => book({ sheets: [{ name: '台账', xml }] })
const replaced = (from: string, to: string) => plain(ONE.replace(from, to))

/** A part of so many bytes, all alike: a thousandth of it in the archive. */
function bomb(name: string, mib: number): Uint8Array<ArrayBuffer> {
  const filler = new Uint8Array(mib * 1024 * 1024).fill(0x20)
  const start = strToU8('<?xml version="1.0"?><x>')
  filler.set(start)
  return book({ sheets: [{ name: '台账', xml: ONE }], strings: sharedStrings([]), more: { [name]: filler } })
}

/** Where the archive says how long a part is unpacked: in the local header and in the directory. */
function lied(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const out = bytes.slice()
  const view = new DataView(out.buffer)
  for (let at = 0; at + 4 < out.length; at++) {
    const mark = view.getUint32(at, true)
    if (mark === 0x04034b50) view.setUint32(at + 22, size, true)
    if (mark === 0x02014b50) view.setUint32(at + 24, size, true)
  }
  return out
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const LAUGHS = `<!DOCTYPE x [${Array.from({ length: 10 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}<!ENTITY a0 "哈">]>`

const CASES: [string, () => Uint8Array<ArrayBuffer>, string][] = [
  ['an archive that is no workbook', () => new Uint8Array(zipSync({ 'a.txt': strToU8('甲') })), 'table-damaged'],
  [
    'a workbook without its sheet',
    () =>
      book({ sheets: [{ name: '台账', xml: ONE }], more: { 'xl/_rels/workbook.xml.rels': `${XML}<Relationships/>` } }),
    'table-empty',
  ],
  ['cut off in the middle', () => simpleBook([['甲']]).slice(0, 700), 'table-damaged'],
  [
    'an archive with an end but no middle',
    () => new Uint8Array([...strToU8('PK\x03\x04'), ...new Uint8Array(100), ...simpleBook([['甲']]).slice(-22)]),
    'table-damaged',
  ],
  ['a document type', () => replaced(XML, `${XML}<!DOCTYPE worksheet>`), 'table-damaged'],
  [
    'entities inside entities',
    () =>
      plain(
        `${XML}${LAUGHS}<worksheet><sheetData><row r="1"><c t="str"><v>&a10;</v></c></row></sheetData></worksheet>`,
      ),
    'table-damaged',
  ],
  [
    'a file of the computer as an entity',
    () =>
      plain(
        `${XML}<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c t="str"><v>&f;</v></c></row></sheetData></worksheet>`,
      ),
    'table-damaged',
  ],
  ['an entity that nothing declares', () => replaced('甲', '&nbsp;'), 'table-damaged'],
  ['tags that do not pair', () => replaced('</row>', ''), 'table-damaged'],
  ['an attribute twice over the line', () => replaced('<row r="1">', '<row r="1" r="2"'), 'table-damaged'],
  [
    'an attribute of a megabyte',
    () => replaced('<row r="1">', `<row r="1" x="${'a'.repeat(1_000_000)}">`),
    'table-damaged',
  ],
  ['a tag of a megabyte', () => replaced('<sheetData>', `<${'a'.repeat(1_000_000)}/><sheetData>`), 'table-damaged'],
  [
    'elements a thousand deep',
    () => replaced('<sheetData>', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}<sheetData>`),
    'table-damaged',
  ],
  [
    'bytes that are no UTF-8',
    () => {
      const bad = strToU8(ONE)
      bad[bad.indexOf(0xe7)] = 0xff
      return book({ sheets: [{ name: '台账', xml: ONE }], more: { 'xl/worksheets/sheet1.xml': bad } })
    },
    'table-damaged',
  ],
  ['rows that go back', () => plain(sheet([['甲'], ['乙']]).replace('<row r="2">', '<row r="1">')), 'table-damaged'],
  ['a row of no number', () => replaced('<row r="1">', '<row r="1e9">'), 'table-too-large'],
  ['a row of nonsense', () => replaced('<row r="1">', '<row r="x">'), 'table-damaged'],
  ['cells that go back', () => replaced('r="B1"', 'r="A1"'), 'table-damaged'],
  ['a cell beyond the last column', () => replaced('r="B1"', 'r="ZZZ1"'), 'table-damaged'],
  ['content beyond the columns that are taken', () => replaced('r="B1"', 'r="XFD1"'), 'table-too-large'],
  ['a row beyond the last', () => replaced('<row r="1">', '<row r="1048577">'), 'table-too-large'],
  ['a small part that unpacks to 17 MiB', () => bomb('xl/workbook.xml', 17), 'table-too-large'],
  [
    'a part that says of itself that it is over the limit',
    () => lied(simpleBook([['甲']]), 0x7fffffff),
    'table-too-large',
  ],
  ['17 MiB in a part that says it has ten bytes', () => lied(bomb('xl/workbook.xml', 17), 10), 'table-damaged'],
  ['a size that is a lie: too small', () => lied(simpleBook([['甲'.repeat(500)]]), 10), 'table-damaged'],
  ['a size that is a lie: too large', () => lied(simpleBook([['甲']]), 1_000_000), 'table-damaged'],
  [
    'more parts than a workbook has',
    () =>
      book({
        sheets: [{ name: '台账', xml: ONE }],
        more: Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`x/${i}`, 'x'])),
      }),
    'table-too-large',
  ],
  [
    'more sheets than a workbook has',
    () => book({ sheets: Array.from({ length: 201 }, (_, i) => ({ name: `表${i}`, xml: ONE })) }),
    'table-too-large',
  ],
  [
    'a target outside of the archive',
    () =>
      book({
        sheets: [{ name: '台账', xml: ONE }],
        more: {
          'xl/_rels/workbook.xml.rels': `${XML}<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../../etc/passwd"/></Relationships>`,
        },
      }),
    'table-damaged',
  ],
  [
    'a target on the net',
    () =>
      book({
        sheets: [{ name: '台账', xml: ONE }],
        more: {
          'xl/_rels/workbook.xml.rels': `${XML}<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="http://example.org/"/></Relationships>`,
        },
      }),
    'table-empty',
  ],
]

describe('[import] what is broken, or made to hurt', () => {
  test.each(CASES)('%s', async (_, bytes, code) => {
    expect(await read(bytes())).toMatchObject({ ok: false, code })
  })

  test('names that JavaScript knows are names like any other', async () => {
    const bytes = replaced('<row r="1">', '<row r="1" __proto__="1" constructor="2"><toString/>')
    expect(must(await read(bytes)).rows[0]?.cells).toEqual(['甲', '1'])
  })

  test('a shared text that is not there is an error of its cell, not of the file', async () => {
    const table = must(
      await read(replaced('<v>1</v></c>', '<v>1</v></c><c r="C1" t="s"><v>9</v></c><c r="D1" t="s"><v>-1</v></c>')),
    )
    expect(table.rows[0]).toMatchObject({ cells: ['甲', '1', '#REF!', '#REF!'], kinds: 'tnee' })
  })

  test('a text of a megabyte is cut in its cell', async () => {
    const table = must(await read(simpleBook([['甲', '长'.repeat(1_000_000), '丙']])))
    expect(table.rows[0]?.cells.map((one) => one.length)).toEqual([1, 4_000, 1])
    expect(table.rows[0]?.kinds).toBe('tlt')
  })

  test('any byte of a workbook changed: a code or a table, and never anything else', async () => {
    const bytes = simpleBook([
      ['承包合同编号', '草场面积'],
      ['A-1', 1200],
    ])
    const random = seeded(9)
    const codes = new Set<string>()
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.slice()
      changed[at] = (changed[at] as number) ^ (1 << random.int(8))
      const answer = await read(changed)
      codes.add(answer.ok ? 'ok' : answer.code)
    }
    for (const code of codes)
      expect([
        'ok',
        'table-damaged',
        'table-too-large',
        'table-empty',
        'table-encoding',
        'table-unreadable',
        'table-quotes',
        'not-found',
      ]).toContain(code)
    expect(codes).toContain('table-damaged')
  })
})
