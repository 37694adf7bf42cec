import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDoor } from '../../../main/browser/door.ts'
import { findBrowser } from '../../../main/browser/find.ts'
import { launchArgs } from '../../../main/browser/launch.ts'
import { readOptions } from '../../../main/browser/options.ts'
import { pdfArgs, withPolicy } from '../../../main/browser/pdf.ts'
import { readDoor } from '../../../main/browser/profile.ts'
import { explain } from '../../../main/browser/words.ts'
import { must } from '../../../shared/base/result.ts'
import { tempFolder } from '../../kit/temp.ts'

function dataWith(site: unknown): string {
  const data = tempFolder()
  writeFileSync(join(data, 'site.json'), typeof site === 'string' ? site : JSON.stringify(site))
  return data
}

describe('the address of the installation', () => {
  test('comes from the site profile', async () => {
    const data = dataWith({ installId: 'k3f9', port: 4711, name: '曲麻莱县' })
    expect(await readDoor(data, null)).toMatchObject({ ok: true, value: { origin: 'http://k3f9.localhost:4711' } })
    expect(await readDoor(data, 4711)).toMatchObject({ ok: true })
  })

  test('never moves: another port than the stored one is refused', async () => {
    const data = dataWith({ installId: 'k3f9', port: 4711 })
    const moved = await readDoor(data, 4712)
    expect(moved).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(moved.ok ? '' : explain(moved)).toContain('本机的端口已定为 4711')
    expect(existsSync(join(data, 'port.json'))).toBe(false)
  })

  test('takes its first port from the command line and keeps it', async () => {
    const data = dataWith({ installId: 'k3f9' })
    const none = await readDoor(data, null)
    expect(none).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(none.ok ? '' : explain(none)).toContain('第一次启动请加 --port')
    expect(await readDoor(data, 80)).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(await readDoor(data, 4711)).toMatchObject({ ok: true, value: { port: 4711 } })
    expect(await readDoor(data, null)).toMatchObject({ ok: true, value: { port: 4711 } })
    expect(await readDoor(data, 4712)).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(JSON.parse(readFileSync(join(data, 'port.json'), 'utf8'))).toEqual({ port: 4711 })
  })

  test.each([
    ['no profile', null, 'not-found'],
    ['half a profile', '{"installId":', 'wrong-shape'],
    ['a list', [], 'wrong-shape'],
    ['no install id', { port: 4711 }, 'wrong-shape'],
    ['an id that is a path', { installId: '../x', port: 4711 }, 'wrong-shape'],
    ['an id in capitals', { installId: 'K3F9', port: 4711 }, 'wrong-shape'],
    ['an id with a dot', { installId: 'k3.evil', port: 4711 }, 'wrong-shape'],
    ['a port as text', { installId: 'k3f9', port: '4711' }, 'wrong-shape'],
    ['a port of the system', { installId: 'k3f9', port: 80 }, 'wrong-shape'],
    ['a port beyond', { installId: 'k3f9', port: 65_536 }, 'wrong-shape'],
  ])('refuses %s', async (_, site, code) => {
    const data = site === null ? tempFolder() : dataWith(site)
    expect(await readDoor(data, null)).toMatchObject({ ok: false, code })
  })
})

describe('the system’s browser', () => {
  const machine = (platform: NodeJS.Platform, there: string[]) => {
    const env = {
      PATH: '/usr/local/bin:relative:/usr/bin',
      PROGRAMFILES: 'C:\\Program Files',
      'PROGRAMFILES(X86)': 'C:\\x86',
    }
    return { platform, env, home: '/Users/a', canRun: async (path: string) => there.includes(path) }
  }
  test.each<[NodeJS.Platform, string]>([
    ['linux', '/usr/bin/chromium'],
    ['linux', '/usr/local/bin/google-chrome'],
    ['linux', '/opt/apps/org.chromium.browser/files/chrome'],
    ['win32', 'C:\\x86\\Microsoft\\Edge\\Application\\msedge.exe'],
    ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', '/Users/a/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  ])('on %s is found as %s', async (platform, path) => {
    expect(await findBrowser(machine(platform, [path]))).toEqual({ ok: true, value: path })
  })

  test('is not looked for beside the program', async () => {
    expect(await findBrowser(machine('linux', ['relative/chromium', 'chromium']))).toMatchObject({ code: 'no-browser' })
  })

  test.each<NodeJS.Platform>(['linux', 'win32', 'darwin'])('may be missing on %s', async (platform) => {
    expect(await findBrowser(machine(platform, []))).toMatchObject({ ok: false, code: 'no-browser' })
  })

  test('is started shut off, in a profile of its own, and with its sandbox', () => {
    const door = must(makeDoor('k3f9', 4711))
    const args = launchArgs(door, `${door.origin}/#start=x`, '/data/browser')
    for (const wanted of [
      '--app=http://k3f9.localhost:4711/#start=x',
      '--user-data-dir=/data/browser',
      '--disable-extensions',
      '--no-first-run',
      '--disable-sync',
      '--disable-background-networking',
      '--proxy-server=http://127.0.0.1:4711',
      '--proxy-bypass-list=<-loopback>',
    ]) {
      expect(args).toContain(wanted)
    }
    expect([...args, ...pdfArgs('/t/page.html', '/t/page.pdf', '/t/profile')].join(' ')).not.toMatch(
      /no-sandbox|web-security/,
    )
  })
})

describe('the command line', () => {
  test('says where, and how to open', () => {
    const plain = { data: '/d', port: null, browser: null, open: true, parentExit: false }
    expect(readOptions(['--data', '/d'])).toEqual({ ok: true, value: plain })
    expect(readOptions(['--data', '/d', '--port', '4711', '--no-open', '--parent-exit', '--browser', '/b'])).toEqual({
      ok: true,
      value: { data: '/d', port: 4711, browser: '/b', open: false, parentExit: true },
    })
  })

  test.each([
    [[]],
    [['--data']],
    [['--data', '/d', '--port', '0x10']],
    [['--data', '/d', '--no-sandbox']],
    [['--data', '/d', 'x']],
  ])('refuses %j', (argv) => expect(readOptions(argv)).toMatchObject({ ok: false, code: 'wrong-shape' }))
})

test.each([
  '<!doctype html><html lang="zh"><head><title>x</title></head><body></body></html>',
  '<!DOCTYPE html><html><HEAD data-a="1"><script>1</script></HEAD></html>',
  '<!doctype html><html lang="zh"><body><script>1</script></body></html>',
  '<p>x</p><script>1</script>',
])('a paper’s policy comes before anything in %s', (html) => {
  const page = withPolicy(html)
  const at = page.indexOf("content=\"default-src 'none'")
  expect(at).toBeGreaterThan(0)
  for (const later of ['<title', '<script', '<body', '<p']) {
    if (page.includes(later)) expect(page.indexOf(later)).toBeGreaterThan(at)
  }
  expect(page.replace(/<head><meta[^>]*><\/head>|<meta[^>]*>/, '')).toBe(html)
})
