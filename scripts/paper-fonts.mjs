/**
 * Writes which font file holds which characters for papers, from the @fontsource packages. Run by hand when they are updated
 * (`node scripts/paper-fonts.mjs`); its output is committed, because shared/ reads no packages' files. Test:
 * test/paper/fonts.test.ts compares the two.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const FAMILIES = [
  { name: 'Noto Sans SC', package: 'noto-sans-sc' },
  { name: 'Noto Serif Tibetan', package: 'noto-serif-tibetan' },
]
const WEIGHTS = [400, 700]
const FACE = /src: url\(\.\/files\/([\w-]+)-(\d+)-normal\.woff2\)[^;]*;\s*unicode-range: ([^;]+);/g

/** The file as text, one line for each font file. Throws when the weights of a family are not cut alike. */
export function paperFonts() {
  const require = createRequire(import.meta.url)
  const families = FAMILIES.map(({ name, package: from }) => {
    const cuts = WEIGHTS.map((weight) => {
      const css = readFileSync(require.resolve(`@fontsource/${from}/${weight}.css`), 'utf8')
      return [...css.matchAll(FACE)].map(([, file, w, range]) => {
        if (Number(w) !== weight) throw new Error(`${from}: ${file} is of another weight`)
        return `  ${JSON.stringify([file, range])}`
      })
    })
    const [first, ...others] = cuts.map((lines) => lines.join(',\n'))
    if (others.some((one) => one !== first)) throw new Error(`${from}: the weights are not cut alike`)
    return `{"name": ${JSON.stringify(name)}, "files": [\n${first}\n]}`
  })
  return `{"weights": ${JSON.stringify(WEIGHTS)}, "families": [\n${families.join(',\n')}\n]}\n`
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL('../shared/paper/fonts.data.json', import.meta.url)), paperFonts())
}
