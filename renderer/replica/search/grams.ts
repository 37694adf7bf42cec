import { isOneTibetan, TSHEG } from './fold.ts'

/**
 * A gram as one exact number: a single character by its code point, two of them by both, three or four digits and Latin letters in a place of
 * their own. Numbers are found in a table several times faster than texts.
 */
export type Gram = number

const POINTS = 2 ** 21
const RUNS = 2 ** 43
/** Ten digits, 26 letters, and none. */
const LETTERS = 37
const OF_TSHEG = 0x0f0b

/**
 * The grams by which a folded text is found. Every two neighbouring characters; every single ideograph; in runs of digits and Latin letters every
 * three and every four, and no pair of two digits (there are only a hundred of them, and every document has most); a Tibetan text's first
 * letter behind a tsheg, as all other syllables begin. Characters are code points: one beyond the first plane is one character.
 */
export function gramsOf(text: string, found: (gram: Gram) => void): void {
  let before = 0
  // The digits and letters right before, the last one in the last place.
  let [run, three, two, one] = [0, 0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    let c = text.charCodeAt(at)
    if (c >= 0xd800 && c < 0xdc00) c = text.codePointAt(at) as number
    if (c > 0xffff) at++
    if (isIdeograph(c)) found(c)
    if (before === 0 && isTibetan(c)) found(OF_TSHEG * POINTS + c)
    const letter = letterOf(c)
    if (before !== 0 && !(isDigit(letter) && isDigit(one))) found(before * POINTS + c)
    run = letter === 0 ? 0 : run + 1
    if (run >= 3) found(RUNS + (two * LETTERS + one) * LETTERS + letter)
    if (run >= 4) found(RUNS + ((three * LETTERS + two) * LETTERS + one) * LETTERS + letter)
    three = two
    two = one
    one = letter
    before = c
  }
}

/** Of the text of a gram. */
export function gramOf(text: string): Gram {
  const points = Array.from(text, (c) => c.codePointAt(0) as number)
  if (points.length > 2) return RUNS + points.reduce((sum, c) => sum * LETTERS + letterOf(c), 0)
  return points.reduce((sum, c) => sum * POINTS + c, 0)
}

export function gramText(gram: Gram): string {
  if (gram < RUNS) return (gram < POINTS ? '' : characterOf(Math.floor(gram / POINTS))) + characterOf(gram % POINTS)
  let text = ''
  for (let left = gram - RUNS; left > 0; left = Math.floor(left / LETTERS)) {
    const letter = left % LETTERS
    text = String.fromCharCode(letter <= 10 ? 47 + letter : 86 + letter) + text
  }
  return text
}

/** Grams of one word that are asked for at first, of every stripe: of most stripes nothing is left after them. */
export const AT_FIRST = 4
/** And of those where something is left: more hardly make the answer smaller, unless numbers are alike. */
export const AT_NEXT = 8
const MOST = 40

/**
 * Grams that every text with this folded word in it has, the first eight from all over the word, of long ones the last first: numbers begin alike and end
 * apart; none for a word that no gram covers (one or two
 * digits, one Latin letter), which has to be looked for text by text.
 */
export function gramsOfWord(word: string): string[] {
  const characters = [...word]
  const [only] = characters
  if (only === undefined) return []
  if (characters.length === 1)
    return isOneTibetan(only) ? [TSHEG + only] : isIdeograph(only.codePointAt(0) as number) ? [only] : []
  const grams: string[] = []
  for (let at = 0; at < characters.length; ) {
    const run = plainRun(characters, at)
    if (run >= 3) {
      const size = Math.min(run, 4)
      for (let i = 0; i + size <= run; i++) grams.push(characters.slice(at + i, at + i + size).join(''))
    } else if (run === 2 && !(isDigit(letterIn(characters, at)) && isDigit(letterIn(characters, at + 1)))) {
      grams.push(characters.slice(at, at + 2).join(''))
    }
    const end = at + Math.max(run, 1)
    // The pair over the border of the run, or of two characters outside runs.
    if (end < characters.length) grams.push(characters.slice(end - 1, end + 1).join(''))
    at = end
  }
  const distinct = [...new Set(grams)]
  const first = spread(distinct, AT_NEXT)
  if (distinct.length > AT_FIRST) first.reverse()
  return [...first, ...distinct.filter((gram) => !first.includes(gram))].slice(0, MOST)
}

/** Characters of the run of digits and Latin letters that begins here. */
function plainRun(characters: readonly string[], at: number): number {
  let n = 0
  while (letterIn(characters, at + n) !== 0) n++
  return n
}

/** At most `most` of them, from all over the list, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T)
}

const letterIn = (characters: readonly string[], at: number) => letterOf(characters[at]?.codePointAt(0) ?? 0)
const characterOf = (point: number) => String.fromCodePoint(point)

/** 1 … 10 for a digit, 11 … 36 for a Latin letter, else 0. */
function letterOf(c: number): number {
  if (c >= 48 && c <= 57) return c - 47
  return c >= 97 && c <= 122 ? c - 86 : 0
}

const isDigit = (letter: number) => letter >= 1 && letter <= 10
const isTibetan = (c: number) => c >= 0x0f00 && c <= 0x0fff

/** Private characters count: old systems have rare names written with them. */
const IDEOGRAPH = /[\p{Script=Han}\p{Co}]/u
function isIdeograph(c: number): boolean {
  return (c >= 0x4e00 && c <= 0x9fff) || (c > 0x2e7f && IDEOGRAPH.test(characterOf(c)))
}
