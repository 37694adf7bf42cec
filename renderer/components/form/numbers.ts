/** Full-width characters, blanks and thousands commas put right. */
function tidyNumber(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000,，]/g, '')
}

/** Null when it is not a whole number of at most 15 digits. */
export function readInteger(text: string): number | null {
  const tidy = tidyNumber(text)
  if (!/^[0-9]{1,15}$/.test(tidy)) return null
  return Number(tidy)
}

/** `2026` or `2026年`. */
export function readYear(text: string): number | null {
  const year = readInteger(tidyNumber(text).replace(/年$/, ''))
  return year !== null && year >= 1000 && year <= 9999 ? year : null
}

/** Square metres: a whole number, or mu (`1200亩`, `1200.5mu`) at 2000/3 m² each, rounded to the metre. */
export function readArea(text: string): number | null {
  const parts = /^([0-9]{1,12})(?:\.([0-9]{1,4}))?(亩|mu|平方米|m²|m2)?$/i.exec(tidyNumber(text))
  if (parts === null) return null
  const [, whole, fraction = '', unit = ''] = parts
  if (unit !== '亩' && unit.toLowerCase() !== 'mu') return fraction === '' ? Number(whole) : null
  // Ten-thousandths of a mu, so that the decimal is exact.
  const units = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'))
  return Math.round((units * 2_000) / 30_000)
}

/** Fen: yuan with at most two decimals; `1.2万` counts in ten thousands. */
export function readMoney(text: string): number | null {
  const parts = /^([0-9]{1,12})(?:\.([0-9]{1,6}))?(万)?元?$/.exec(tidyNumber(text))
  if (parts === null) return null
  const [, whole, fraction = '', wan] = parts
  const places = wan === undefined ? 2 : 6
  if (fraction.length > places) return null
  const fen = Number(whole) * 10 ** places + Number(fraction.padEnd(places, '0'))
  return Number.isSafeInteger(fen) ? fen : null
}

/** `12000.50`; whole yuan without decimals. */
export function yuanText(fen: number): string {
  const rest = fen % 100
  return rest === 0 ? String(fen / 100) : `${Math.floor(fen / 100)}.${String(rest).padStart(2, '0')}`
}
