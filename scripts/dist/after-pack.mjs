import { chmodSync, lstatSync, lutimesSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFuses } from './fuses.mjs'
import { writeManifest } from './manifest.mjs'

/**
 * Runs when the application's folder stands and before anything is made of it, so that what is packed afterwards is the same,
 * byte for byte, whoever packs it and whenever.
 *
 * @param {{ appOutDir: string, electronPlatformName: string, packager: { executableName?: string, appInfo: { name: string, version: string, productFilename: string } } }} context
 */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  // An own Electron folder brings the start page of a bare Electron along, which opens any program it is given.
  rmSync(join(appOutDir, 'resources', 'default_app.asar'), { force: true })
  writeManifest(join(appOutDir, 'resources'), packager.appInfo, process.env.RELEASE_KEY_FILE)
  const windows = electronPlatformName === 'win32'
  const name = packager.executableName ?? packager.appInfo.productFilename
  await setFuses(join(appOutDir, windows ? `${name}.exe` : name))
  settle(appOutDir, Number(process.env.SOURCE_DATE_EPOCH))
}

/**
 * Gives everything one time and the plain modes, whatever the umask was: others must be able to run what root has installed.
 *
 * @param {string} path
 * @param {number} seconds since 1970
 */
function settle(path, seconds) {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) throw new Error('SOURCE_DATE_EPOCH is not a time in seconds')
  const stat = lstatSync(path)
  if (stat.isDirectory()) for (const name of readdirSync(path)) settle(join(path, name), seconds)
  if (!stat.isSymbolicLink()) chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644)
  // Last: writing inside a folder moves its time.
  lutimesSync(path, seconds, seconds)
}
