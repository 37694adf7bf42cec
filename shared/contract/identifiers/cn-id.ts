import { isCountyCode } from '../regions/index.ts'
import { compact, isDay } from './date.ts'
import { bad, type Check, good, shaped, tidy } from './result.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function cnIdCheckDigit(digits: string): string {
  let sum = 0
  for (const [i, w] of WEIGHTS.entries()) sum += w * Number(digits.charAt(i))
  return '10X98765432'.charAt(sum % 11)
}

/** 公民身份号码 (GB 11643): area 6, birth date 8, sequence 3 (odd for men), check 1. */
export const cnId: Check = (text, today) => {
  const id = tidy(text)
  const shape = shaped(id, 18, /^[0-9]{17}[0-9X]$/)
  if (shape !== null) return bad(shape)
  if (cnIdCheckDigit(id) !== id.charAt(17)) return bad('check-digit')
  const birth = id.slice(6, 14)
  if (!isDay(birth)) return bad('date')
  if (birth > compact(today)) return bad('future')
  // Counties are renamed and merged, people keep their number: an area code that is gone never refuses.
  return good(id, isCountyCode(id.slice(0, 6)) ? undefined : 'region-gone')
}
