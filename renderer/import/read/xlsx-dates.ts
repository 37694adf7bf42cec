/** The built-in formats that show a date or a time, the East Asian ones among them (ECMA-376 §18.8.30). */
const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
]

/** Does a number format show its number as a date or a time? `code` is its own text, when it has one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([from, to]) => id >= from && id <= to)
  const [first = ''] = bare(code).split(';')
  return /[ymdhs年月日]/i.test(first)
}

/** A format without quoted and escaped text and without colours, conditions and locales. */
function bare(code: string): string {
  return code
    .replace(/"[^"]*"/g, '')
    .replace(/[\\_*]./g, '')
    .replace(/\[[^\]]*\]/g, '')
}

const DAY = 86_400_000

/**
 * A day number of a spreadsheet as `YYYY-MM-DD`, with ` HH:MM:SS` behind it when it is not midnight; a number below one is a time alone. Null when
 * it is no day. Days count from 1900, with a 29 February that never was, or from 1904.
 */
export function fromSerial(serial: number, since1904: boolean): string | null {
  if (!(serial >= 0) || serial >= 2_958_466) return null
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400)
  const whole = Math.floor(serial) + (seconds === 86_400 ? 1 : 0)
  const time = seconds % 86_400 === 0 ? '' : clock(seconds)
  if (!since1904 && whole === 0) return time === '' ? null : time
  if (!since1904 && whole === 60) return null
  const epoch = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30)
  const day = new Date(epoch + whole * DAY).toISOString().slice(0, 10)
  return time === '' ? day : `${day} ${time}`
}

function clock(seconds: number): string {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((n) => String(Math.floor(n)).padStart(2, '0'))
    .join(':')
}
