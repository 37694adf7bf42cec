import { compact, isDay } from './date.ts'
import { matterCode } from './matter-code.ts'
import { bad, type Check, shaped, tidy } from './result.ts'

/** 办件编号: 事项实施编码 31, date 8, sequence 4. Numbers come from blocks allotted to devices in `gov`. */
export const caseNumber: Check = (text, today) => {
  const code = tidy(text)
  const shape = shaped(code, 43, /^[0-9A-Z]{31}[0-9]{12}$/)
  if (shape !== null) return bad(shape)
  const matter = matterCode(code.slice(0, 31), today)
  if (!matter.ok) return matter
  const day = code.slice(31, 39)
  if (!isDay(day)) return bad('date')
  return day > compact(today) ? bad('future') : { ...matter, value: code }
}
