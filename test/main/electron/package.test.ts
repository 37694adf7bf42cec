import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { extractFile } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkArchive } from '../../../main/electron/integrity.ts'
import { filesIn, problemsIn } from '../../../scripts/dist/contents.mjs'
import { readFuses, setFuses } from '../../../scripts/dist/fuses.mjs'
import { pinOf } from '../../../scripts/dist/manifest.mjs'

/**
 * Packs a copy of the project in which everything that must not ship has been laid out as bait, with the project's own
 * configuration and script, and looks at what came out. The bundles are small ones: what is tested is the packing.
 */
const ROOT = resolve(import.meta.dirname, '../../..')
let project: string
let first: ReturnType<typeof pack>

const SHIPPED = {
  'package.json': readFileSync(join(ROOT, 'package.json'), 'utf8'),
  LICENSE: 'the licence',
  'build/electron/main.cjs': 'require("electron"); require("node:fs"); require("path")',
  'build/electron/preload.cjs': 'preload',
  'build/fonts/noto-sans-sc-4-400.woff2': 'font of papers',
  'build/renderer/index.html': '<!doctype html>',
  'build/renderer/assets/index-Dq3xK9aB.js': 'page',
  'build/renderer/assets/index-Ax2kL0Pz.css': 'style',
  'build/renderer/assets/noto-sans-sc-4-400-normal-BkL2mN3p.woff2': 'font',
}
const BAIT = [
  '.env',
  '.npmrc',
  'README.md',
  'build/desktop.mjs',
  'build/electron/main.cjs.map',
  'build/electron/notes.txt',
  'build/fonts/sources.csv',
  'build/province.mjs',
  'build/renderer/assets/index-Dq3xK9aB.js.map',
  'build/renderer/assets/noto-sans-sc-4-400-normal-BkL2mN3p.woff',
  'build/stamps.json',
  'build/types/main/electron/main.d.ts',
  'data/province/keys/log.key',
  'docs/architecture.md',
  'keys/release.pem',
  'main/electron/main.ts',
  'renderer/node_modules/left/index.js',
  'shared/bridge.ts',
  'test/main/electron/package.test.ts',
  'build/renderer/node_modules/left/index.js',
]

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}

/** Around a stub unless told otherwise, so that it is the same test where Electron is installed. */
function pack(out: string, ...args: string[]) {
  const { SOURCE_DATE_EPOCH: _, ...env } = process.env
  const script = join(project, 'scripts/dist.mjs')
  const done = spawnSync(
    process.execPath,
    [
      script,
      '--dir',
      '--no-build',
      '--out',
      join(project, out),
      ...(args.includes('--electron') ? [] : ['--stub']),
      ...args,
    ],
    {
      cwd: project,
      env,
      encoding: 'utf8',
    },
  )
  const folder = join(project, out, 'linux-unpacked')
  return { code: done.status, said: done.stderr + done.stdout, folder, asar: join(folder, 'resources/app.asar') }
}

