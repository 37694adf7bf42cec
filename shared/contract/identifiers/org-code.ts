import { bad, type Check, good, shaped, tidy } from './result.ts'

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The check character of the first 8 of an organisation code; 0 stands for 11. */
export function orgCodeCheckDigit(eight: string): string {
  let sum = 0
  for (const [i, w] of WEIGHTS.entries()) sum += w * ALPHABET.indexOf(eight.charAt(i))
  const check = 11 - (sum % 11)
  return check === 11 ? '0' : check === 10 ? 'X' : String(check)
}

/** 组织机构代码 (GB 11714): 8 characters and a check; a hyphen before the check is read and dropped. A mismatch only warns. */
export const orgCode: Check = (text) => {
  const code = tidy(text).replace(/^(.{8})-(.)$/, '$1$2')
  const shape = shaped(code, 9, /^[0-9A-Z]{8}[0-9X]$/)
  if (shape !== null) return bad(shape)
  return good(code, orgCodeCheckDigit(code) === code.charAt(8) ? undefined : 'org-code')
}
