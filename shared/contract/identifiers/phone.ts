import { bad, type Check, good, tidy } from './result.ts'

/** A mainland mobile number, or a landline with its area code: `13897650001`, `0976-8861234`. */
export const phone: Check = (text) => {
  const value = tidy(text).replace(/^(?:\+|00)86-?/, '')
  if (!/^[0-9-]+$/.test(value)) return bad('characters')
  if (/^1[3-9][0-9]{9}$/.test(value)) return good(value)
  const landline = /^(0[1-9][0-9]{1,2})-?([2-8][0-9]{6,7})$/.exec(value)
  return landline === null ? bad('length') : good(`${landline[1]}-${landline[2]}`)
}
