import national from './national-2023.data.json' with { type: 'json' }
import qinghai from './qinghai-2023.data.json' with { type: 'json' }

/**
 * The administrative map, as dated data: all of Qinghai down to the villages, and the county codes of the whole country, by
 * which the area of an identity number is judged. Written by scripts/regions.mjs.
 */
export const REGIONS_EDITION = qinghai.edition

/** `code`: 6 digits for a county, 9 for a town, 12 for a village. */
export interface Region {
  readonly code: string
  readonly name: string
}

const prefectures: ReadonlyMap<string, string> = new Map(Object.entries(qinghai.prefectures))
const counties_: ReadonlyMap<string, string> = new Map(Object.entries(qinghai.counties))
const towns: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(qinghai.towns))
const villages: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(qinghai.villages))
const elsewhere: ReadonlyMap<string, string> = new Map(Object.entries(national.counties))

/** Children are kept as the last three digits and the name, in turn. */
function children(parent: string, rows: readonly string[] | undefined): Region[] {
  const out: Region[] = []
  for (let i = 0; rows !== undefined && i + 1 < rows.length; i += 2) {
    out.push({ code: `${parent}${rows[i]}`, name: rows[i + 1] as string })
  }
  return out
}

function child(code: string, rows: readonly string[] | undefined): string | null {
  return children(code.slice(0, -3), rows).find((r) => r.code === code)?.name ?? null
}

/** The 44 counties of Qinghai, by code. */
export function counties(): Region[] {
  return [...counties_].map(([code, name]) => ({ code, name }))
}

/** Empty for a county that is not one of Qinghai's. */
export function townsOf(county: string): Region[] {
  return children(county, towns.get(county))
}

/** Villages and neighbourhoods of a town (9 digits). */
export function villagesOf(town: string): Region[] {
  return children(town, villages.get(town))
}

/** The name of one division of Qinghai: province, prefecture (`632700`), county, town or village; null if there is none. */
export function regionName(code: string): string | null {
  if (!/^[0-9]+$/.test(code)) return null
  if (code.length === 12) return child(code, villages.get(code.slice(0, 9)))
  if (code.length === 9) return child(code, towns.get(code.slice(0, 6)))
  if (code.length !== 6) return null
  if (code === `${qinghai.province[0]}0000`) return qinghai.province[1] ?? null
  return counties_.get(code) ?? (code.endsWith('00') ? (prefectures.get(code.slice(0, 4)) ?? null) : null)
}

/** From the county down, as people say it: 称多县清水河镇扎哈村委会; null if the code does not exist. */
export function regionPath(code: string): string | null {
  let path = ''
  for (const length of [6, 9, 12]) {
    if (code.length < length) break
    const name = regionName(code.slice(0, length))
    if (name === null) return null
    path += name
  }
  return path === '' ? null : path
}

/** Is this a county of the country in the edition at hand? */
export function isCountyCode(code: string): boolean {
  const rows = elsewhere.get(code.slice(0, 4))
  if (code.length !== 6 || rows === undefined) return false
  for (let i = 0; i < rows.length; i += 2) if (rows.slice(i, i + 2) === code.slice(4)) return true
  return false
}

/** A county, prefecture or province of the country, by its 6 digits. */
export function isRegionCode(code: string): boolean {
  if (isCountyCode(code)) return true
  if (code.length !== 6 || !code.endsWith('00')) return false
  if (!code.endsWith('0000')) return elsewhere.has(code.slice(0, 4))
  return [...elsewhere.keys()].some((city) => city.startsWith(code.slice(0, 2)))
}
