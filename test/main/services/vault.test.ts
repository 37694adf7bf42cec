import { verify } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import { afterEach, describe, expect, test } from 'vitest'
import type { Desktop, Ports } from '../../../main/services/desktop.ts'
import { openSecret, publicKeyOfSeed, sealSecret, useSecret, WORK_FACTOR } from '../../../main/services/secret.ts'
import { IDLE_MS, vaultPath } from '../../../main/services/vault.ts'
import { hex, utf8 } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { encode, encodeEnvelope, inContext, makeVerify } from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, draft, type MadeSite, makeSite, open } from './site.ts'

const opened: Desktop[] = []
afterEach(async () => {
  for (const desktop of opened.splice(0)) await desktop.close()
})

async function start(
  ports: Partial<Ports> = {},
): Promise<{ site: MadeSite; desktop: Desktop; call: ReturnType<typeof caller> }> {
  const site = await makeSite(tempFolder())
  const desktop = must(await open(site.data, ports))
  opened.push(desktop)
  return { site, desktop, call: caller(desktop) }
}

describe('opening a key', () => {
  test('[K5] a wrong passphrase opens nothing, and leaves nobody signed in', async () => {
    const { site, call } = await start()
    for (const passphrase of ['', site.passphrase.slice(1), `${site.passphrase} `]) {
      expect(await call('vault.unlock', { person: 'clerk-a', passphrase })).toMatchObject({ code: 'wrong-passphrase' })
    }
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    await call('vault.unlock', { person: 'clerk-b', passphrase: 'wrong' })
    expect(must(await call('site.info', {})).signedIn).toBeNull()
    expect(await call('filing.submit', draft(1))).toMatchObject({ code: 'vault-locked' })
  })

  test('[K5] a person who is not of this desktop, and one whose name is a path', async () => {
    const { call } = await start()
    for (const person of ['nobody', '../site', 'constructor']) {
      expect(await call('vault.unlock', { person, passphrase: 'x' })).toMatchObject({ code: 'not-found' })
    }
  })

  test('[K5] what an input method makes of the same characters opens it as well', async () => {
    const { call } = await start()
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: '高原\u3000２０２６' }))
  })

  test('[K5] a missing, empty, cut or foreign key file is damaged; no flipped byte opens to another key', async () => {
    const { site, call } = await start()
    const path = vaultPath(site.data, 'clerk-a')
    const good = new Uint8Array(await readFile(path))
    const unlock = () => call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase })
    for (const bytes of [new Uint8Array(0), utf8('not a key'), good.slice(0, -1), good.slice(0, 60)]) {
      await writeFile(path, bytes)
      expect(await unlock()).toMatchObject({ code: 'vault-damaged' })
    }
    await writeFile(path, await readFile(vaultPath(site.data, 'clerk-b')))
    expect(await unlock()).toMatchObject({ code: 'vault-damaged', detail: 'the key file of somebody else' })
    const encrypter = new Encrypter()
    encrypter.setPassphrase(site.passphrase.normalize('NFKC'))
    encrypter.setScryptWorkFactor(4)
    await writeFile(path, await encrypter.encrypt(encode({ v: 2 })))
    expect(await unlock()).toMatchObject({ code: 'vault-damaged' })
    for (let at = 0; at < good.length; at += 3) {
      const changed = good.slice()
      changed[at] = (changed[at] as number) ^ 1
      const answer = await openSecret(changed, site.passphrase)
      expect(['wrong-passphrase', 'vault-damaged']).toContain(answer.ok ? 'opened' : answer.code)
    }
  })

  test('[K5] a key of another seed than the profile names is not used', async () => {
    const { site, call } = await start()
    const value = {
      v: 1 as const,
      person: 'clerk-a',
      seed: new Uint8Array(32).fill(1),
      office: [new Uint8Array(32).fill(2)],
    }
    await writeFile(vaultPath(site.data, 'clerk-a'), await sealSecret(value, site.passphrase, 4))
    const answer = await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase })
    expect(answer).toMatchObject({ code: 'vault-damaged' })
  })

  test('[K5] sealed at full strength; the secret is wiped where it was, and stands nowhere in the file', async () => {
    const seed = new Uint8Array(32).fill(0xa7)
    const value = { v: 1 as const, person: 'p', seed, office: [new Uint8Array(32).fill(0xb6)] }
    const file = await sealSecret(value, 'x')
    expect(Buffer.from(file).toString('latin1')).toMatch(new RegExp(`-> scrypt \\S+ ${WORK_FACTOR}\\n`))
    expect(hex(file)).not.toContain(hex(seed.subarray(0, 8)))
    const read = must(await openSecret(file, 'x'))
    const pub = publicKeyOfSeed(read.seed)
    const keys = await useSecret(read)
    expect([...read.seed, ...(read.office[0] as Uint8Array)].every((byte) => byte === 0)).toBe(true)
    expect(keys.pub).toEqual(pub)
    expect(Object.values(keys).filter((part) => typeof part !== 'function')).toEqual([pub])
  })
})

