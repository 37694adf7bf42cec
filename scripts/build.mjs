import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { giveUp, isMain, ROOT, say, Trouble } from './process.mjs'

/**
 * What is built: from which entry, to which file, and which folders it is made of. `desktop` and `electron` go into the
 * installer and carry their packages inside; the others run from this folder and find them in node_modules.
 *
 * @type {Record<string, { entry: string, out: string, from: string[], kind: 'bundle' | 'plain' | 'electron' | 'renderer' | 'fonts' }>}
 */
export const TARGETS = {
  renderer: {
    entry: 'renderer/index.html',
    out: 'build/renderer/index.html',
    from: ['shared', 'renderer'],
    kind: 'renderer',
  },
  fonts: { entry: 'shared/paper/fonts.data.json', out: 'build/fonts', from: ['shared/paper'], kind: 'fonts' },
  desktop: { entry: 'main/browser/index.ts', out: 'build/desktop.mjs', from: ['shared', 'main'], kind: 'bundle' },
  electron: {
    entry: 'main/electron/main.ts',
    out: 'build/electron/main.cjs',
    from: ['shared', 'main'],
    kind: 'electron',
  },
  preload: {
    entry: 'main/electron/preload.ts',
    out: 'build/electron/preload.cjs',
    from: ['shared', 'main'],
    kind: 'electron',
  },
  province: { entry: 'province/index.ts', out: 'build/province.mjs', from: ['shared', 'province'], kind: 'bundle' },
  verify: { entry: 'verifier/index.ts', out: 'build/verify.mjs', from: ['shared', 'verifier'], kind: 'bundle' },
  demo: {
    entry: 'scripts/demo/index.ts',
    out: 'build/demo.mjs',
    from: ['shared', 'main', 'province', 'scripts/demo'],
    kind: 'plain',
  },
  bench: {
    entry: 'test/bench/index.ts',
    out: 'build/bench.mjs',
    from: ['shared', 'main', 'province', 'renderer', 'verifier', 'test/bench', 'test/kit'],
    kind: 'plain',
  },
  sim: {
    entry: 'test/simulation/index.ts',
    out: 'build/sim.mjs',
    from: ['shared', 'scripts', 'test/simulation', 'test/reference', 'test/kit'],
    kind: 'plain',
  },
  services: {
    entry: 'test/e2e/services/index.ts',
    out: 'build/services.mjs',
    from: ['shared', 'main', 'province', 'scripts', 'test/e2e'],
    kind: 'plain',
  },
}

const STAMPS = join(ROOT, 'build/stamps.json')
/** Whatever changes these changes every output. */
const COMMON = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs']

/**
 * The targets among `names` whose sources have changed since they were built, and whose entries exist.
 *
 * @param {string[]} [names]
 * @returns {string[]}
 */
export function stale(names = Object.keys(TARGETS)) {
  const stamps = readStamps()
  return names.filter((name) => {
    const target = TARGETS[name]
    if (target === undefined) throw new Trouble(`There is no target "${name}".`)
    if (!existsSync(join(ROOT, target.entry))) return false
    return stamps[name] !== digest(target.from) || !existsSync(join(ROOT, target.out))
  })
}

/**
 * Builds what is stale among `names`; says why one cannot be built, goes on with the rest, and throws at the end.
 *
 * @param {string[]} [names]
 */
export async function build(names = Object.keys(TARGETS)) {
  for (const name of names) {
    const target = TARGETS[name]
    if (target && !existsSync(join(ROOT, target.entry))) say(`${name}: skipped, ${target.entry} does not exist yet`)
  }
  const failed = []
  for (const name of stale(names)) {
    const target = /** @type {(typeof TARGETS)[string]} */ (TARGETS[name])
    // Taken before building: a file that changes meanwhile makes the target stale again.
    const stamp = digest(target.from)
    say(`Building ${name} …`)
    try {
      if (target.kind === 'renderer') await buildRenderer()
      else if (target.kind === 'fonts') copyPaperFonts(target)
      else await bundle(target)
      writeStamps({ ...readStamps(), [name]: stamp })
    } catch (error) {
      if (target.kind === 'renderer') say(error instanceof Error ? error.message : String(error))
      failed.push(name)
    }
  }
  if (failed.length > 0) throw new Trouble(`${failed.join(', ')}: could not be built; the lines above say why`)
}

async function buildRenderer() {
  const vite = await import('vite')
  await vite.build({
    root: join(ROOT, 'renderer'),
    configFile: join(ROOT, 'renderer/vite.config.ts'),
    logLevel: 'warn',
  })
}

/**
 * The font files that papers refer to, in one flat folder beside the renderer: makers of PDFs show it to the page as `fonts/`.
 *
 * @param {(typeof TARGETS)[string]} target
 */
function copyPaperFonts(target) {
  const { weights, families } = JSON.parse(readFileSync(join(ROOT, target.entry), 'utf8'))
  const out = join(ROOT, target.out)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  for (const { name: family, files } of families) {
    const from = family.toLowerCase().replaceAll(' ', '-')
    for (const [file] of files) {
      for (const weight of weights) {
        const name = `${file}-${weight}-normal.woff2`
        copyFileSync(join(ROOT, 'node_modules/@fontsource', from, 'files', name), join(out, name))
      }
    }
  }
}

/** @param {(typeof TARGETS)[string]} target */
async function bundle(target) {
  const esbuild = await import('esbuild')
  const cjs = target.kind === 'electron'
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [target.entry],
    outfile: target.out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: cjs ? 'cjs' : 'esm',
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    // PGlite finds its WASM beside its own file; Electron brings itself.
    external: ['electron', '@electric-sql/pglite', '@electric-sql/pglite/*'],
    packages: target.kind === 'plain' ? 'external' : 'bundle',
    // Packages in CommonJS that are bundled into a module ask for `require`.
    banner: cjs
      ? {}
      : {
          js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
        },
  })
  await esbuild.stop()
}

/** @param {string[]} folders */
function digest(folders) {
  const hash = createHash('sha256').update(process.version)
  for (const path of [...COMMON, ...folders.flatMap(filesUnder)]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(ROOT, path)))
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort()
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'))
  } catch {
    return {}
  }
}

/** @param {Record<string, string>} stamps */
function writeStamps(stamps) {
  mkdirSync(dirname(STAMPS), { recursive: true })
  writeFileSync(`${STAMPS}.new`, `${JSON.stringify(stamps, null, 2)}\n`)
  renameSync(`${STAMPS}.new`, STAMPS)
}

if (isMain(import.meta.url)) {
  try {
    const { setup } = await import('./setup.mjs')
    await setup()
    const names = process.argv.slice(2)
    await build(names.length > 0 ? names : undefined)
  } catch (error) {
    giveUp(error)
  }
}
