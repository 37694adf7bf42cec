import { describe, expect, test } from 'vitest'
import { type CheckedRow, RowChecker, runOf } from '../../../renderer/import/check-row.ts'
import { checkTable } from '../../../renderer/import/check-table.ts'
import {
  guessSources,
  guessTitles,
  type Mapping,
  openQuestions,
  readRemembered,
  remember,
  targetsOf,
} from '../../../renderer/import/mapping.ts'
import { readTable } from '../../../renderer/import/read/read-table.ts'
import { badRowsFile, problemsFile } from '../../../renderer/import/reports.ts'
import { NO_CHOICES, type Table } from '../../../renderer/import/table.ts'
import { must } from '../../../shared/base/result.ts'
import { checkForm, readDefinition } from '../../../shared/contract/service/index.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import grassland from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import realty from '../../../shared/services/realty-stock.json' with { type: 'json' }
import { REGISTER_TITLES, registerCsv, registerRows } from '../../kit/register-file.ts'

const OFFICE = '632723'
const TODAY = '2026-11-22'
const stock = must(readDefinition(structuredClone(grassland) as unknown as Value))
const house = must(readDefinition(structuredClone(realty) as unknown as Value))

const tableOf = async (text: string): Promise<Table> => must(await readTable(new Blob([text]), NO_CHOICES))

function guessed(table: Table, definition = stock): Mapping {
  const targets = targetsOf(definition)
  const titles = guessTitles(table.rows, targets, {})
  const cells = table.rows.find((row) => row.n === titles)?.cells ?? []
  return { titles, sources: guessSources(cells, targets, {}) }
}

const checked = async (text: string, definition = stock) => {
  const table = await tableOf(text)
  const mapping = guessed(table, definition)
  const result = await checkTable(table, { definition, office: OFFICE, today: TODAY, mapping }, async () => true)
  if (result === null) throw new Error('ended')
  return { table, mapping, result }
}

describe('[import] what columns mean', () => {
  test('an office’s own titles, under a name and an empty row, in any order', async () => {
    const table = await tableOf(registerCsv(registerRows(3)))
    const mapping = guessed(table)
    expect(mapping.titles).toBe(3)
    const at = (path: string) => mapping.sources[path] as { column: number; unit: string | null }
    const want: Record<string, string> = {
      ...{ contractNo: '承包合同编号', certificateNo: '承包经营权证号', town: '乡镇', village: '村（社区）' },
      ...{
        area: '草场面积（亩）',
        boundaryEast: '东至',
        boundaryNorth: '北至',
        from: '承包期限起',
        until: '承包期限止',
      },
      ...{ holderName: '承包方姓名', holderId: '承包方身份证号' },
    }
    for (const [path, title] of Object.entries(want)) expect(REGISTER_TITLES[at(path).column], path).toBe(title)
    expect(at('area').unit).toBe('mu')
    // Every column at most once, and nothing for the running number.
    const columns = Object.values(mapping.sources).map((one) => ('column' in one ? one.column : -1))
    expect(new Set(columns).size).toBe(columns.length)
    expect(columns).not.toContain(0)
  })

  test('English titles and field names are known as well', () => {
    const targets = targetsOf(stock)
    expect(guessSources(['Contract number', 'holderName', 'Pasture area (mu)'], targets, {})).toEqual({
      contractNo: { column: 0, unit: null },
      holderName: { column: 1, unit: null },
      area: { column: 2, unit: 'mu' },
    })
  })

  test('what was settled before goes before what looks alike, by the title and not by the place', () => {
    const targets = targetsOf(stock)
    const titles = ['证书', '编号', '户主']
    const mapping: Mapping = {
      titles: 1,
      sources: {
        contractNo: { column: 1, unit: null },
        holderName: { column: 2, unit: null },
        area: { column: 0, unit: 'mu' },
        grazing: { constant: '禁牧区', unit: null },
      },
    }
    const before = readRemembered(JSON.parse(JSON.stringify(remember(titles, mapping))))
    expect(guessSources(['户主', '编号', '证书'], targets, before)).toEqual({
      contractNo: { column: 1, unit: null },
      holderName: { column: 0, unit: null },
      area: { column: 2, unit: 'mu' },
      grazing: { constant: '禁牧区', unit: null },
    })
    expect(readRemembered('nonsense')).toEqual({})
    expect(readRemembered({ a: 1, b: { title: 2 }, c: { title: 'x', unit: 'stone' } })).toEqual({
      c: { title: 'x', unit: null },
    })
  })

  test('a required field without a column, and a measure without a unit, are asked about', () => {
    const targets = targetsOf(stock)
    const open = openQuestions(targets, { titles: 1, sources: guessSources(['承包合同编号', '草场面积'], targets, {}) })
    expect(open.units.map((one) => one.path)).toEqual(['area'])
    expect(open.missing.map((one) => one.path)).toContain('holderName')
    expect(open.missing.map((one) => one.path)).not.toContain('holderPhone')
  })
})

