import type { Lang } from '../../shared/contract/service/index.ts'
import type { ImportVerdict } from '../replica/bulk/api.ts'
import type { BadRow, CheckedTable } from './check-table.ts'
import { writeCsv } from './csv-write.ts'
import type { Mapping, Target } from './mapping.ts'
import type { Table, TableRow } from './table.ts'
import { verdictAt } from './verdicts.ts'

const WORDS = {
  zh: {
    row: '行号',
    column: '列',
    field: '填写项',
    said: '填写的内容',
    problem: '问题',
    whole: '（整行）',
    outcome: '结果',
  },
  en: {
    row: 'Row',
    column: 'Column',
    field: 'Field',
    said: 'As written',
    problem: 'Problem',
    whole: '(whole row)',
    outcome: 'Outcome',
  },
} as const satisfies Record<Lang, unknown>

/** What has become of a row, as the report says it. */
const OUTCOMES = {
  filed: { zh: '已导入', en: 'Taken' },
  there: { zh: '这个文件以前已导入', en: 'Taken before from this very file' },
  'on-record': { zh: '登记簿上已有，没有重复登记', en: 'On record already, not filed again' },
  waiting: { zh: '本机已有待封存的同一登记，没有重复登记', en: 'Waits here to be sealed, not filed again' },
  'set-aside': { zh: '以前导入后被退回，待处理', en: 'Refused before, to be settled' },
  repeated: { zh: '与前面的行相同，没有重复登记', en: 'The same as a row above, not filed again' },
  bad: { zh: '有错误，没有导入', en: 'Wrong, not taken' },
  open: { zh: '还没有导入', en: 'Not taken yet' },
} as const satisfies Record<ImportVerdict | 'repeated' | 'bad' | 'open', Record<Lang, string>>

interface About {
  readonly table: Table
  readonly mapping: Mapping
  readonly targets: readonly Target[]
  readonly lang: Lang
}

/** One line for each thing that is wrong: row, column, field, what stands there, and why it is wrong. */
export function problemsFile(bad: readonly BadRow[], about: About): Uint8Array {
  const { table, lang } = about
  const words = WORDS[lang]
  const lines = bad.flatMap(({ at, problems }) => {
    const row = table.rows[at] as TableRow
    return problems.map(({ path, message }) => {
      const { column, field, title } = placeOf(path, about)
      const said = column === null ? '' : (row.cells[column] ?? '')
      return [String(row.n), title, field ?? words.whole, said, message[lang]]
    })
  })
  return writeCsv([[words.row, words.column, words.field, words.said, words.problem], ...lines])
}

/** The rows with problems as they stand in the table, under the same titles, with the problems behind them: to be corrected and taken up again. */
export function badRowsFile(bad: readonly BadRow[], about: About): Uint8Array {
  const { table, lang } = about
  const words = WORDS[lang]
  const titles = titlesOf(about)
  const width = Math.max(titles.length, table.columns)
  const padded = (cells: readonly string[]) => Array.from({ length: width }, (_, i) => cells[i] ?? '')
  const lines = bad.map(({ at, problems }) => {
    const row = table.rows[at] as TableRow
    const said = problems.map(({ path, message }) => {
      const { field } = placeOf(path, about)
      return field === null ? message[lang] : `${field}：${message[lang]}`
    })
    return [...padded(row.cells), String(row.n), said.join('；')]
  })
  return writeCsv([[...padded(titles), `${words.problem}·${words.row}`, words.problem], ...lines])
}

/** One line for each row below the titles: its number, what has become of it, and why where it was not taken. */
export function outcomesFile(result: CheckedTable, verdicts: Uint8Array, about: About): Uint8Array {
  const { table, mapping, lang } = about
  const words = WORDS[lang]
  const sound = new Map(result.sound.map(({ at }, place) => [at, place]))
  const bad = new Map(result.bad.map(({ at, problems }) => [at, problems]))
  const lines = table.rows.flatMap((row, at) => {
    if (row.n <= mapping.titles) return []
    const place = sound.get(at)
    const problems = bad.get(at)
    const outcome =
      place !== undefined ? (verdictAt(verdicts, place) ?? 'open') : problems !== undefined ? 'bad' : 'repeated'
    const why = (problems ?? []).map(({ path, message }) => {
      const { field } = placeOf(path, about)
      return field === null ? message[lang] : `${field}：${message[lang]}`
    })
    return [[String(row.n), OUTCOMES[outcome][lang], why.join('；')]]
  })
  return writeCsv([[words.row, words.outcome, words.problem], ...lines])
}

/** The titles of the columns, as they stand in the table. */
export function titlesOf({ table, mapping }: Pick<About, 'table' | 'mapping'>): readonly string[] {
  return mapping.titles === 0 ? [] : (table.rows.find(({ n }) => n === mapping.titles)?.cells ?? [])
}

function placeOf(path: string | null, about: About): { column: number | null; field: string | null; title: string } {
  if (path === null) return { column: null, field: null, title: '' }
  const target =
    about.targets.find((one) => one.path === path) ?? about.targets.find((one) => one.path.startsWith(`${path}.`))
  const source = target === undefined ? undefined : about.mapping.sources[target.path]
  const column = source !== undefined && 'column' in source ? source.column : null
  const field = target?.path === path ? target.title[about.lang] : (target?.title[about.lang].split(/[·:]/)[0] ?? path)
  return { column, field, title: column === null ? '' : (titlesOf(about)[column] ?? '') }
}
