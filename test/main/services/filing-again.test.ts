import { generateKeyPairSync, sign } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Desktop } from '../../../main/services/desktop.ts'
import { realDisk } from '../../../main/services/disk.ts'
import { hex } from '../../../shared/base/bytes.ts'
import type { Code } from '../../../shared/base/codes.ts'
import { must } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { answerMessage, type Body, encode, encodeAnswer, parseBody, type Value } from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { type FaultyDisk, faultyDisk } from './faulty-disk.ts'
import { caller, draft, fileOf, type MadeSite, makeSite, open } from './site.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const ACK = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))

const says = (said: Parameters<typeof encodeAnswer>[0]) => {
  const bytes = encodeAnswer(said)
  return { said: bytes, sig: new Uint8Array(sign(null, answerMessage(bytes), privateKey)) }
}
const refusal = ({ id }: Pick<Kept, 'id'>, code: Code = 'wrong-commit') => says({ id, received: 1, code })
const bodyOf = ({ body }: Pick<Kept, 'body'>): Body => must(parseBody(body))
const opened: Desktop[] = []
afterEach(async () => {
  for (const desktop of opened.splice(0)) await desktop.close()
})

async function signIn(site: MadeSite, disk: FaultyDisk = faultyDisk(realDisk)) {
  const desktop = must(await open(site.data, { disk }))
  opened.push(desktop)
  const call = caller(desktop)
  must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
  const list = async () => must(await call('journal.list', { from: 0, max: 1000, after: [] })).entries
  return { desktop, call, disk, list }
}

/** Five acts on one case, each upon the one before; the second has a sealed payload. */
async function five() {
  const site = await makeSite(tempFolder(), { ack: ACK })
  const on = await signIn(site)
  const reader = site.recipients['632723'] as string
  const kept: Kept[] = []
  for (let i = 0; i < 5; i++) {
    const id = draft(1).case as string
    const subj = [{ id, heads: kept.slice(-1).map((one) => one.id) }]
    const payload = { clear: new Uint8Array(40), salt: new Uint8Array(32), readers: [reader] }
    kept.push(must(await on.call('filing.submit', draft(1, { subj, payload: i === 1 ? payload : null }))))
  }
  return { site, kept, ...on }
}

