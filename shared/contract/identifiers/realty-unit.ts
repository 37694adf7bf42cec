import { isCountyCode } from '../regions/index.ts'
import { bad, type Check, good, shaped, tidy } from './result.ts'

/**
 * 不动产单元代码 (GB/T 37346): county 6, cadastral area 3, sub-area 3, parcel class 2, parcel number 5, fixture class 1,
 * fixture unit 8. No check digit.
 */
export const realtyUnit: Check = (text) => {
  const code = tidy(text)
  const shape = shaped(code, 28, /^[0-9]{12}[GJZ][A-Z][0-9]{5}[FLQW][0-9]{8}$/)
  if (shape !== null) return bad(shape)
  // W says that there is no fixture, so there is no fixture unit either.
  if (code.charAt(19) === 'W' && code.slice(20) !== '00000000') return bad('structure')
  return good(code, isCountyCode(code.slice(0, 6)) ? undefined : 'region-gone')
}

/** The code of the parcel in which the unit lies. */
export function parcelOf(unit: string): string {
  return unit.slice(0, 19)
}
