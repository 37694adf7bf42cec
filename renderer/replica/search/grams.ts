import { isOneTibetan, TSHEG } from './fold.ts'

/**
 * The grams by which a folded text is found. Every two neighbouring characters; every single ideograph; in runs of digits and Latin letters every
 * three and every four, and no pair of two digits (there are only a hundred of them, and every document has most); a Tibetan text's first
 * letter behind a tsheg, as all other syllables begin. Characters are code points: one beyond the first plane is one character.
 */
export function gramsOf(text: string, found: (gram: string) => void): void {
  let before = ''
  for (let at = 0; at < text.length; ) {
    const c = characterAt(text, at)
    if (isIdeograph(c)) found(c)
    if (before === '' && isTibetan(c)) found(TSHEG + c)
    if (before !== '' && !(isDigit(before) && isDigit(c))) found(before + c)
    if (isPlain(c)) {
      if (at >= 2 && isPlain(text[at - 1]) && isPlain(text[at - 2])) {
        found(text.slice(at - 2, at + 1))
        if (at >= 3 && isPlain(text[at - 3])) found(text.slice(at - 3, at + 1))
      }
    }
    before = c
    at += c.length
  }
}

/** Grams of one word that are asked for at first; more hardly make the answer smaller, unless numbers are alike. */
export const AT_FIRST = 8
const MOST = 40

/**
 * Grams that every text with this folded word in it has, the first eight from all over the word; none for a word that no gram covers (one or two
 * digits, one Latin letter), which has to be looked for text by text.
 */
export function gramsOfWord(word: string): string[] {
  const characters = [...word]
  const [only] = characters
  if (only === undefined) return []
  if (characters.length === 1) return isOneTibetan(only) ? [TSHEG + only] : isIdeograph(only) ? [only] : []
  const grams: string[] = []
  for (let at = 0; at < characters.length; ) {
    const run = plainRun(characters, at)
    if (run >= 3) {
      const size = Math.min(run, 4)
      for (let i = 0; i + size <= run; i++) grams.push(characters.slice(at + i, at + i + size).join(''))
    } else if (run === 2 && !(isDigit(characters[at]) && isDigit(characters[at + 1]))) {
      grams.push(characters.slice(at, at + 2).join(''))
    }
    const end = at + Math.max(run, 1)
    // The pair over the border of the run, or of two characters outside runs.
    if (end < characters.length) grams.push(characters.slice(end - 1, end + 1).join(''))
    at = end
  }
  const distinct = [...new Set(grams)]
  const first = spread(distinct, AT_FIRST)
  return [...first, ...distinct.filter((gram) => !first.includes(gram))].slice(0, MOST)
}

/** Characters of the run of digits and Latin letters that begins here. */
function plainRun(characters: readonly string[], at: number): number {
  let n = 0
  while (isPlain(characters[at + n])) n++
  return n
}

/** At most `most` of them, from all over the list, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T)
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) as number)
}

const isDigit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9'
const isPlain = (c: string | undefined) => c !== undefined && c.length === 1 && (isDigit(c) || (c >= 'a' && c <= 'z'))
const isTibetan = (c: string) => c >= '\u0f00' && c <= '\u0fff'

/** Private characters count: old systems have rare names written with them. */
const IDEOGRAPH = /[\p{Script=Han}\p{Co}]/u
function isIdeograph(c: string): boolean {
  return (c >= '\u4e00' && c <= '\u9fff') || (c > '\u2e7f' && IDEOGRAPH.test(c))
}