describe('[import] what is wrong with rows', () => {
  const TITLES = REGISTER_TITLES
  const put = (row: string[], changes: Partial<Record<(typeof TITLES)[number], string>>) =>
    TITLES.map((title, i) => changes[title] ?? (row[i] as string))

  test('a sound register is sound, and its values are those of a form at the counter', async () => {
    const { table, mapping, result } = await checked(registerCsv(registerRows(60)))
    expect(result.groups).toEqual([])
    expect(result.sound).toHaveLength(60)
    const checker = new RowChecker({ definition: stock, office: OFFICE, today: TODAY, mapping })
    for (const { at } of result.sound) {
      const values = checker.values(table.rows[at] as Table['rows'][number])
      expect(checkForm(stock, values, TODAY, OFFICE)).toEqual([])
      expect(values['area']).toBe(Math.round((Number(table.rows[at]?.cells[5]) * 2000) / 3))
      expect(values['village'] as string).toMatch(/^632723\d{6}$/)
    }
  })

  const [first = []] = registerRows(1)
  const cases: [string, Partial<Record<(typeof TITLES)[number], string>>, string][] = [
    ['no number', { 承包合同编号: '' }, 'contractNo missing'],
    ['a number of the wrong form', { 承包合同编号: '甲-1' }, 'contractNo pattern'],
    ['a place that there is not', { 乡镇: '没有乡' }, 'town region'],
    ['a village of another town', { '村（社区）': '没有村' }, 'village region'],
    ['an area in words', { '草场面积（亩）': '一千亩' }, 'area number'],
    ['no area', { '草场面积（亩）': '0' }, 'area minimum'],
    ['a date that leaves the day open', { 承包期限起: '1994年1月' }, 'from date'],
    ['a day that there is not', { 承包期限起: '1994-02-30' }, 'from identifier.date'],
    ['a term that ends before it begins', { 承包期限止: '1993-12-31' }, 'until rule.term-order'],
    ['a mistyped identity number', { 承包方身份证号: '632723196305120012' }, 'holderId identifier.check-digit'],
    ['a number that the spreadsheet has broken', { 承包方身份证号: '6.32723E+17' }, 'holderId identifier.length'],
    ['a text that is too long', { 东至: '长'.repeat(101) }, 'boundaryEast maxLength'],
    ['a cell beyond all bounds', { 东至: '长'.repeat(4001) }, 'boundaryEast too-long'],
    ['a broken character', { 东至: '东\ufffd山' }, 'boundaryEast characters'],
    ['a mark for nothing', { 东至: '／' }, 'boundaryEast missing'],
  ]
  test.each(cases)('%s', async (_, change, want) => {
    const rows = [put(first, change), ...registerRows(3, 8)]
    const { result } = await checked(registerCsv(rows))
    const said = result.bad[0]?.problems.map(({ path, problem }) => `${path} ${problem}`)
    expect(said).toContain(want)
    // The others are as sound as ever.
    expect(result.sound).toHaveLength(3)
    expect(result.badCount).toBe(1)
  })

  test('every problem of a row is said at once, and each in words', async () => {
    const { result } = await checked(
      registerCsv([put(first, { 乡镇: '没有乡', '草场面积（亩）': '多', 承包方姓名: '' })]),
    )
    const said = result.bad[0]?.problems ?? []
    expect(new Set(said.map(({ path }) => path))).toEqual(new Set(['area', 'holderName', 'town']))
    expect(said).toHaveLength(3)
    for (const { message } of said) expect(message.zh.length * message.en.length).toBeGreaterThan(0)
  })

  test('a long number that a spreadsheet kept as a number has lost its last digits: it is not taken', () => {
    const targets = targetsOf(stock)
    const mapping = { titles: 0, sources: { holderId: { column: 0, unit: null } } }
    const checker = new RowChecker({ definition: stock, office: OFFICE, today: TODAY, mapping })
    const { problems } = checker.check({ n: 1, cells: ['632723196305120000'], kinds: 'n' })
    expect(problems.find(({ path }) => path === 'holderId')?.problem).toBe('rounded')
    expect(targets.length).toBeGreaterThan(10)
  })

  test('rows of one number: the same twice is once; two that differ are both left to people', async () => {
    const [a = [], b = [], c = []] = registerRows(3)
    const other = put(b, { 东至: '别处' })
    const { table, result } = await checked(registerCsv([a, b, a, other, c]))
    expect(result.repeated).toBe(1)
    expect(result.sound.map(({ at }) => table.rows[at]?.cells[1])).toEqual([a[1], c[1]])
    expect(
      result.bad.map(({ at, problems }) => [table.rows[at]?.n, problems[0]?.problem, problems[0]?.message.zh]),
    ).toEqual([
      [5, 'twice', '与第 7 行是同一编号，内容却不一样，请核对后只留一行'],
      [7, 'twice', '与第 5 行是同一编号，内容却不一样，请核对后只留一行'],
    ])
  })

  test('the same row has the same name wherever it stands and however it is written; another has another', async () => {
    const [a = [], b = []] = registerRows(2)
    const one = await checked(registerCsv([a, b]))
    const two = await checked(registerCsv([b, put(a, { '草场面积（亩）': `${a[5]}.00 亩`, 东至: ` ${a[6]} ` })]))
    const names = (from: typeof one) =>
      new Map(from.result.sound.map(({ at, row }) => [from.table.rows[at]?.cells[1], row]))
    expect(names(two)).toEqual(new Map([...names(one)].reverse()))
    const three = await checked(registerCsv([put(a, { 东至: '别处' })]))
    expect(three.result.sound[0]?.row).not.toBe(one.result.sound[0]?.row)
    for (const { row } of one.result.sound) expect(row).toMatch(/^[0-9a-f]{20}$/)
  })

  test('a run is named by office, service, sheet and file', () => {
    const file = new Uint8Array(32).fill(1)
    const runs = [
      runOf('632723', 'a', '', file),
      runOf('632726', 'a', '', file),
      runOf('632723', 'b', '', file),
      runOf('632723', 'a', '二', file),
      runOf('632723', 'a', '', new Uint8Array(32)),
    ]
    expect(new Set(runs).size).toBe(5)
    expect(runOf('632723', 'a', '', file)).toBe(runs[0])
  })
})

