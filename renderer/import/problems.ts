import type { Text } from '../../shared/contract/service/definition.ts'
import type { CellProblem } from './convert/convert-row.ts'

/** What keeps a row from being filed, beside the column that it is about. */
export interface RowProblem {
  /** Of a target, or of the list that it belongs to; null for the row as a whole. */
  readonly path: string | null
  /** A CellProblem, a problem of `checkForm`, `rule.<id>`, or one of ROW_PROBLEMS. */
  readonly problem: string
  readonly message: Text
}

export const CELL_PROBLEMS: Readonly<Record<CellProblem, Text>> = {
  number: { zh: '不是数字', en: 'Not a number' },
  unit: { zh: '不知道是什么单位', en: 'The unit is not known' },
  precision: { zh: '小数位太多，请改成允许的精度', en: 'More decimals than can be kept' },
  range: { zh: '数字太大', en: 'The number is too large' },
  date: { zh: '日期认不出来，请写成 2003-01-05 或 2003年1月5日', en: 'Not a date that can be read: write 2003-01-05' },
  choice: { zh: '不在可选的范围内', en: 'Not one of the options' },
  'yes-no': { zh: '请写“是”或“否”', en: 'Write yes or no' },
  region: {
    zh: '本县没有这个乡镇或村（社区），请按行政区划名称或代码填写',
    en: 'No such town or village in this county',
  },
  'region-ambiguous': {
    zh: '有不止一个同名的地方，请写明乡镇，或填代码',
    en: 'More than one place has this name: add the town, or use its code',
  },
  rounded: {
    zh: '表格软件已把这个长数字的末几位改成了 0，请把这一列设为文本后重新填写',
    en: 'The spreadsheet has rounded this long number: make the column text and enter it again',
  },
  'cell-error': { zh: '这一格是表格软件的错误值', en: 'The cell holds an error of the spreadsheet' },
  'not-computed': {
    zh: '这一格是公式，但没有保存计算结果，请在表格软件中打开并保存一次',
    en: 'A formula without a kept result: open the table and save it once',
  },
  'too-long': { zh: '这一格超过 4,000 字', en: 'More than 4,000 characters' },
  characters: { zh: '含有看不见的或损坏的字符，请重新填写', en: 'It holds broken or invisible characters' },
  uneven: {
    zh: '这几列的人数对不上，请用顿号分开并一一对应',
    en: 'These columns do not name the same number of people',
  },
}

export const ROW_PROBLEMS = {
  quotes: {
    zh: '这一行的引号不成对，内容分不清，请改正后再导入',
    en: 'The quotation marks of this row do not pair',
  },
  subject: { zh: '编号不全或格式不对，无法登记', en: 'Its number is missing or not of the right form' },
  unused: { zh: '按其他各项，这里不应该有内容', en: 'With what the rest says, nothing belongs here' },
} as const satisfies Record<string, Text>

/** Rows for one and the same subject that do not say the same: which of them is right, only people can say. */
export function twice(others: readonly number[]): Text {
  const zh = others.map((n) => `第 ${n} 行`).join('、')
  return {
    zh: `与${zh}是同一编号，内容却不一样，请核对后只留一行`,
    en: `The same number as row ${others.join(', ')}, with other content: keep one`,
  }
}
