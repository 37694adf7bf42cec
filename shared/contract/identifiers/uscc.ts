import { orgCodeCheckDigit } from './org-code.ts'
import { bad, type Check, good, shaped, tidy } from './result.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The check character of the first 17: weights 3^(i−1) mod 31. */
export function usccCheckDigit(code: string): string {
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    sum += weight * ALPHABET.indexOf(code.charAt(i))
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** 统一社会信用代码 (GB 32100): department 1, class 1, region 6, organisation 9, check 1. */
export const uscc: Check = (text) => {
  const code = tidy(text)
  const shape = shaped(code, 18, /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/)
  if (shape !== null) return bad(shape)
  if (usccCheckDigit(code) !== code.charAt(17)) return bad('check-digit')
  return good(code, orgCodeCheckDigit(code.slice(8, 16)) === code.charAt(16) ? undefined : 'org-code')
}
