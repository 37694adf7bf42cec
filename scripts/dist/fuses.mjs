import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** A fuse in the wire: one ASCII digit. A removed or unknown one is something else. */
const OFF = 0x30
const ON = 0x31

/**
 * The fuses of the shipped binary: no Node behind the program's name, no debugger, no foreign code, no rights for file://.
 *
 * @type {[name: keyof typeof FuseV1Options, on: boolean][]}
 */
export const FUSES = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', false],
]

/**
 * Flips the fuses of a binary and reads them back from the disk; throws when one is not there or does not stand as wanted. A fuse that a later
 * Electron adds keeps Electron's own setting.
 *
 * @param {string} binary
 */
export async function setFuses(binary) {
  const missing = (await readFuses(binary)).filter((fuse) => fuse.on === null)
  // Flipping one that is removed would write a byte that nothing reads, and reading it back would show it set.
  if (missing.length > 0) throw new Error(`fuses not in this binary: ${missing.map((fuse) => fuse.name).join(', ')}`)
  await flipFuses(binary, {
    version: FuseVersion.V1,
    ...Object.fromEntries(FUSES.map(([name, on]) => [FuseV1Options[name], on])),
  })
  const wrong = (await readFuses(binary)).filter((fuse) => fuse.on !== fuse.wanted)
  if (wrong.length > 0) throw new Error(`fuses not as wanted: ${wrong.map((fuse) => fuse.name).join(', ')}`)
}

/**
 * How the fuses of a binary stand. A fuse that is removed or missing is neither on nor off.
 *
 * @param {string} binary
 * @returns {Promise<{ name: string, wanted: boolean, on: boolean | null }[]>}
 */
export async function readFuses(binary) {
  const wire = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (await getCurrentFuseWire(binary)))
  return FUSES.map(([name, wanted]) => {
    const state = wire[FuseV1Options[name]]
    return { name, wanted, on: state === ON ? true : state === OFF ? false : null }
  })
}
