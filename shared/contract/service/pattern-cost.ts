/**
 * What a regular expression of a definition may cost. Engines backtrack, so a pattern that somebody publishes could hold every counter
 * for minutes on one long text. Only patterns whose work is bounded by a small product are taken: no look-around, no back references, no
 * properties of Unicode, no repetition of what already varies, few variable parts, no towers of repetitions.
 */

const MOST_WORK = 5_000
/** What a part without an upper end counts for: the longest text. */
const OPEN = 2000
const MOST_TIMES = 2000

interface Group {
  varies: boolean
  /** How often the innermost of it is gone through, all repetitions around it multiplied. */
  times: number
}

const plain = (): Group => ({ varies: false, times: 1 })

/** Why the pattern is refused, or null. The pattern's syntax is the engine's business: whoever asks has compiled it. */
export function patternProblem(source: string): string | null {
  const groups: Group[] = [plain()]
  let work = 1
  /** The atom before the next character: null at the start, after `(`, `|` or a quantifier. */
  let atom: Group | null = null
  for (let i = 0; i < source.length; ) {
    const c = source[i] as string
    const inner = groups.at(-1) as Group
    if (c === '(') {
      if (source[i + 1] === '?' && source[i + 2] !== ':') return 'only plain groups'
      groups.push(plain())
      atom = null
      i += source[i + 1] === '?' ? 3 : 1
    } else if (c === ')') {
      atom = groups.pop() ?? null
      const around = groups.at(-1)
      if (atom !== null && around !== undefined) {
        around.varies ||= atom.varies
        around.times = Math.max(around.times, atom.times)
      }
      i++
    } else if (c === '|') {
      // Outside of a group it would cut `^` off from `$`: then a match is looked for at each place of the text.
      if (groups.length === 1) return 'alternatives stand in a group'
      inner.varies = true
      work *= 2
      atom = null
      i++
    } else if (c === '\\') {
      const next = source[i + 1] ?? ''
      if (/[1-9k]/.test(next)) return 'no back references'
      // What belongs to a script or a category is another set in every edition of Unicode, and every engine has its own.
      if (/[pP]/.test(next)) return 'no properties of Unicode'
      if (i + 2 === source.length) return 'does not end with $'
      i += next === 'u' ? escapeLength(source, i) : 2
      atom = plain()
    } else if (c === '[') {
      if (/\\[pP]/.test(source.slice(i, classEnd(source, i)))) return 'no properties of Unicode'
      i = classEnd(source, i)
      atom = plain()
    } else {
      const times = quantifier(source, i)
      // An engine reads every number there, however long; none may go uncounted.
      if (times === null && c === '{') return 'a repetition that is none'
      if (times === null || atom === null) {
        atom = c === '^' || c === '$' ? null : plain()
        i++
      } else {
        const most = times.to === Number.POSITIVE_INFINITY ? times.from : times.to
        const nested = atom.times * Math.max(1, most)
        if (nested > MOST_TIMES) return `more than ${MOST_TIMES} times`
        inner.times = Math.max(inner.times, nested)
        if (atom.varies && times.to > 1) return 'repeats what already varies'
        const range = times.to === Number.POSITIVE_INFINITY ? OPEN : times.to - times.from + 1
        if (range > 1) {
          work *= range
          inner.varies = true
        }
        atom = null
        i += times.length
      }
    }
    if (work > MOST_WORK) return 'too many ways to match'
  }
  return null
}

/** `\u{…}` or `\uXXXX`. */
function escapeLength(source: string, at: number): number {
  if (source[at + 2] !== '{') return 6
  const end = source.indexOf('}', at)
  return end < 0 ? source.length - at : end - at + 1
}

function classEnd(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === ']') return i + 1
  }
  return source.length
}

function quantifier(source: string, at: number): { from: number; to: number; length: number } | null {
  const lazy = (length: number) => (source[at + length] === '?' ? length + 1 : length)
  const c = source[at]
  if (c === '*') return { from: 0, to: Number.POSITIVE_INFINITY, length: lazy(1) }
  if (c === '+') return { from: 1, to: Number.POSITIVE_INFINITY, length: lazy(1) }
  if (c === '?') return { from: 0, to: 1, length: lazy(1) }
  if (c !== '{') return null
  const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(source.slice(at))
  if (found === null) return null
  const from = Number(found[1])
  const to = found[2] === undefined ? from : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
  return { from, to, length: lazy(found[0].length) }
}
