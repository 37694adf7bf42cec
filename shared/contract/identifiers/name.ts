import { bad, type Check, good } from './result.ts'

/**
 * A person's name: one field, 2–60 characters of any script. Long Tibetan names have no surname; parts are set off by the
 * middle dot U+00B7, and the look-alikes that input methods give become it. Rare characters lie beyond the BMP, so
 * characters are counted, not code units.
 */
export const name: Check = (text) => {
  const value = text
    .replace(/[\u2022\u2027\u30fb\uff65\u22c5]/g, '\u00b7')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
  const length = Array.from(value).length
  if (length < 2 || length > 60) return bad('length')
  return /^\p{L}[\p{L}\p{M}\u00b7\u0f0b .'’-]*$/u.test(value) ? good(value) : bad('characters')
}
