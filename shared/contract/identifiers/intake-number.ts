import { isCountyCode } from '../regions/index.ts'
import { compact, isDay } from './date.ts'
import { bad, type Check, good, shaped, tidy } from './result.ts'

/** ISO 7064 MOD 11,10 over decimal digits: catches every single wrong digit and nearly every swap of neighbours. */
export function mod1110(digits: string): string {
  let product = 10
  for (const d of digits) product = (((product + Number(d)) % 10 || 10) * 2) % 11
  return String((11 - product) % 10)
}

/** 收件号: office 6, device 3, date 8, sequence 4, check 1; given at once, without a line, and printed on the slip. */
export const intakeNumber: Check = (text, today) => {
  const code = tidy(text).replaceAll('-', '')
  const shape = shaped(code, 22, /^[0-9]{22}$/)
  if (shape !== null) return bad(shape)
  if (mod1110(code.slice(0, 21)) !== code.charAt(21)) return bad('check-digit')
  if (!isCountyCode(code.slice(0, 6))) return bad('region')
  const day = code.slice(9, 17)
  if (!isDay(day)) return bad('date')
  return day > compact(today) ? bad('future') : good(code)
}

/** `device` 0–999 and `sequence` 0–9999 are allotted so that no two offline windows give the same; `day` is `YYYY-MM-DD`. */
export function makeIntakeNumber(at: { office: string; device: number; day: string; sequence: number }): string {
  const device = String(at.device).padStart(3, '0')
  const digits = `${at.office}${device}${compact(at.day)}${String(at.sequence).padStart(4, '0')}`
  if (!/^[0-9]{21}$/.test(digits)) throw new Error(`not an intake number: ${digits}`)
  return digits + mod1110(digits)
}
