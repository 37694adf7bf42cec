import type { ImportVerdict } from '../replica/bulk/api.ts'

const VERDICTS: readonly ImportVerdict[] = ['filed', 'there', 'on-record', 'waiting', 'set-aside']

/** Verdicts of a hundred thousand rows are kept a byte each: the place in VERDICTS from 1 on, 0 where there is none yet. */
export function verdictByte(verdict: ImportVerdict): number {
  return VERDICTS.indexOf(verdict) + 1
}

export function verdictAt(verdicts: Uint8Array, place: number): ImportVerdict | null {
  return VERDICTS[(verdicts[place] ?? 0) - 1] ?? null
}