describe('[import] rows with people in them', () => {
  const titles = [
    '不动产单元号',
    '不动产权证书号',
    '原登记日期',
    '坐落',
    '权利类型',
    '权利性质',
    '用途',
    '宗地面积',
    '权利人',
    '身份证号',
    '共有情况',
    '建筑面积',
    '房屋结构',
    '总层数',
    '所在层',
    '竣工年份',
  ]
  const row = [
    '632723001001GB00012F00010023',
    '青（2019）称多县不动产权第0000412号',
    '2019年6月18日',
    '称多县称文镇嘉塘路12号',
    '国有建设用地使用权／房屋（构筑物）所有权',
    '出让',
    '住宅',
    '1864.50',
    '才仁多杰、求英文毛',
    '632723196305120011、632723196603070040',
    '共同共有',
    '98.56',
    '钢筋混凝土结构',
    '6',
    '3',
    '2017年',
  ]
  const mapping = async (rows: string[][]) => {
    const table = await tableOf([titles, ...rows].map((one) => one.join(';')).join('\n'))
    const guess = guessed(table, house)
    const sources = {
      ...guess.sources,
      'owners.name': { column: 8, unit: null },
      'owners.personId': { column: 9, unit: null },
      'owners.kind': { constant: '个人', unit: null },
    }
    return { table, mapping: { titles: 1, sources } }
  }
  const one = async (cells: string[]): Promise<CheckedRow> => {
    const { table, mapping: map } = await mapping([cells])
    const checker = new RowChecker({ definition: house, office: OFFICE, today: TODAY, mapping: map })
    return checker.check(table.rows[1] as Table['rows'][number])
  }

  test('several owners in one cell become the rows of the list', async () => {
    const { values, problems } = await one(row)
    expect(problems).toEqual([])
    expect(values['owners']).toEqual([
      { name: '才仁多杰', kind: 'person', personId: '632723196305120011' },
      { name: '求英文毛', kind: 'person', personId: '632723196603070040' },
    ])
    expect(values).toMatchObject({ rightType: 'state-house', builtIn: 2017, floors: 6, registeredOn: '2019-06-18' })
  })

  test('more names than numbers: it is not guessed whose they are', async () => {
    const { problems } = await one(row.map((cell, i) => (i === 9 ? '632723196305120011' : cell)))
    expect(problems).toEqual([expect.objectContaining({ path: 'owners', problem: 'uneven' })])
  })

  test('what does not apply to such a row is said, and a stroke for nothing is nothing', async () => {
    const land = row.map((cell, i) =>
      i === 0 ? '632723001001GB00012W00000000' : i === 4 ? '国有建设用地使用权' : cell,
    )
    const said = await one(land)
    expect(said.problems.map(({ path, problem }) => `${path} ${problem}`)).toContain('buildingArea unused')
    expect((await one(land.map((cell, i) => (i >= 11 ? '/' : cell)))).problems).toEqual([])
  })
})

