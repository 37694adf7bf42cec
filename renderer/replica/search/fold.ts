/**
 * The one form in which texts are compared: what looks the same, or is the same number or syllable written another way, is the same here.
 *
 * Compatibility decomposition rather than composition: two texts are equal under either at the same time, but cutting a decomposed text
 * never changes what stands before the cut, so a part of a text stays a part of it. Then lower case, full-width and Tibetan digits as plain ones, and
 * nothing that only separates or decorates: blanks, punctuation, the dots in names, brackets, variation selectors. In Tibetan every sign between
 * syllables (tsheg, shad, …) is one tsheg, and none stands at the ends.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(SPECIAL, (c) => SPECIALS.get(c) as string)
    .replace(BETWEEN_SYLLABLES, TSHEG)
    .replace(DECORATION, '')
    // Marks that something stood between are beside each other now, and have an order of their own.
    .normalize('NFKD')
  return folded.includes(TSHEG) ? folded.replace(TSHEGS, TSHEG).replace(TSHEG_AT_ENDS, '') : folded
}

/** Between two Tibetan syllables. */
export const TSHEG = '\u0f0b'

/** Most texts are like this already: digits, small letters, unified ideographs of the first plane. */
const PLAIN = /^[0-9a-z\u4e00-\u9fff]*$/

/** What Unicode keeps apart and readers do not. */
const SPECIALS = new Map<string, string>([
  // Final sigma; the circle that stands in for the ideographic zero (二○○三).
  ['\u03c2', '\u03c3'],
  ['\u25cb', '\u3007'],
  ['\u25ef', '\u3007'],
  // OM as one letter; letters of fixed form.
  ['\u0f00', '\u0f68\u0f7c\u0f7e'],
  ['\u0f6a', '\u0f62'],
  ['\u0fba', '\u0fad'],
  ['\u0fbb', '\u0fb1'],
  ['\u0fbc', '\u0fb2'],
  ...Array.from({ length: 10 }, (_, n) => [String.fromCharCode(0x0f20 + n), String(n)] as const),
])
const SPECIAL = new RegExp(`[${[...SPECIALS.keys()].join('')}]`, 'g')

/** Every sign of the Tibetan block that is no letter, mark or digit. */
const BETWEEN_SYLLABLES = /(?=[\u0f00-\u0fff])[\p{P}\p{S}]/gu
/** Private characters stay: old systems have names written with them. */
const DECORATION = /(?!\u0f0b)[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\p{Variation_Selector}]/gu
const TSHEGS = /\u0f0b+/g
const TSHEG_AT_ENDS = /^\u0f0b|\u0f0b$/g

/** Limits on what is typed into a search box. */
const LONGEST_QUERY = 200
const MOST_WORDS = 8

/** The words of a query, each folded, without repetition: a thing is found when each of them stands somewhere in one of its texts. */
export function wordsOf(query: string): string[] {
  const words = query
    .slice(0, LONGEST_QUERY)
    .split(/[\s\u3000]+/u)
    .map(fold)
    .filter((word) => word !== '')
  return [...new Set(words)].slice(0, MOST_WORDS)
}

/** Does this word stand in this folded text? A single Tibetan letter stands for the syllables that begin with it. */
export function standsIn(word: string, text: string): boolean {
  return isOneTibetan(word) ? `${TSHEG}${text}`.includes(TSHEG + word) : text.includes(word)
}

/** One letter of the Tibetan script and nothing else. */
export function isOneTibetan(word: string): boolean {
  return word.length === 1 && word >= '\u0f40' && word <= '\u0fbc'
}