describe('an open key', () => {
  test('[K4] signs a session challenge in its own context, so that it is never a signature of an entry', async () => {
    const { site, call } = await start()
    const nonce = new Uint8Array(32).fill(4)
    expect(await call('vault.session', { nonce })).toMatchObject({ code: 'vault-locked' })
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    const { key, sig } = must(await call('vault.session', { nonce }))
    expect(key).toEqual(site.profile.people[0]?.key)
    const secret = must(
      await openSecret(new Uint8Array(await readFile(vaultPath(site.data, 'clerk-a'))), site.passphrase),
    )
    const pub = publicKeyOfSeed(secret.seed)
    const holds = makeVerify((p, message, s) =>
      verify(
        null,
        message,
        { key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), p]), format: 'der', type: 'spki' },
        s,
      ),
    )
    expect(await holds(pub, inContext('session', nonce), sig)).toBe(true)
    expect(await holds(pub, inContext('entry', nonce), sig)).toBe(false)
  })

  test('[N5] opens what is sealed to its office, in order; null for everything else', async () => {
    const { site, call } = await start()
    const salt = new Uint8Array(32).fill(8)
    const seal = async (office: string, content: Uint8Array) => {
      const encrypter = new Encrypter()
      encrypter.addRecipient(site.recipients[office] as string)
      return encrypter.encrypt(content)
    }
    const mine = await seal('632723', encodeEnvelope(salt, utf8('一')))
    const other = await seal('632726', encodeEnvelope(salt, utf8('二')))
    const odd = await seal('632723', utf8('no envelope'))
    const cut = mine.slice(0, -1)
    const sealed = [other, mine, odd, cut, new Uint8Array(0), mine]
    expect(await call('vault.open', { sealed })).toMatchObject({ code: 'vault-locked' })
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    const { payloads } = must(await call('vault.open', { sealed }))
    expect(payloads.map((one) => one && Buffer.from(one.clear).toString())).toEqual([
      null,
      '一',
      null,
      null,
      null,
      '一',
    ])
    expect(payloads[1]?.salt).toEqual(salt)
  })

  test('[K5] one at a time: another person closes it, and whoever listens is told', async () => {
    const { site, desktop, call } = await start()
    const heard: unknown[] = []
    const quiet = desktop.on((event, detail) => heard.push([event, detail]))
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    must(await call('vault.unlock', { person: 'clerk-c', passphrase: site.passphrase }))
    expect(must(await call('site.info', {})).signedIn).toBe('clerk-c')
    must(await call('vault.lock', {}))
    must(await call('vault.lock', {}))
    expect(heard).toEqual([
      ['locked', { reason: 'asked' }],
      ['locked', { reason: 'asked' }],
    ])
    expect(must(await call('site.info', {})).signedIn).toBeNull()
    quiet()
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    must(await call('vault.lock', {}))
    expect(heard).toHaveLength(2)
  })
})

describe('nobody there', () => {
  const clock = () => {
    const at = { wall: 1_790_000_000_000, uptime: 5_000 }
    let tick = () => {}
    const ports: Partial<Ports> = {
      now: () => at.wall,
      uptime: () => at.uptime,
      every: (_ms, run) => {
        tick = run
        return () => {}
      },
    }
    return { at, ports, tick: () => tick() }
  }

  test.each(['wall', 'uptime'] as const)(
    '[K5] after 15 minutes of either clock (%s) the key is closed',
    async (which) => {
      const { at, ports, tick } = clock()
      const { site, desktop, call } = await start(ports)
      const heard: unknown[] = []
      desktop.on((event, detail) => heard.push([event, detail]))
      must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
      at[which] += IDLE_MS - 1
      tick()
      expect(heard).toEqual([])
      must(await call('filing.submit', draft(1)))
      at[which] += IDLE_MS - 1
      tick()
      // What the program does by itself does not keep the key open.
      must(await call('vault.session', { nonce: new Uint8Array(32) }))
      at[which] += 1
      tick()
      expect(heard).toEqual([['locked', { reason: 'idle' }]])
      expect(await call('filing.submit', draft(2))).toMatchObject({ code: 'vault-locked' })
    },
  )

  test('[K5] a computer that wakes up signs nothing before it has looked at the clock', async () => {
    const { at, ports } = clock()
    const { site, call } = await start(ports)
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    at.wall += IDLE_MS
    expect(await call('vault.session', { nonce: new Uint8Array(32) })).toMatchObject({ code: 'vault-locked' })
  })
})

test('[K5] the vault file is a plain age file: another program opens it with the passphrase', async () => {
  const { site } = await start()
  const decrypter = new Decrypter()
  decrypter.addPassphrase(site.passphrase)
  expect(
    (await decrypter.decrypt(new Uint8Array(await readFile(vaultPath(site.data, 'clerk-a'))))).length,
  ).toBeGreaterThan(64)
})
