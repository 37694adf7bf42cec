import { randomBytes } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { afterEach, expect, test } from 'vitest'
import type { Desktop, Ports } from '../../../main/services/desktop.ts'
import { useSecret } from '../../../main/services/secret.ts'
import { IDLE_MS } from '../../../main/services/vault.ts'
import { hex, utf8 } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { encodeEnvelope } from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, makeSite, open } from './site.ts'

const opened: Desktop[] = []
afterEach(async () => {
  for (const desktop of opened.splice(0)) await desktop.close()
})

async function start(ports: Partial<Ports> = {}) {
  const site = await makeSite(tempFolder())
  const desktop = must(await open(site.data, ports))
  opened.push(desktop)
  return { site, call: caller(desktop) }
}

const bytes = () => new Uint8Array(randomBytes(32))
const keysOf = (office: Uint8Array[], seed = bytes()) =>
  useSecret({ v: 1, person: 'clerk', seed, office: office.map((one) => one.slice()) })

test('the key of the search index is there while somebody is signed in, the same for everybody of the office', async () => {
  const { site, call } = await start()
  const asked = async (person: string) => {
    must(await call('vault.unlock', { person, passphrase: site.passphrase }))
    const { key } = must(await call('vault.search-key', {}))
    must(await call('vault.lock', {}))
    return hex(key)
  }
  expect(await call('vault.search-key', {})).toMatchObject({ code: 'vault-locked' })
  const mine = await asked('clerk-a')
  expect(mine).toHaveLength(128)
  expect(await asked('clerk-b')).toBe(mine)
  expect(await asked('clerk-c')).not.toBe(mine)
  expect(await call('vault.search-key', {})).toMatchObject({ code: 'vault-locked' })
})

test('it stays when the office gets a newer key, and follows from no key of a person', async () => {
  const [first, second, seed] = [bytes(), bytes(), bytes()]
  const key = hex((await keysOf([first])).searchKey())
  expect(hex((await keysOf([second, first])).searchKey())).toBe(key)
  expect(hex((await keysOf([first], seed)).searchKey())).toBe(key)
  expect(hex((await keysOf([second])).searchKey())).not.toBe(key)
})

test('what has been handed out can be wiped without changing what comes next', async () => {
  const keys = await keysOf([bytes()])
  const before = hex(keys.searchKey())
  keys.searchKey().fill(0)
  expect(hex(keys.searchKey())).toBe(before)
  expect(before).not.toMatch(/^0+$/)
})

test('opening for the index does not keep the key open, opening for somebody does', async () => {
  let now = 1_000
  const { site, call } = await start({ now: () => now, uptime: () => 0, every: () => () => {} })
  const encrypter = new Encrypter()
  encrypter.addRecipient(site.recipients['632723'] as string)
  const sealed = [await encrypter.encrypt(encodeEnvelope(new Uint8Array(32), utf8('一')))]
  must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
  now += IDLE_MS - 1
  const { payloads } = must(await call('vault.open-unasked', { sealed }))
  expect(Buffer.from(payloads[0]?.clear ?? []).toString()).toBe('一')
  now += 1
  expect(await call('vault.open-unasked', { sealed })).toMatchObject({ code: 'vault-locked' })
  must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
  now += IDLE_MS - 1
  must(await call('vault.open', { sealed }))
  now += IDLE_MS - 1
  must(await call('vault.open-unasked', { sealed }))
})
