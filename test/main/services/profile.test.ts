import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseProfile, readProfile, writeProfile } from '../../../main/services/profile.ts'
import { utf8 } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { tempFolder } from '../../kit/temp.ts'
import { makeSite, open } from './site.ts'

describe('site.json', () => {
  test('[site] whatever is wrong with it, the desktop does not open, and the folder is free again', async () => {
    const { data } = await makeSite(tempFolder())
    const path = join(data, 'site.json')
    const good = await readFile(path, 'utf8')
    const site = JSON.parse(good)
    const [a, b] = site.people
    const change: Record<string, unknown>[] = [
      { v: 2 },
      { surplus: 1 },
      { installId: 'Has-Capitals' },
      { port: 80 },
      { port: '5000' },
      { node: 'ftp://example' },
      { node: 'http://example/path' },
      { node: 'http://user@example' },
      { node: 'http://example/' },
      { node: 'javascript:alert(1)' },
      { net: 'AB'.repeat(32) },
      { net: '00' },
      { vkey: `${site.vkey}A` },
      { ack: null },
      { device: '1' },
      { people: [] },
      { people: [a, { ...b, id: a.id }] },
      { people: [a, { ...b, key: a.key }] },
      { people: [{ ...a, id: '../x' }] },
      { people: [{ ...a, scopes: [] }] },
      { people: [{ ...a, name: ' ' }] },
      { demoPassphrase: 1 },
    ]
    for (const one of change) {
      await writeFile(path, JSON.stringify({ ...site, ...one }))
      expect(await open(data), JSON.stringify(one)).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
    const { net: _, ...without } = site
    for (const text of [JSON.stringify(without), '', '{', 'null', '[]', good.slice(0, -5), '"\ud800"']) {
      await writeFile(path, text)
      expect(await open(data)).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
    await writeFile(path, Buffer.from([0xff, 0xfe]))
    expect(await open(data)).toMatchObject({ ok: false, code: 'wrong-shape' })
    await writeFile(path, ' '.repeat(300 * 1024))
    expect(await open(data)).toMatchObject({ ok: false, code: 'too-large' })
    await writeFile(path, good)
    await must(await open(data)).close()
  })

  test('[site] without one there is nothing to open', async () => {
    expect(await open(tempFolder())).toMatchObject({ ok: false, code: 'not-found' })
  })

  test('[site] what is written is what is read', async () => {
    const { data, profile } = await makeSite(tempFolder(), { port: 4321, demoPassphrase: '演示' })
    expect(must(await readProfile(data))).toEqual(profile)
    await expect(writeProfile(data, { ...profile, device: 'x' })).rejects.toThrow('device')
    expect(must(await readProfile(data))).toEqual(profile)
    expect(parseProfile(utf8('{}'))).toMatchObject({ ok: false })
  })
})
