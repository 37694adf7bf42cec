import { isBuiltin } from 'node:module'
import { extractFile, listPackage, statFile } from '@electron/asar'

/**
 * What may lie in app.asar, and nothing else. The packager's own list of files is a wish; this is checked on what came out.
 */
const ALLOWED = [
  /^package\.json$/,
  /^LICENSE$/,
  /^build\/electron\/(?:main|preload)\.cjs$/,
  /^build\/fonts\/[\w.-]+\.woff2$/,
  /^build\/renderer\/[\w-]+\.(?:html|txt|ico|png|svg)$/,
  /^build\/renderer\/assets\/[\w.-]+\.(?:js|css|woff2|png|svg|wasm|json)$/,
]
const NEEDED = [
  'package.json',
  'LICENSE',
  'build/electron/main.cjs',
  'build/electron/preload.cjs',
  'build/renderer/index.html',
]

/** Keys by their form, whatever file they lie in. */
const SECRETS = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+\S|AGE-SECRET-KEY-1[0-9A-Z]{58}/

/**
 * The files of an archive, in order, with `/` between folders.
 *
 * @param {string} asar
 * @returns {string[]}
 */
export function filesIn(asar) {
  return listPackage(asar, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in statFile(asar, path)))
    .sort()
}

/**
 * What is wrong with an application archive: files that do not belong, files that are missing, secrets. Empty when all is well.
 *
 * @param {string} asar
 * @returns {string[]}
 */
export function problemsIn(asar) {
  const files = filesIn(asar)
  return [
    ...files.filter((path) => !ALLOWED.some((allowed) => allowed.test(path))).map((path) => `does not belong: ${path}`),
    ...NEEDED.filter((path) => !files.includes(path)).map((path) => `missing: ${path}`),
    ...files.filter((path) => path.endsWith('.cjs')).flatMap((path) => packagesOutside(asar, path)),
    ...files.filter((path) => holdsSecret(asar, path)).map((path) => `holds a private key: ${path}`),
  ]
}

/**
 * A bundle may ask for Electron and Node; any other package would have to lie in node_modules, and there is none.
 *
 * @param {string} asar
 * @param {string} path
 */
function packagesOutside(asar, path) {
  const text = extractFile(asar, path).toString('utf8')
  const asked = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => String(match[1]))
  const outside = new Set(asked.filter((name) => name !== 'electron' && !isBuiltin(name)))
  return [...outside].map((name) => `asks for ${name}, which is not inside: ${path}`)
}

/**
 * @param {string} asar
 * @param {string} path
 */
function holdsSecret(asar, path) {
  if ('link' in statFile(asar, path)) return false
  return SECRETS.test(extractFile(asar, path).toString('latin1'))
}
