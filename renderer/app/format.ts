/** Times as counties live by them: +08:00 all year, whatever the computer's own zone is set to. */
const OFFSET = 8 * 3_600_000

const two = (n: number) => String(n).padStart(2, '0')

/** `YYYY-MM-DD` at +08:00. */
export function civilDate(ms: number): string {
  const d = new Date(ms + OFFSET)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

/** `HH:MM` at +08:00. */
export function clock(ms: number): string {
  const d = new Date(ms + OFFSET)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}

/** `YYYY-MM-DD HH:MM` at +08:00. */
export function dateTime(ms: number): string {
  return `${civilDate(ms)} ${clock(ms)}`
}

/** Down to the second, where sealing is shown. */
export function dateTimeSeconds(ms: number): string {
  return `${dateTime(ms)}:${two(new Date(ms + OFFSET).getUTCSeconds())}`
}

/** Whole days from one civil date to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** 1,234 with commas, without the engine's locale data. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
}

/** Bytes in the unit that people would say: `820 B`, `12.4 KB`, `3.1 MB`. */
export function bytesText(n: number): string {
  if (n < 1024) return `${n} B`
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KB`
  return `${(n / 1024 / 1024).toFixed(1)} MB`
}

/** A 22-digit intake number in the groups it is read out in: office 6, device 3, date 8, sequence 4, check 1. */
export function groupNumber(number: string): string {
  const parts = /^([0-9]{6})([0-9]{3})([0-9]{8})([0-9]{4})([0-9])$/.exec(number)
  return parts === null ? number : parts.slice(1).join(' ')
}

/** The last part of an id such as `632723/pasture-contract/A-1`. */
export function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