describe('[import] files to take away', () => {
  test('problems by row, column and field; bad rows under their own titles, ready to be taken up again', async () => {
    const [a = [], b = [], c = []] = registerRows(3)
    const bad = b.map((cell, i) => (i === 5 ? '=多' : cell))
    const { table, mapping, result } = await checked(registerCsv([a, bad, c]))
    const about = { table, mapping, targets: targetsOf(stock), lang: 'zh' as const }
    const problems = await tableOf(new TextDecoder().decode(problemsFile(result.bad, about)))
    expect(problems.rows.map((one) => one.cells)).toEqual([
      ['行号', '列', '填写项', '填写的内容', '问题'],
      ['5', '草场面积（亩）', '草场面积', "'=多", '不是数字'],
    ])
    const file = new TextDecoder().decode(badRowsFile(result.bad, about))
    const again = await checked(file.replace("'=多", '1200'))
    expect(again.result.badCount).toBe(0)
    const whole = await checked(registerCsv([a, b.map((cell, i) => (i === 5 ? '1200' : cell)), c]))
    // The corrected row is the row that it would have been in the register.
    expect(again.result.sound[0]?.row).toBe(whole.result.sound[1]?.row)
  })
})

test('[import] a check that is ended in the middle comes to nothing', async () => {
  const table = await tableOf(registerCsv(registerRows(600)))
  let asked = 0
  const result = await checkTable(
    table,
    { definition: stock, office: OFFICE, today: TODAY, mapping: guessed(table) },
    async (done) => {
      asked++
      return done < 250
    },
  )
  expect(result).toBeNull()
  expect(asked).toBe(2)
})
