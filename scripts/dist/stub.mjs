import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'

/** Where the fuses of an Electron binary begin. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Version 1, nine fuses, as Electron ships them (the ninth, for WebAssembly's trap handlers, is not ours to set). */
const WIRE = Buffer.concat([Buffer.from([1, 9]), Buffer.from('101100111')])

/**
 * Makes a folder that the packager takes for Electron's own: a binary with fuses, locales, licences, a default_app.asar. The
 * binary is a shell script that says what it is; it can stand in for Electron in packing and in nothing else.
 *
 * @param {string} folder emptied first
 * @param {string} version of the Electron it stands for
 */
export async function makeStub(folder, version) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const script = '#!/bin/sh\necho "This build was packed without Electron and does not run." >&2\nexit 70\n'
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`${script}# ${SENTINEL}`), WIRE]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'LICENSE'), 'Electron itself is not in this folder.\n')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<p>Chromium itself is not in this folder.</p>\n')
  for (const language of ['zh-CN', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${language}.pak`), language)
  const page = join(folder, 'default-app')
  mkdirSync(page)
  writeFileSync(join(page, 'main.js'), '')
  await createPackage(page, join(folder, 'resources', 'default_app.asar'))
  rmSync(page, { recursive: true })
}
