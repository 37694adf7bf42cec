import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** As in main/electron/integrity.ts, which reads what is written here. */
const CONTEXT = 'qhl/v1/manifest\n'

/**
 * Writes `manifest.json` beside app.asar, and its signature when there is a key.
 *
 * @param {string} resources
 * @param {{ name: string, version: string }} product
 * @param {string | undefined} keyFile PKCS#8 PEM of an Ed25519 key
 */
export function writeManifest(resources, product, keyFile) {
  const hash = createHash('sha256')
    .update(readFileSync(join(resources, 'app.asar')))
    .digest('hex')
  const manifest = { product: product.name, version: product.version, files: { 'app.asar': hash } }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  writeFileSync(join(resources, 'manifest.json'), bytes)
  if (keyFile === undefined || keyFile === '') return
  const key = createPrivateKey(readFileSync(keyFile))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is not an Ed25519 key.`)
  const signature = sign(null, Buffer.concat([Buffer.from(CONTEXT), bytes]), key)
  writeFileSync(join(resources, 'manifest.sig'), `${signature.toString('base64')}\n`)
}

/**
 * The public half, as main/electron/release-keys.ts pins it.
 *
 * @param {string} keyFile
 */
export function pinOf(keyFile) {
  const { x } = createPublicKey(readFileSync(keyFile)).export({ format: 'jwk' })
  return Buffer.from(String(x), 'base64url').toString('base64')
}