/** Every file of a folder with its hash, mode and time. */
function census(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const stat = statSync(join(folder, path))
      const hash = stat.isDirectory()
        ? ''
        : createHash('sha256')
            .update(readFileSync(join(folder, path)))
            .digest('hex')
      return `${path} ${stat.mode.toString(8)} ${stat.mtimeMs} ${hash}`
    })
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'package-'))
  cpSync(join(ROOT, 'scripts'), join(project, 'scripts'), { recursive: true })
  for (const path of ['electron-builder.yml', 'main/electron/release-keys.ts']) {
    write(path, readFileSync(join(ROOT, path), 'utf8'))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  for (const [path, text] of Object.entries(SHIPPED)) write(path, text)
  for (const path of BAIT) write(path, 'bait')
  first = pack('out')
}, 60_000)
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('npm run dist -- --dir', () => {
  test('[desktop] the archive holds what is on the list and nothing else', () => {
    expect(first.said).toContain('files in app.asar')
    expect(first.code).toBe(0)
    expect(filesIn(first.asar)).toEqual(Object.keys(SHIPPED).sort())
    expect(problemsIn(first.asar)).toEqual([])
    for (const [path, text] of Object.entries(SHIPPED)) {
      if (path !== 'package.json') expect(extractFile(first.asar, path).toString(), path).toBe(text)
    }
  })

  test('[desktop] beside the archive lie its manifest and Electron, and no default_app.asar', () => {
    expect(readdirSync(join(first.folder, 'resources')).sort()).toEqual(['app.asar', 'manifest.json'])
    expect(readdirSync(first.folder).sort()).toEqual([
      'LICENSE.electron.txt',
      'LICENSES.chromium.html',
      'county-ledger',
      'locales',
      'resources',
      'version',
    ])
    expect(readdirSync(join(first.folder, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  })

  test('[desktop] the fuses read back from the binary', async () => {
    const fuses = Object.fromEntries(
      (await readFuses(join(first.folder, 'county-ledger'))).map(({ name, on }) => [name, on]),
    )
    expect(fuses).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
    })
  })

  test('[desktop] it says that it is a stub, and so does what it packed', () => {
    expect(first.said).toContain('STUB')
    expect(first.said).toContain('DOES NOT RUN')
    const started = spawnSync(join(first.folder, 'county-ledger'), { encoding: 'utf8' })
    expect(started.status).toBe(70)
    expect(started.stderr).toContain('does not run')
  })

  test('[desktop] packed again, under another umask and at another time, it is the same to the byte, mode and time', () => {
    const before = process.umask(0o027)
    try {
      expect(pack('again').code).toBe(0)
    } finally {
      process.umask(before)
    }
    expect(census(join(project, 'again/linux-unpacked'))).toEqual(census(first.folder))
  })

  test('[desktop] no installer is made around a stub', () => {
    const done = spawnSync(process.execPath, [join(project, 'scripts/dist.mjs'), '--no-build', '--stub'], {
      encoding: 'utf8',
    })
    expect(done.status).toBe(1)
    expect(done.stderr).toContain('no installer is made')
  })

  test('[desktop] an Electron that is named and is not there is an error, not a stub', () => {
    const done = pack('none', '--electron', join(project, 'keys'))
    expect(done.code).not.toBe(0)
    expect(done.said).toContain('There is no Electron in')
  })
})

describe('signed', () => {
  const key = () => join(project, 'release.pem')

  test('[desktop] with a key that the program does not pin nothing is packed', () => {
    writeFileSync(key(), generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const done = pack('signed', '--key', key())
    expect(done.code).not.toBe(0)
    expect(done.said).toContain('does not pin')
  })

  test('[desktop] with a pinned key the program finds its archive sound, and a changed one changed', () => {
    write('main/electron/release-keys.ts', `export const RELEASE_KEYS: readonly string[] = ['${pinOf(key())}']\n`)
    const done = pack('signed', '--key', key())
    expect(done.code).toBe(0)
    const resources = join(done.folder, 'resources')
    expect(checkArchive(resources, [pinOf(key())])).toEqual({ state: 'sound' })
    writeFileSync(done.asar, Buffer.concat([readFileSync(done.asar), Buffer.from(' ')]))
    expect(checkArchive(resources, [pinOf(key())]).state).toBe('changed')
  })
})

describe('what the check after packing refuses', () => {
  test('[desktop] keys in files that may ship, files of a kind that may not, and bundles that are not whole', () => {
    const bad = {
      'build/renderer/assets/pem-Dq3xK9aB.js': '-----BEGIN PRIVATE KEY-----\nMC4CAQ',
      'build/renderer/assets/age-Dq3xK9aB.js': `AGE-SECRET-KEY-1${'Q'.repeat(58)}`,
      'build/renderer/assets/page.test.ts': 'bait',
      'build/renderer/demo/people.csv': 'bait',
    }
    for (const [path, text] of Object.entries(bad)) write(path, text)
    rmSync(join(project, 'build/electron/preload.cjs'))
    write('build/electron/main.cjs', 'require("electron"); require("@electric-sql/pglite")')
    const done = pack('refused')
    expect(done.code).toBe(1)
    expect(problemsIn(done.asar)).toEqual([
      'does not belong: build/renderer/assets/page.test.ts',
      'does not belong: build/renderer/demo/people.csv',
      'missing: build/electron/preload.cjs',
      'asks for @electric-sql/pglite, which is not inside: build/electron/main.cjs',
      'holds a private key: build/renderer/assets/age-Dq3xK9aB.js',
      'holds a private key: build/renderer/assets/pem-Dq3xK9aB.js',
    ])
    for (const problem of problemsIn(done.asar)) expect(done.said).toContain(`app.asar: ${problem}`)
  })

  test('[desktop] a binary without fuses, and one whose fuse cannot be set', async () => {
    const file = join(project, 'binary')
    writeFileSync(file, 'no sentinel here')
    await expect(setFuses(file)).rejects.toThrow()
    const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
    writeFileSync(file, `${sentinel}\u0001\u00071011001`)
    await expect(setFuses(file)).rejects.toThrow('GrantFileProtocolExtraPrivileges')
    writeFileSync(file, `${sentinel}\u0001\u0008r0110011`)
    await expect(setFuses(file)).rejects.toThrow('RunAsNode')
    writeFileSync(file, `${sentinel}\u0001\u000810110011`)
    await setFuses(file)
    expect(readFileSync(file, 'latin1')).toBe(`${sentinel}\u0001\u000801001100`)
  })
})
