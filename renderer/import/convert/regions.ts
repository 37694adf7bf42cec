import { counties, townsOf, villagesOf } from '../../../shared/contract/regions/index.ts'

export type RegionLevel = 'county' | 'town' | 'village'

const DIGITS: Record<RegionLevel, number> = { county: 6, town: 9, village: 12 }
/** What people leave out, or put in its place. */
const ENDINGS: Record<RegionLevel, RegExp> = {
  county: /(?:回族土族自治县|土族自治县|回族自治县|撒拉族自治县|蒙古族自治县|自治县|[县市区])$/,
  town: /(?:街道办事处|街道|民族乡|[镇乡])$/,
  village: /(?:村民委员会|牧民委员会|居民委员会|村委会|牧委会|社区居委会|居委会|社区|[村])$/,
}

export type FoundRegion =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly problem: 'region' | 'region-ambiguous' }

/**
 * Finds divisions of one county by code or by name, as registers have them: 歇武镇, 歇武, 称多县歇武镇直门达村. Names are looked for as they are, then
 * without their endings; one that fits several is not guessed.
 */
export class RegionNames {
  readonly #county: string
  readonly #countyNames: readonly string[]
  readonly #towns: NameIndex
  readonly #villages = new Map<string, NameIndex>()
  #all: NameIndex | null = null

  constructor(county: string) {
    this.#county = county
    const name = counties().find((one) => one.code === county)?.name ?? ''
    this.#countyNames = [name, name.replace(ENDINGS.county, '')].filter((one) => one.length > 1)
    this.#towns = new NameIndex(townsOf(county), 'town')
  }

  /** `town`: the code of the town that the same row names, for a village. */
  find(text: string, level: RegionLevel, town: string | null): FoundRegion {
    const written = text.replace(/[\s\u3000]/g, '')
    if (/^[0-9]+$/.test(written)) {
      return written.length === DIGITS[level] ? { ok: true, code: written } : { ok: false, problem: 'region' }
    }
    if (level === 'county') return this.#countyNames.includes(written) ? { ok: true, code: this.#county } : NONE
    const local = this.#withoutCounty(written)
    if (level === 'town') return this.#towns.find(local)
    const named = town ?? this.#townAtFront(local)
    const name = this.#withoutTown(local, named)
    const found = (named === null ? this.#everywhere() : this.#of(named)).find(name)
    // A village may be called as the text begins.
    return found.ok || name === local ? found : (named === null ? this.#everywhere() : this.#of(named)).find(local)
  }

  #withoutCounty(text: string): string {
    const front = this.#countyNames.find((name) => text.startsWith(name) && text.length > name.length)
    return front === undefined ? text : text.slice(front.length)
  }

  #townAtFront(text: string): string | null {
    return townsOf(this.#county).find(({ name }) => text.startsWith(name) && text.length > name.length)?.code ?? null
  }

  #withoutTown(text: string, town: string | null): string {
    const name = townsOf(this.#county).find((one) => one.code === town)?.name
    return name !== undefined && text.startsWith(name) && text.length > name.length ? text.slice(name.length) : text
  }

  #of(town: string): NameIndex {
    const known = this.#villages.get(town)
    if (known !== undefined) return known
    const made = new NameIndex(villagesOf(town), 'village')
    this.#villages.set(town, made)
    return made
  }

  #everywhere(): NameIndex {
    this.#all ??= new NameIndex(
      townsOf(this.#county).flatMap(({ code }) => villagesOf(code)),
      'village',
    )
    return this.#all
  }
}

const NONE: FoundRegion = { ok: false, problem: 'region' }

/** Names to codes: whole names first, shortened ones where no whole one fits. */
class NameIndex {
  readonly #whole = new Map<string, string[]>()
  readonly #short = new Map<string, string[]>()
  readonly #ending: RegExp

  constructor(regions: readonly { readonly code: string; readonly name: string }[], level: RegionLevel) {
    this.#ending = ENDINGS[level]
    for (const { code, name } of regions) {
      push(this.#whole, name, code)
      push(this.#short, this.#shortened(name), code)
    }
  }

  find(text: string): FoundRegion {
    const codes = this.#whole.get(text) ?? this.#short.get(this.#shortened(text)) ?? []
    const [code] = codes
    if (code === undefined) return NONE
    return codes.length === 1 ? { ok: true, code } : { ok: false, problem: 'region-ambiguous' }
  }

  #shortened(name: string): string {
    const short = name.replace(this.#ending, '')
    return short === '' ? name : short
  }
}

function push(map: Map<string, string[]>, key: string, code: string): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [code])
  else held.push(code)
}
