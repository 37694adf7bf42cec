import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the check of the program's own archive found. */
export type ArchiveCheck =
  | { readonly state: 'sound' }
  /** No key is pinned in this build, so there is nothing to check against. */
  | { readonly state: 'unpinned' }
  | { readonly state: 'changed'; readonly detail: string }

/** The signature is over this line and the manifest's bytes (K4). */
const CONTEXT = 'qhl/v1/manifest\n'

/**
 * Checks `app.asar` against the signed manifest that lies beside it. Windows and macOS check the archive themselves through a
 * fuse; on Linux that fuse does nothing. This finds a damaged disk, a half-copied update and a file put in place of another; it
 * cannot find an attacker who may write to the program's folder, since he would change this check too (the folder belongs to root).
 *
 * @param resources the folder that holds app.asar
 * @param keys pinned Ed25519 public keys, base64 of 32 bytes
 */
export function checkArchive(resources: string, keys: readonly string[]): ArchiveCheck {
  if (keys.length === 0) return { state: 'unpinned' }
  // Electron shows an archive as a folder to everyone who does not ask for the file itself.
  const electron = process as { noAsar?: boolean }
  const before = electron.noAsar
  electron.noAsar = true
  try {
    const manifest = readFileSync(join(resources, 'manifest.json'))
    const sig = Buffer.from(readFileSync(join(resources, 'manifest.sig'), 'latin1').trim(), 'base64')
    const signed = Buffer.concat([Buffer.from(CONTEXT), manifest])
    if (!keys.some((key) => verify(null, signed, publicKey(key), sig)))
      return changed('the manifest is not signed by a release key')
    const files = (JSON.parse(manifest.toString('utf8')) as { files?: Record<string, unknown> }).files
    const found = createHash('sha256')
      .update(readFileSync(join(resources, 'app.asar')))
      .digest('hex')
    return files?.['app.asar'] === found ? { state: 'sound' } : changed('app.asar is not the one in the manifest')
  } catch (error) {
    return changed(error instanceof Error ? error.message : 'unreadable')
  } finally {
    if (before === undefined) delete electron.noAsar
    else electron.noAsar = before
  }
}

function publicKey(key: string) {
  const x = Buffer.from(key, 'base64').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

function changed(detail: string): ArchiveCheck {
  return { state: 'changed', detail }
}
