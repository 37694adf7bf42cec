import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assetPath, makeAssetHandler } from '../../../main/services/assets.ts'
import { contentSecurityPolicy } from '../../../main/services/csp.ts'
import { rendererFolder } from '../browser/kit.ts'

function handler(root = rendererFolder()) {
  let nonces = 0
  const csp = (nonce: string) => contentSecurityPolicy(nonce, ["'self'"])
  const handle = makeAssetHandler({ root, csp, makeNonce: () => `nonce${nonces++}` })
  return {
    root,
    get: (path: string, method = 'GET') => handle(new Request(`http://a.localhost:4711${path}`, { method })),
  }
}

test.each([
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/assets/..%2f..%2foutside.txt',
  '/..%5coutside.txt',
  '/assets/%2e%2e%5c%2e%2e%5coutside.txt',
  '//outside.txt',
  '/%00/index.html',
  '/index.html%00.txt',
  '/C:/outside.txt',
  '/%E0%A4%A',
  '/.git/config.json',
  '/assets/secret.pem',
  '/assets',
  '/assets/',
  '/index',
  '/index.html/x.txt',
  `/${'a'.repeat(5000)}.js`,
])('does not serve %s', async (path) => {
  const response = await handler().get(path)
  expect([response.status, await response.text()]).toEqual([404, ''])
})

test.each([
  ['/a/../b.js', null],
  ['/a//b.js', null],
  ['a.js', null],
  ['/', 'index.html'],
  ['/assets/%E5%AD%97.js', 'assets/字.js'],
])('%s means %s', (pathname, path) => expect(assetPath(pathname)).toBe(path))

test('a link inside the folder does not lead out of it', async () => {
  const { root, get } = handler()
  symlinkSync('../outside.txt', join(root, 'link.txt'))
  symlinkSync('..', join(root, 'up'))
  expect((await get('/link.txt')).status).toBe(404)
  expect((await get('/up/outside.txt')).status).toBe(404)
})

test('every page has a nonce of its own, the same in its policy and in its meta', async () => {
  const { get } = handler()
  for (const nonce of ['nonce0', 'nonce1']) {
    const response = await get('/')
    expect(await response.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`)
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  }
})

test('files named by their content are kept for ever, others are asked for again', async () => {
  const { get } = handler()
  const script = await get('/assets/index-AbCd1234.js')
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await script.text()).toBe('export {}')
})

test('files and refusals alike are isolated, not sniffed, and refer to nobody', async () => {
  const { get } = handler()
  for (const response of [await get('/'), await get('/assets/index-AbCd1234.js'), await get('/none.js')]) {
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('answers HEAD without a body and nothing but GET besides', async () => {
  const { get } = handler()
  const head = await get('/', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', method)).status).toBe(405)
})

test('the policy allows the program’s own files and nothing inline, evaluated, framed or sent away', () => {
  const policy = new Map(
    contentSecurityPolicy('n0', [])
      .split('; ')
      .map((part) => {
        const [name, ...sources] = part.split(' ')
        return [name, sources.join(' ')]
      }),
  )
  expect(policy.get('default-src')).toBe("'none'")
  expect(policy.get('script-src')).toBe("'self'")
  expect(policy.get('style-src')).toBe("'self' 'nonce-n0'")
  expect(policy.get('connect-src')).toBe("'none'")
  for (const name of ['frame-src', 'frame-ancestors', 'base-uri', 'form-action', 'object-src']) {
    expect(policy.get(name)).toBe("'none'")
  }
  expect(contentSecurityPolicy('n0', ["'self'"])).not.toMatch(/unsafe|\*|https?:/)
  expect(contentSecurityPolicy('n0', ["'self'"])).toContain("connect-src 'self';")
})
