import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { LOOPBACK } from '../../shared/loopback.ts'
import { DATA_POLICY, securityHeaders } from './csp.ts'

/** Only these kinds of file are ever served: whatever else lies in the folder does not exist. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Names that the bundler made from the content: `assets/index-Dq3xK9aB.js`. */
const HASHED = /^assets\/(?:.*\/)?[^/]+-[\w-]{8,}\.\w+$/

/**
 * Serves the built renderer as a pure Request → Response, the same for `app://` and for the loopback server. Pages get the
 * nonce of their own policy in place of `__CSP_NONCE__`. Whoever calls it has already decided that the request may ask.
 * @param root folder of the built renderer
 * @param csp the policy for a nonce
 * @param makeNonce a fresh unguessable nonce in base64
 */
export function makeAssetHandler({
  root,
  csp,
  makeNonce,
}: {
  root: string
  csp: (nonce: string) => string
  makeNonce: () => string
}): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const path = assetPath(new URL(request.url).pathname)
    const type = path === null ? undefined : TYPES[extname(path)]
    if (path === null || type === undefined) return refuse(404)
    const bytes = await readInside(root, path)
    if (bytes === null) return refuse(404)
    const nonce = makeNonce()
    const html = type.startsWith('text/html')
    const body = html ? Buffer.from(bytes.toString('utf8').replaceAll(LOOPBACK.nonce, nonce)) : bytes
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
      headers: {
        ...securityHeaders(csp(nonce)),
        'content-type': type,
        'content-length': String(body.length),
        'cache-control': html ? 'no-store' : HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  }
}

/** The relative path a URL means, or null where it means none: dots, empty parts, other separators, drives, bad escapes. */
export function assetPath(pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path === '/' || path === '') return 'index.html'
  if (!path.startsWith('/') || /[\\:\0]/.test(path)) return null
  const parts = path.slice(1).split('/')
  return parts.some((part) => part === '' || part.startsWith('.')) ? null : parts.join('/')
}

/** A link inside the folder may not lead out of it. */
async function readInside(root: string, path: string): Promise<Buffer | null> {
  try {
    const base = await realpath(root)
    const file = await realpath(join(base, path))
    return file.startsWith(base + sep) ? await readFile(file) : null
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG') return null
    throw error
  }
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: { ...securityHeaders(DATA_POLICY), 'cache-control': 'no-store' } })
}
