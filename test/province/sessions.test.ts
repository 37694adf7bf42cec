import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ProvinceNode } from '../../province/node.ts'
import { Sessions } from '../../province/sessions.ts'
import { must } from '../../shared/base/result.ts'
import { inContext } from '../../shared/ledger/index.ts'
import { makeBase } from './base-folder.ts'
import { Device, memberEntry } from './network.ts'

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const base = await makeBase(join(root, 'base'))
const node = must(await ProvinceNode.open(base.options))
afterAll(() => node.close())

let now = 1_800_000_000_000
const standing = () => ({ gov: node.ledger.gov, at: node.ledger.published.header.h })
const sessions = new Sessions(standing, () => now)

const signed = (device: Device, nonce: Uint8Array) => ({
  key: device.key,
  nonce,
  sig: device.sign(inContext('session', nonce)),
})
const codeOf = async (asked: Parameters<Sessions['open']>[0]) => {
  const opened = await sessions.open(asked)
  return opened.ok ? 'open' : opened.code
}

test('[W2] a signed challenge gives a token for the scopes of the member, and gov', async () => {
  const session = must(await sessions.open(signed(base.clerk, sessions.challenge().nonce)))
  expect(session.scopes).toEqual(['632723', '632723/land', 'gov'])
  expect(session.expires).toBe(now + 15 * 60_000)
  expect(session.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(sessions.scopes(`Bearer ${session.token}`)).toEqual({ ok: true, value: session.scopes })
})

test('[W2] a challenge serves once, even when the signature was wrong', async () => {
  const { nonce } = sessions.challenge()
  expect(await codeOf({ ...signed(base.clerk, nonce), sig: new Uint8Array(64) })).toBe('bad-signature')
  expect(await codeOf(signed(base.clerk, nonce))).toBe('session-needed')
  const again = signed(base.clerk, sessions.challenge().nonce)
  const both = await Promise.all([codeOf(again), codeOf(again)])
  expect(both.sort()).toEqual(['open', 'session-needed'])
})

test('[W2] a challenge of our own making, and one older than a minute, open nothing', async () => {
  expect(await codeOf(signed(base.clerk, new Uint8Array(32)))).toBe('session-needed')
  const { nonce } = sessions.challenge()
  now += 60_000
  expect(await codeOf(signed(base.clerk, nonce))).toBe('session-needed')
})

test('[K4] a signature over the nonce alone, or made for something else, opens nothing', async () => {
  for (const context of ['entry', 'ack', 'bundle'] as const) {
    const { nonce } = sessions.challenge()
    expect(await codeOf({ key: base.clerk.key, nonce, sig: base.clerk.sign(inContext(context, nonce)) })).toBe(
      'bad-signature',
    )
  }
  const { nonce } = sessions.challenge()
  expect(await codeOf({ key: base.clerk.key, nonce, sig: base.clerk.sign(nonce) })).toBe('bad-signature')
})

test('[W2] a key that is not registered, or not for entries, opens nothing', async () => {
  expect(await codeOf(signed(new Device(), sessions.challenge().nonce))).toBe('unknown-key')
  const { ack } = node.parts.keys
  const { nonce } = sessions.challenge()
  const { keyId } = await import('../../shared/ledger/index.ts')
  expect(await codeOf({ key: keyId(ack.pub), nonce, sig: ack.sign(inContext('session', nonce)) })).toBe('unknown-key')
})

test('[W2] a token ends after a quarter of an hour', async () => {
  const session = must(await sessions.open(signed(base.clerk, sessions.challenge().nonce)))
  now += 15 * 60_000 - 1
  expect(sessions.scopes(`Bearer ${session.token}`).ok).toBe(true)
  now += 1
  expect(sessions.scopes(`Bearer ${session.token}`)).toMatchObject({ ok: false, code: 'session-needed' })
})

test.each([undefined, '', 'Bearer', 'Bearer ', `Bearer ${'A'.repeat(43)}`, `Basic ${'A'.repeat(43)}`])(
  '[W2] %s is no session',
  (header) => {
    expect(sessions.scopes(header)).toMatchObject({ ok: false, code: 'session-needed' })
  },
)

test('[W2] a revocation ends a session at once, and no new one begins', async () => {
  const leaver = new Device()
  leaver.net = base.clerk.net
  must(await node.push([memberEntry(base.registrar, 'leaver', leaver, ['632726'])]))
  must(await node.seal())
  const session = must(await sessions.open(signed(leaver, sessions.challenge().nonce)))
  expect(session.scopes).toEqual(['632726', 'gov'])
  must(await node.push([base.registrar.next('revoke', ['gov'], { key: leaver.key, last: null, reason: 'left' })]))
  must(await node.seal())
  expect(sessions.scopes(`Bearer ${session.token}`)).toMatchObject({ ok: false, code: 'key-revoked' })
  expect(await codeOf(signed(leaver, sessions.challenge().nonce))).toBe('key-revoked')
})

test('[W2] challenges that nobody answers do not fill the memory', async () => {
  const { nonce } = sessions.challenge()
  for (let i = 0; i < 20_000; i++) sessions.challenge()
  expect(await codeOf(signed(base.clerk, nonce))).toBe('session-needed')
  expect(await codeOf(signed(base.clerk, sessions.challenge().nonce))).toBe('open')
})
