/** A decimal number of any length, exactly: `units` / 10^`scale`. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** Full-width characters as half-width ones; blanks of every kind away. */
export function tidy(text: string): string {
  return text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00a0\u200b\u3000\ufeff]/g, '')
}

/** `1,234.50`; commas only where they part thousands. Null for anything else. */
export function readDecimal(text: string): Decimal | null {
  const parts = /^(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.([0-9]{1,20}))?$/.exec(text)
  if (parts === null) return null
  const [, sign, whole = '', fraction = ''] = parts
  const digits = fraction.replace(/0+$/, '')
  const units = BigInt(whole.replaceAll(',', '') + digits)
  return { units: sign === '-' ? -units : units, scale: digits.length }
}

/** × numerator / denominator as a whole number, halves away from zero; null when it is not safe to count with. */
export function scaled(
  { units, scale }: Decimal,
  numerator: bigint,
  denominator: bigint,
): { value: number; exact: boolean } | null {
  const top = units * numerator
  const bottom = denominator * 10n ** BigInt(scale)
  const sign = top < 0n ? -1n : 1n
  const rounded = sign * ((2n * sign * top + bottom) / (2n * bottom))
  if (rounded > BigInt(Number.MAX_SAFE_INTEGER) || rounded < -BigInt(Number.MAX_SAFE_INTEGER)) return null
  return { value: Number(rounded), exact: rounded * bottom === top }
}
