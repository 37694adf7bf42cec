import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findBrowser } from './chromium.mjs'
import { giveUp, isMain, npm, ROOT, run, say, Trouble, tool } from './process.mjs'

const DAY = 24 * 60 * 60 * 1000

/**
 * Makes a fresh clone ready; does nothing, in a few milliseconds, when nothing is missing.
 *
 * @param {{ browser?: boolean, tests?: boolean, electron?: boolean }} [wants] what is needed besides the packages: a browser,
 *   the programs that tests read paper with, Electron's own binary (only tried: the browser shell does without)
 * @returns {Promise<{ missing: string[] }>} what could not be had; throws where nothing can run without it
 */
export async function setup(wants = {}) {
  checkNode()
  await installPackages()
  if (wants.electron) await fetchElectron()
  return { missing: await installPrograms(wants) }
}

function checkNode() {
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node.replace('>=', '')
  const [major = 0, minor = 0] = wanted.split('.').map(Number)
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number)
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return
  throw new Trouble(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`)
}

async function installPackages() {
  if (packagesFresh()) return
  say('Installing packages (npm ci); this takes a minute or two the first time …')
  const quiet = ['--no-fund', '--no-audit', '--loglevel=error']
  if ((await npm(['ci', ...quiet])).code === 0) return
  // A registry that lacks the binaries of other platforms makes `ci` refuse the lockfile; `install` keeps to its versions as well.
  say('Trying again with npm install …')
  if ((await npm(['install', '--no-save', ...quiet])).code !== 0)
    throw new Trouble('npm could not install the packages.')
}

/** npm keeps what it has installed in a lockfile of its own, written last: it must agree with ours package by package. */
function packagesFresh() {
  const installed = readLock('node_modules/.package-lock.json')
  if (installed === null) return false
  const wanted = readLock('package-lock.json') ?? {}
  const same = Object.keys(installed).every((name) => wanted[name]?.version === installed[name]?.version)
  return (
    same && Object.keys(wanted).every((name) => name === '' || name in installed || wanted[name]?.optional === true)
  )
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages ?? {}
  } catch {
    return null
  }
}

/** Electron's package comes without its binary. A failed try is remembered for a day, so that the next start is quick. */
async function fetchElectron() {
  const folder = join(ROOT, 'node_modules/electron')
  const failed = join(ROOT, 'node_modules/.electron-not-available')
  if (!existsSync(join(folder, 'install.js')) || existsSync(join(folder, 'path.txt'))) return
  if (existsSync(failed) && Date.now() - statSync(failed).mtimeMs < DAY) return
  say('Fetching Electron (about 110 MB, once) …')
  const { code } = await tool('electron/install.js', [], { output: 'keep', limit: 180_000 })
  if (code === 0) return
  writeFileSync(failed, '')
  say('Electron cannot be had here: the browser shell will be used.')
}

/**
 * @param {{ browser?: boolean, tests?: boolean }} wants
 * @returns {Promise<string[]>}
 */
async function installPrograms(wants) {
  const needed = [
    {
      name: 'Chromium',
      package: 'chromium',
      wanted: wants.browser || wants.tests,
      there: () => findBrowser() !== null,
    },
    { name: 'zbarimg', package: 'zbar-tools', wanted: wants.tests, there: () => inPath('zbarimg') },
    { name: 'pdftoppm', package: 'poppler-utils', wanted: wants.tests, there: () => inPath('pdftoppm') },
  ].filter((program) => program.wanted)
  const absent = () => needed.filter((program) => !program.there())
  if (absent().length === 0) return []

  if (process.getuid?.() === 0 && inPath('apt-get')) await installWithApt(absent().map((program) => program.package))
  if (process.platform === 'linux' && absent().some((program) => program.package === 'chromium')) {
    say('Fetching a Chromium …')
    await tool('playwright-core/cli.js', ['install', 'chromium'], { output: 'stderr', limit: 300_000 })
  }
  const still = absent()
  for (const program of still) {
    say(`${program.name} is missing. Please install it (Debian: apt-get install ${program.package}) and try again.`)
  }
  return still.map((program) => program.name)
}

/** @param {string[]} packages */
async function installWithApt(packages) {
  say(`Installing ${packages.join(', ')} with apt …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, output: 'stderr' })
  await run('apt-get', ['update', '-qq'], { env, output: 'stderr' })
  await install()
}

/** @param {string} name */
function inPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))
}

if (isMain(import.meta.url)) {
  try {
    const { missing } = await setup({ browser: true, tests: process.argv.includes('--tests') })
    if (missing.length > 0) throw new Trouble(`Missing: ${missing.join(', ')}`)
    say('Everything is there.')
  } catch (error) {
    giveUp(error)
  }
}
