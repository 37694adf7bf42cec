import { fromSerial } from '../read/xlsx-dates.ts'
import { tidy } from './decimal.ts'

const DIGITS: Readonly<Record<string, string>> = {
  ...{ 〇: '0', '○': '0', 零: '0', '０': '0', Ｏ: '0', 元: '1' },
  ...{ 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
}

/** Day numbers that stand as bare numbers are believed from 1927 to 2119; a smaller one is a year, a larger one a date without separators. */
const FIRST_SERIAL = 10_000
const LAST_SERIAL = 80_000

/**
 * A date in the ways in which people and spreadsheets write it, as `YYYY-MM-DD`: 2003-1-5, 2003/01/05, 2003.1.5, 20030105, 2003年1月5日,
 * 二〇〇三年一月五日, each with a time behind it that is left out, and the day number of a spreadsheet. Null for what leaves year, month or day open,
 * years of two digits among it. Whether there is such a day is for the form to say.
 */
export function readDate(text: string): string | null {
  const timeless = text.trim().replace(/[T ][0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2}(?:\.[0-9]+)?)?Z?$/i, '')
  const written = tidy(timeless)
  const parts =
    /^([0-9]{4})([-/.—–])([0-9]{1,2})\2([0-9]{1,2})$/.exec(written)?.toSpliced(2, 1) ??
    /^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?$/.exec(written) ??
    /^([12][0-9]{3})([0-9]{2})([0-9]{2})$/.exec(written) ??
    inChinese(written)
  if (parts !== null) {
    const [, y, m, d] = parts as unknown as [string, string, string, string]
    return `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  }
  if (!/^[0-9]{5}(?:\.[0-9]+)?$/.test(written)) return null
  const serial = Number(written)
  return serial >= FIRST_SERIAL && serial <= LAST_SERIAL ? (fromSerial(serial, false)?.slice(0, 10) ?? null) : null
}

function inChinese(text: string): string[] | null {
  const parts =
    /^([〇○零Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十元]{1,2})月([一二三四五六七八九十廿卅]{1,3})日$/.exec(
      text,
    )
  if (parts === null) return null
  const [whole, year, month, day] = parts as unknown as [string, string, string, string]
  const y = [...year].map((c) => DIGITS[c]).join('')
  const m = small(month)
  const d = small(day)
  return m === null || d === null ? null : [whole, y, String(m), String(d)]
}

/** 一 to 三十一, and 廿三 and 卅一. */
function small(text: string): number | null {
  const plain = text.replace('廿', '二十').replace('卅', '三十')
  const parts = /^([一二三]?)(十?)([一二三四五六七八九]?)$/.exec(plain)
  if (parts === null) return plain in DIGITS ? Number(DIGITS[plain]) : null
  const [, tens = '', ten = '', ones = ''] = parts
  if (ten === '') return tens !== '' && ones !== '' ? null : Number(DIGITS[tens + ones])
  return Number(DIGITS[tens] ?? 1) * 10 + Number(DIGITS[ones] ?? 0)
}