describe('signing again what a refusal stopped', () => {
  test('[N3] a new epoch: the same content and time, what it is based on follows, and the old says what took its place', async () => {
    const { site, desktop, call, kept, list } = await five()
    const entries = kept.slice(2).map(({ id }) => id)
    const { kept: again } = must(await call('filing.again', { refusal: refusal(kept[1] as Kept), entries }))
    expect(again.map(bodyOf).map(({ epoch, seq }) => `${epoch}/${seq}`)).toEqual(['1/0', '1/1', '1/2'])
    for (const [i, one] of again.entries()) {
      const [old, now] = [bodyOf(kept[i + 2] as Kept), bodyOf(one)]
      const before = i === 0 ? (kept[1] as Kept).id : (again[i - 1] as Kept).id
      expect(now).toEqual({
        ...old,
        epoch: 1,
        seq: i,
        prev: i === 0 ? null : before,
        subj: [{ id: old.case, heads: [before] }],
      })
      expect(one.replaces).toEqual((kept[i + 2] as Kept).id)
    }
    // What is signed next goes on behind them.
    expect(bodyOf(must(await call('filing.submit', draft(9))))).toMatchObject({ epoch: 1, seq: 3 })
    const before = await list()
    await desktop.close()
    const { list: later } = await signIn(site)
    const after = await later()
    expect(after).toEqual(before)
    const place = new Map(after.map((one) => [hex(one.id), one.replacedBy === undefined ? null : hex(one.replacedBy)]))
    expect(kept.map(({ id }) => place.get(hex(id)))).toEqual([null, null, ...again.map(({ id }) => hex(id))])
  })

  test('[N3] the refused one may be among them; its payload goes along', async () => {
    const { call, kept } = await five()
    const entries = kept.slice(1).map(({ id }) => id)
    const { kept: again } = must(
      await call('filing.again', { refusal: refusal(kept[1] as Kept, 'chain-fork'), entries }),
    )
    expect(again[0]?.sealed).toEqual(kept[1]?.sealed)
    expect(bodyOf(again[0] as Kept).commit).toEqual(bodyOf(kept[1] as Kept).commit)
    // And again, when that one is refused too: what stands in its place follows over both.
    const twice = must(
      await call('filing.again', { refusal: refusal(again[1] as Kept), entries: again.slice(2).map(({ id }) => id) }),
    )
    expect(bodyOf(twice.kept[0] as Kept)).toMatchObject({ epoch: 2, seq: 0 })
    expect(bodyOf(twice.kept[0] as Kept).subj[0]?.heads).toEqual([again[1]?.id])
  })

  test('[N3] a decision, and a revocation, name what stands in place of an entry', async () => {
    const { call, kept, site } = await five()
    const [a, b] = [kept[2] as Kept, kept[3] as Kept]
    const recall = [a.id, b.id].sort((one, other) => Buffer.compare(one, other))
    const data = { adopt: b.id, disputes: recall, heads: [a.id], recall, choice: 'adopt' }
    const decision = must(
      await call('filing.submit', draft(1, { kind: 'resolve', data: encode(data as unknown as Value) })),
    )
    expect(site.profile.people[0]?.scopes).not.toContain('gov')
    const entries = [a.id, b.id, decision.id]
    const { kept: again } = must(await call('filing.again', { refusal: refusal(kept[1] as Kept), entries }))
    const [one, two] = [again[0]?.id as Uint8Array, again[1]?.id as Uint8Array]
    const both = [one, two].sort((x, y) => Buffer.compare(x, y))
    expect(bodyOf(again[2] as Kept).data).toEqual({ ...data, adopt: two, disputes: both, heads: [one], recall: both })
  })

  test('[N3] new work leaves a stopped epoch by itself, and only on the word of the province', async () => {
    const { call, kept } = await five()
    expect(
      await call('journal.leave', { refusal: says({ id: kept[4]?.id as Uint8Array, received: 1, by: 2 }) }),
    ).toMatchObject({ code: 'not-allowed' })
    expect(bodyOf(must(await call('filing.submit', draft(6))))).toMatchObject({ epoch: 0, seq: 5 })
    must(await call('journal.leave', { refusal: refusal(kept[4] as Kept, 'chain-gap') }))
    const next = must(await call('filing.submit', draft(7)))
    expect(bodyOf(next)).toMatchObject({ epoch: 1, seq: 0, prev: null })
    // The same word again moves nothing; what was stopped is signed behind the new work.
    must(await call('journal.leave', { refusal: refusal(kept[4] as Kept, 'chain-gap') }))
    const again = must(
      await call('filing.again', { refusal: refusal(kept[1] as Kept), entries: [kept[2]?.id as Uint8Array] }),
    )
    expect(bodyOf(again.kept[0] as Kept)).toMatchObject({ epoch: 1, seq: 1, prev: next.id })
  })

  test('[N3] a page gets nothing signed that was not stopped, is not of this key, or was signed again already', async () => {
    const { call, kept, list, site } = await five()
    const third = kept[2] as Kept
    const entries = [third.id]
    const forged = { ...refusal(kept[1] as Kept), sig: new Uint8Array(64) }
    const ask = async (said: ReturnType<typeof refusal>, ids: Uint8Array[] = entries) => {
      const answer = await call('filing.again', { refusal: said, entries: ids })
      return answer.ok ? 'signed' : answer.code
    }
    const before = await list()
    expect(await ask(forged)).toBe('bad-signature')
    expect(await ask(says({ id: (kept[1] as Kept).id, received: 1, by: 2 }))).toBe('not-allowed')
    expect(await ask(refusal(kept[1] as Kept, 'busy'))).toBe('not-allowed')
    expect(await ask(refusal(kept[1] as Kept, 'key-frozen'))).toBe('key-frozen')
    expect(await ask(refusal(kept[1] as Kept, 'key-revoked'))).toBe('key-revoked')
    expect(await ask(refusal({ id: new Uint8Array(32) }))).toBe('not-found')
    expect(await ask(refusal(kept[3] as Kept))).toBe('not-found')
    expect(await ask(refusal(kept[1] as Kept), [third.id, new Uint8Array(32)])).toBe('not-found')
    expect(await ask(refusal(kept[1] as Kept), [third.id, third.id])).toBe('not-found')
    expect(
      await ask(
        refusal(kept[1] as Kept),
        Array.from({ length: 257 }, () => third.id),
      ),
    ).toBe('wrong-shape')
    expect(await list()).toEqual(before)
    expect(await ask(refusal(kept[1] as Kept))).toBe('signed')
    expect(await ask(refusal(kept[1] as Kept))).toBe('not-allowed')
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    expect(await ask(refusal(kept[1] as Kept), [(kept[3] as Kept).id])).toBe('not-found')
    must(await call('vault.lock', {}))
    expect(await ask(refusal(kept[1] as Kept), [(kept[3] as Kept).id])).toBe('vault-locked')
  })
})

describe('a crash while entries are signed again', () => {
  test('[journal] cut anywhere, all of the new are there or none, and what is asked again is never doubled', async () => {
    const { desktop, call, site, kept } = await five()
    const path = fileOf(site, 'clerk-a')
    const old = (await readFile(path)).length
    const said = { refusal: refusal(kept[1] as Kept), entries: kept.slice(2).map(({ id }) => id) }
    must(await call('filing.again', said))
    await desktop.close()
    opened.length = 0
    const bytes = await readFile(path)
    const cuts = [
      old,
      old + 1,
      old + 23,
      old + 24,
      Math.floor((old + bytes.length) / 2),
      bytes.length - 1,
      bytes.length,
    ]
    for (const cut of cuts) {
      await writeFile(path, bytes.subarray(0, cut))
      const on = await signIn(site)
      const there = (await on.list()).filter((one) => one.replaces !== undefined).length
      expect(there, `cut at ${cut}`).toBe(cut === bytes.length ? 3 : 0)
      const answer = await on.call('filing.again', said)
      expect(answer.ok ? 'signed' : answer.code).toBe(there === 0 ? 'signed' : 'not-allowed')
      expect((await on.list()).filter((one) => one.replacedBy !== undefined)).toHaveLength(3)
      await on.desktop.close()
      opened.length = 0
    }
  })

  test.each(['write', 'sync'] as const)(
    '[journal] a %s that fails: none is there, and the next try signs each once',
    async (operation) => {
      for (const fault of ['lost', 'done', 'short', 'full'] as const) {
        const { call, disk, kept, list, desktop, site } = await five()
        disk.fail(operation, fault)
        const said = { refusal: refusal(kept[1] as Kept), entries: kept.slice(2).map(({ id }) => id) }
        const first = await call('filing.again', said)
        disk.mend()
        if (!first.ok) must(await call('filing.again', said))
        expect((await list()).flatMap(({ replaces }) => (replaces === undefined ? [] : hex(replaces)))).toEqual(
          kept.slice(2).map(({ id }) => hex(id)),
        )
        const before = await list()
        await desktop.close()
        expect(await (await signIn(site)).list()).toEqual(before)
      }
    },
  )
})
