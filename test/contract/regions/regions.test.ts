import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { regionFiles } from '../../../scripts/regions.mjs'
import {
  counties,
  isCountyCode,
  isRegionCode,
  regionName,
  regionPath,
  townsOf,
  villagesOf,
} from '../../../shared/contract/regions/index.ts'

/** The list of identifiers.md, statistical edition 2023. */
const LISTED = `630102 城东 630103 城中 630104 城西 630105 城北 630106 湟中 630121 大通 630123 湟源 630202 乐都 630203 平安
630222 民和 630223 互助 630224 化隆 630225 循化 632221 门源 632222 祁连 632223 海晏 632224 刚察 632301 同仁 632322 尖扎
632323 泽库 632324 河南 632521 共和 632522 同德 632523 贵德 632524 兴海 632525 贵南 632621 玛沁 632622 班玛 632623 甘德
632624 达日 632625 久治 632626 玛多 632701 玉树 632722 杂多 632723 称多 632724 治多 632725 囊谦 632726 曲麻莱 632801 格尔木
632802 德令哈 632803 茫崖 632821 乌兰 632822 都兰 632823 天峻`

test('the committed data is what the package gives', () => {
  const folder = resolve(import.meta.dirname, '../../../shared/contract/regions')
  for (const [name, text] of Object.entries(regionFiles())) {
    // Not toBe on the texts: a difference of 150 kB tells nobody anything. Mended by `node scripts/regions.mjs`.
    expect({ name, same: readFileSync(resolve(folder, name), 'utf8') === text }).toEqual({ name, same: true })
  }
})

test('the counties are the 44 of the list, under their full names', () => {
  const listed = LISTED.split(/\s+/)
  const pairs = Array.from({ length: listed.length / 2 }, (_, i) => [listed[2 * i], listed[2 * i + 1]] as const)
  expect(counties().map((c) => c.code)).toEqual(pairs.map(([code]) => code))
  for (const [code, name] of pairs) expect(regionName(code ?? '')).toContain(name)
  expect(counties()).toHaveLength(44)
})

test('every town has its county before it, every village its town, and no code stands twice', () => {
  const seen = new Set<string>()
  for (const county of counties()) {
    const towns = townsOf(county.code)
    expect(towns).not.toEqual([])
    for (const town of towns) {
      expect(town.code).toMatch(new RegExp(`^${county.code}[0-9]{3}$`))
      for (const place of [town, ...villagesOf(town.code)]) {
        expect(place.code.slice(0, 9)).toBe(town.code)
        expect(seen.has(place.code)).toBe(false)
        expect(place.name).toMatch(/\S/)
        expect(regionName(place.code)).toBe(place.name)
        seen.add(place.code)
      }
    }
  }
  expect(seen.size).toBe(420 + 4711)
})

describe('names', () => {
  test.each([
    ['630000', '青海省'],
    ['632700', '玉树藏族自治州'],
    ['632723', '称多县'],
    ['632723103', '清水河镇'],
    ['632723103200', '扎哈村委会'],
    ['632726204', '曲麻河乡'],
    ['632857', null],
    ['632723999', null],
    ['6327', null],
    ['toString', null],
    ['', null],
  ])('%s: %s', (code, name) => expect(regionName(code)).toBe(name))

  test('a path is said from the county down', () => {
    expect(regionPath('632723103200')).toBe('称多县清水河镇扎哈村委会')
    expect(regionPath('632726')).toBe('曲麻莱县')
    expect(regionPath('632723103999')).toBeNull()
    expect(regionPath('')).toBeNull()
  })
})

test('codes of the whole country are known down to the county', () => {
  expect(['110105', '440524', '810000', '63010', '6301022'].map(isCountyCode)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
  expect(['630000', '630100', '110000', '990000', '639900', '630199'].map(isRegionCode)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})
