import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { giveUp, isMain, ROOT, say, Trouble } from './process.mjs'
import { setup } from './setup.mjs'

const HELP = `npm run dist -- [--dir] [--out DIR] [--electron DIR | --stub] [--key FILE] [--no-build]

Packs the desktop for the system this runs on.
  --dir            an unpacked application and no installer
  --out DIR        where it goes (dist)
  --electron DIR   an unpacked Electron to pack around; else node_modules/electron/dist, else a stub
  --stub           packs around a stub where Electron is here, too
  --key FILE       signs the manifest beside app.asar: an Ed25519 key that main/electron/release-keys.ts pins
  --no-build       packs what was built before, and installs nothing
`

/** When the sources carry no date of their own (an archive without its history). */
const FALLBACK_EPOCH = '1767225600'

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
async function dist(args) {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      dir: { type: 'boolean', default: false },
      build: { type: 'boolean', default: true },
      out: { type: 'string', default: join(ROOT, 'dist') },
      electron: { type: 'string' },
      stub: { type: 'boolean', default: false },
      key: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    say(HELP)
    return 0
  }
  if (values.build) await setup({ electron: !values.stub })
  const version = JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')).version
  const real = values.stub ? null : findElectron(values.electron)
  if (real === null && !values.dir) {
    say(
      'Without Electron itself (node_modules/electron/dist) no installer is made: it would install nothing that runs.',
    )
    say('`npm run dist -- --dir` packs around a stub, to see that everything else is right.')
    return 1
  }
  if (values.build) await build(['renderer', 'electron', 'preload'])
  if (values.key !== undefined) await checkPinned(values.key)
  process.env.RELEASE_KEY_FILE = values.key ?? ''
  const stub = join(ROOT, 'build', 'electron-stub')
  if (real === null) await (await import('./dist/stub.mjs')).makeStub(stub, version)

  process.env.SOURCE_DATE_EPOCH ||= sourceDate()
  const out = resolve(values.out)
  const folder = join(out, process.platform === 'win32' ? 'win-unpacked' : 'linux-unpacked')
  rmSync(folder, { recursive: true, force: true })
  const { build: pack } = await import('electron-builder')
  await pack({
    projectDir: ROOT,
    publish: 'never',
    ...(values.dir ? { dir: true } : {}),
    config: {
      electronDist: real ?? stub,
      electronVersion: version,
      directories: { output: out },
    },
  })
  return report(folder, real)
}

/**
 * @param {string | undefined} given
 * @returns {string | null}
 */
function findElectron(given) {
  const folder = given === undefined ? join(ROOT, 'node_modules/electron/dist') : resolve(given)
  const here = existsSync(join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron'))
  if (!here && given !== undefined) throw new Trouble(`There is no Electron in ${folder}.`)
  return here ? folder : null
}

/**
 * A signature by a key that the program does not pin would only make it refuse to start.
 *
 * @param {string} keyFile
 */
async function checkPinned(keyFile) {
  const { pinOf } = await import('./dist/manifest.mjs')
  const pins = readFileSync(join(ROOT, 'main/electron/release-keys.ts'), 'utf8')
  if (!pins.includes(`'${pinOf(keyFile)}'`))
    throw new Trouble(`main/electron/release-keys.ts does not pin the key in ${keyFile}.`)
}

/** The time of the sources, so that packing them twice gives the same bytes. */
function sourceDate() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return FALLBACK_EPOCH
  }
}

/**
 * Looks at what came out, not at what was asked for, and says in plain words what it is worth.
 *
 * @param {string} folder the unpacked application
 * @param {string | null} real
 */
async function report(folder, real) {
  const { filesIn, problemsIn } = await import('./dist/contents.mjs')
  const { readFuses } = await import('./dist/fuses.mjs')
  const asar = join(folder, 'resources/app.asar')
  const problems = problemsIn(asar)
  for (const problem of problems) say(`app.asar: ${problem}`)
  const fuses = await readFuses(join(folder, process.platform === 'win32' ? 'county-ledger.exe' : 'county-ledger'))
  say(`${folder}: ${filesIn(asar).length} files in app.asar`)
  say(`fuses: ${fuses.map((fuse) => `${fuse.name} ${fuse.on ? 'on' : 'off'}`).join(', ')}`)
  if (!existsSync(join(folder, 'resources/manifest.sig'))) {
    say('The manifest is not signed (no --key): this is a build for trying, not a release.')
  }
  if (real === null) {
    say(
      'Packed around a STUB, without Electron itself: this application DOES NOT RUN. It shows that the packing is right.',
    )
  }
  return problems.length === 0 ? 0 : 1
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await dist(process.argv.slice(2))
  } catch (error) {
    giveUp(error)
  }
}
