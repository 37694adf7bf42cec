import { isRegionCode, regionName } from '../regions/index.ts'
import { bad, type Check, good, tidy } from './result.ts'

/** 行政区划代码: 6 digits (GB/T 2260), 9 for a town, 12 for a village; against the dated data of `contract/regions`. */
export const region: Check = (text) => {
  const code = tidy(text)
  if (![6, 9, 12].includes(code.length)) return bad('length')
  if (!/^[0-9]+$/.test(code)) return bad('characters')
  if (!isRegionCode(code.slice(0, 6))) return bad('region')
  if (code.length === 6 || regionName(code) !== null) return good(code)
  // Towns and villages ship for Qinghai only; those of other provinces cannot be checked here.
  return code.startsWith('63') ? bad('region') : good(code, 'region-unknown')
}
