import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]
const UNIX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge']
const WINDOWS_TAILS = [
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
]

/**
 * The Chromium, Chrome or Edge of this computer: the one that COUNTY_LEDGER_BROWSER names, or the first in PATH or in the
 * usual places; null where there is none.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} platform
 * @returns {string | null}
 */
export function findBrowser(env = process.env, platform = process.platform) {
  const named = env.COUNTY_LEDGER_BROWSER
  if (named) return existsSync(named) ? named : null
  return browserPaths(env, platform).find((path) => existsSync(path)) ?? null
}

/**
 * Where a browser may be, best first.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} platform
 * @returns {string[]}
 */
export function browserPaths(env, platform) {
  if (platform === 'win32') {
    const roots = [env['ProgramFiles(x86)'], env.ProgramFiles, env.LOCALAPPDATA].filter(Boolean)
    return WINDOWS_TAILS.flatMap((tail) => roots.map((root) => `${root}\\${tail}`))
  }
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
      ['', env.HOME ?? ''].map((home) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    )
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...UNIX_FOLDERS]
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...fetched(env)]
}

/**
 * Where Playwright puts what it fetches, newest first: the way out for setup on a Linux where it may not install anything.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
function fetched(env) {
  const folder = env.PLAYWRIGHT_BROWSERS_PATH ?? join(env.HOME ?? '', '.cache/ms-playwright')
  if (!existsSync(folder)) return []
  const versions = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name))
  versions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
  return versions.flatMap((name) =>
    ['chrome-linux64', 'chrome-linux'].map((part) => join(folder, name, part, 'chrome')),
  )
}

/**
 * Flags that keep a browser under test quiet. The sandbox stays on, except for root, for whom Chromium cannot have one.
 *
 * @returns {string[]}
 */
export function browserArguments() {
  const quiet = ['--disable-background-networking', '--disable-quic', '--disable-sync', '--no-first-run']
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet
}
