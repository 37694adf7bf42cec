import { readFile, writeFile } from 'node:fs/promises'
import { Decrypter } from 'age-encryption'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Desktop, Ports } from '../../../main/services/desktop.ts'
import { openSecret, publicKeyOfSeed } from '../../../main/services/secret.ts'
import { vaultPath } from '../../../main/services/vault.ts'
import { hex, utf8 } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { answerCall, type Draft } from '../../../shared/bridge.ts'
import {
  encode,
  entryId,
  entryMessage,
  makeVerify,
  parseBody,
  parseEnvelope,
  payloadCommit,
  type Value,
} from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, draft, fileOf, type MadeSite, makeSite, open } from './site.ts'

const opened: Desktop[] = []
afterEach(async () => {
  for (const desktop of opened.splice(0)) await desktop.close()
})

async function signedIn(person = 'clerk-a', ports: Partial<Ports> = {}) {
  const site = await makeSite(tempFolder())
  const desktop = must(await open(site.data, ports))
  opened.push(desktop)
  const call = caller(desktop)
  must(await call('vault.unlock', { person, passphrase: site.passphrase }))
  return { site, desktop, call }
}

const listed = async (desktop: Desktop) =>
  must(await caller(desktop)('journal.list', { from: 0, max: 10_000, after: [] })).entries
const pubOf = async (site: MadeSite, person: string) =>
  publicKeyOfSeed(
    must(await openSecret(new Uint8Array(await readFile(vaultPath(site.data, person))), site.passphrase)).seed,
  )

describe('what must not be signed', () => {
  const caseId = draft(1).case as string
  const heads = (n: number) => Array.from({ length: n }, (_, i) => new Uint8Array(32).fill(i))
  const deep = (n: number): Value => (n === 0 ? 0 : [deep(n - 1)])
  const refused: [string, Partial<Record<keyof Draft, unknown>>, string][] = [
    ['another office', { scope: ['632726'] }, 'wrong-role'],
    ['one of several is another office', { scope: ['632723', '632726'] }, 'wrong-role'],
    ['gov', { scope: ['gov'] }, 'wrong-role'],
    ['no scope', { scope: [] }, 'wrong-shape'],
    ['the same scope twice', { scope: ['632723', '632723'] }, 'wrong-shape'],
    ['genesis', { kind: 'genesis' }, 'wrong-role'],
    ['a kind of other letters', { kind: 'File' }, 'wrong-shape'],
    ['data that is no map', { data: encode([1]) }, 'wrong-shape'],
    ['data that is not canonical', { data: Uint8Array.of(0xa1, 0x61, 0x61, 0x18, 1) }, 'not-canonical'],
    ['data with more behind it', { data: Uint8Array.of(0xa0, 0xa0) }, 'not-canonical'],
    ['data that is too deep', { data: encode({ a: deep(15) }) }, 'too-deep'],
    ['data that is too long', { data: encode({ a: 'x'.repeat(60 * 1024 - 20) }) }, 'too-large'],
    [
      'subjects out of order',
      {
        subj: [
          { id: `${caseId}b`, heads: [] },
          { id: caseId, heads: [] },
        ],
      },
      'wrong-shape',
    ],
    ['a subject that is none', { subj: [{ id: 'x', heads: [] }] }, 'wrong-shape'],
    ['heads out of order', { subj: [{ id: caseId, heads: heads(3).reverse() }] }, 'wrong-shape'],
    ['a case that is none', { case: 'x' }, 'wrong-shape'],
    ['half a character', { case: '\ud800' }, 'wrong-shape'],
    ['a key of its own', { key: new Uint8Array(32) } as never, 'wrong-shape'],
    [
      'a reader who is none',
      { payload: { clear: utf8('x'), salt: new Uint8Array(32), readers: ['age1qqq'] } },
      'wrong-shape',
    ],
    ['no reader', { payload: { clear: utf8('x'), salt: new Uint8Array(32), readers: [] } }, 'wrong-shape'],
    ['a short salt', { payload: { clear: utf8('x'), salt: new Uint8Array(31), readers: ['age1'] } }, 'wrong-shape'],
  ]

  test('[N1] each is refused with its code, nothing is thrown, and nothing is kept', async () => {
    const { desktop, call, site } = await signedIn()
    for (const [what, change, code] of refused) {
      const answer = await answerCall(desktop.handlers, 'filing.submit', { ...draft(1), ...change }, (error) => {
        throw error
      })
      expect(answer, what).toMatchObject({ ok: false, code })
    }
    const payload = {
      clear: new Uint8Array(256 * 1024),
      salt: new Uint8Array(32),
      readers: [site.recipients['632723'] as string],
    }
    expect(await call('filing.submit', draft(1, { payload }))).toMatchObject({ ok: false, code: 'too-large' })
    expect(await listed(desktop)).toEqual([])
    const kept = must(await call('filing.submit', draft(1)))
    expect(must(parseBody(kept.body)).seq).toBe(0)
  })

  test('[N1] any junk at the door is answered with a code', async () => {
    const { desktop } = await signedIn()
    const names = [
      'filing.submit',
      'vault.open',
      'vault.unlock',
      'journal.list',
      'relay.request',
      'paper.pdf',
      'vault.session',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.anything(), async (name, input) => {
        const answer = await answerCall(desktop.handlers, name, input, (error) => {
          throw error
        })
        expect(answer).toMatchObject({ ok: false, code: 'wrong-shape' })
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})

describe('what is signed', () => {
  test('[N1] [N2] network, key, place and time are main’s own; the signature holds', async () => {
    const { site, call } = await signedIn('clerk-a', { now: () => 1_790_000_000_123 })
    const kept = must(await call('filing.submit', draft(1)))
    const pub = await pubOf(site, 'clerk-a')
    expect(must(parseBody(kept.body))).toMatchObject({
      net: site.profile.net,
      key: site.profile.people[0]?.key,
      epoch: 0,
      seq: 0,
      prev: null,
      time: 1_790_000_000_123,
      commit: null,
    })
    expect(kept.id).toEqual(entryId(kept.body))
    expect(await makeVerify(null)(pub, entryMessage(kept.body), kept.sig)).toBe(true)
  })

  test('[N5] the payload is committed to, and sealed to its readers and nobody else', async () => {
    const { site, call } = await signedIn()
    const salt = new Uint8Array(32).fill(6)
    const clear = utf8('身份证号')
    const readers = [site.recipients['632723'], site.recipients['632726'], site.recipients['632723']] as string[]
    const kept = must(await call('filing.submit', draft(1, { payload: { clear, salt, readers } })))
    expect(must(parseBody(kept.body)).commit).toEqual(payloadCommit(salt, clear))
    const header = Buffer.from(kept.sealed as Uint8Array).toString('latin1')
    expect(header.match(/-> X25519/g)).toHaveLength(2)
    for (const [person, office] of [
      ['clerk-b', true],
      ['clerk-c', true],
    ] as const) {
      must(await call('vault.unlock', { person, passphrase: site.passphrase }))
      const { payloads } = must(await call('vault.open', { sealed: [kept.sealed as Uint8Array] }))
      expect(payloads[0] !== null).toBe(office)
      expect(payloads[0]?.clear).toEqual(clear)
    }
    const stranger = new Decrypter()
    stranger.addIdentity('AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX')
    await expect(stranger.decrypt(kept.sealed as Uint8Array)).rejects.toThrow()
    expect(parseEnvelope(kept.sealed as Uint8Array).ok).toBe(false)
  })

  test('[N3] whatever is filed at once, by whom and when: every key has one chain, after a restart as well', async () => {
    const { site, desktop } = await signedIn()
    let now = 1_790_000_000_000
    const payload = { clear: utf8('x'), salt: new Uint8Array(32), readers: [site.recipients['632723'] as string] }
    const act = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ at: fc.integer({ min: -5_000, max: 5_000 }), sealed: fc.boolean(), bad: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    )
    await desktop.close()
    opened.length = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
        let current = must(await open(site.data, { now: () => now }))
        must(await caller(current)('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
        let pending: Promise<unknown>[] = []
        for (const one of acts) {
          if (one === 'restart') {
            await Promise.all(pending)
            pending = []
            await current.close()
            current = must(await open(site.data, { now: () => now }))
            must(await caller(current)('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
            continue
          }
          now += one.at
          const change = { ...(one.sealed ? { payload } : {}), ...(one.bad ? { case: 'none' } : {}) }
          pending.push(caller(current)('filing.submit', draft(pending.length, change)))
        }
        await Promise.all(pending)
        const entries = await listed(current)
        await current.close()
        const bodies = entries.map((one) => must(parseBody(one.body)))
        expect(bodies.map((one) => one.seq)).toEqual(bodies.map((_, i) => i))
        expect(bodies.map((one) => one.prev && hex(one.prev))).toEqual(
          [null, ...entries.map((one) => hex(one.id))].slice(0, bodies.length),
        )
      }),
      { numRuns: 12, seed: 3 },
    )
  }, 60_000)

  test('[N4] a changed record stops its own key only; the rest is read and the others go on', async () => {
    const { site, desktop, call } = await signedIn()
    must(await call('filing.submit', draft(1)))
    const second = must(await call('filing.submit', draft(2)))
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    const others = must(await call('filing.submit', draft(3)))
    await desktop.close()
    const file = await readFile(fileOf(site, 'clerk-a'))
    file[100] = (file[100] as number) ^ 1
    await writeFile(fileOf(site, 'clerk-a'), file)
    const again = must(await open(site.data))
    opened.push(again)
    const state = must(await caller(again)('journal.list', { from: 0, max: 10, after: [] }))
    expect(state.problem?.code).toBe('journal-damaged')
    expect(state.entries.map((one) => hex(one.id))).toEqual([second, others].map((one) => hex(one.id)))
    must(await caller(again)('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    expect(await caller(again)('filing.submit', draft(4))).toMatchObject({ code: 'journal-damaged' })
    must(await caller(again)('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    must(await caller(again)('filing.submit', draft(5)))
  })
})

describe('journal.list', () => {
  test('[journal] pages over all journals of the office, each in the order of its chain; other offices are not shown', async () => {
    let now = 1_790_000_000_000
    const { site, desktop, call } = await signedIn('clerk-a', { now: () => now })
    const ids: string[] = []
    const times = [0, 10, 5, 20]
    for (const [i, person] of ['clerk-a', 'clerk-b', 'clerk-a', 'clerk-b'].entries()) {
      must(await call('vault.unlock', { person, passphrase: site.passphrase }))
      now = 1_790_000_000_000 + (times[i] as number)
      ids.push(hex(must(await call('filing.submit', draft(i))).id))
    }
    must(await call('vault.unlock', { person: 'clerk-c', passphrase: site.passphrase }))
    const qumalai = { scope: ['632726'], case: null, subj: [] }
    const far = hex(must(await call('filing.submit', draft(9, qumalai))).id)
    expect((await listed(desktop)).map((one) => hex(one.id))).toEqual([far])
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    const wanted = [ids[0], ids[2], ids[1], ids[3]]
    for (const max of [1, 2, 3, 4, 9]) {
      const got: string[] = []
      for (let from = 0; from < 4; from += max) {
        const page = must(await call('journal.list', { from, max, after: [] }))
        expect(page.total).toBe(4)
        got.push(...page.entries.map((one) => hex(one.id)))
      }
      expect(got).toEqual(wanted)
    }
    expect(must(await call('journal.list', { from: 4, max: 1, after: [] })).entries).toEqual([])
    expect(must(await call('journal.list', { from: 0, max: 0, after: [] })).entries).toEqual([])
    must(await call('vault.lock', {}))
    expect(await listed(desktop)).toHaveLength(5)
  })

  test('[N3] a clock that goes back does not put an entry before the one that it follows', async () => {
    let now = 1_790_000_000_000
    const { desktop, call } = await signedIn('clerk-a', { now: () => now })
    for (let i = 0; i < 3; i++) {
      now -= 60_000
      must(await call('filing.submit', draft(i)))
    }
    expect((await listed(desktop)).map((one) => must(parseBody(one.body)).seq)).toEqual([0, 1, 2])
  })
})

describe('journal.list with marks', () => {
  test('[journal] what stands at or before the mark of its key is left out, and nothing of anybody else', async () => {
    const { site, call } = await signedIn()
    const mine: string[] = []
    for (let i = 0; i < 4; i++) mine.push(hex(must(await call('filing.submit', draft(i))).id))
    const key = site.profile.people[0]?.key as Uint8Array
    must(await call('vault.unlock', { person: 'clerk-b', passphrase: site.passphrase }))
    const theirs = hex(must(await call('filing.submit', draft(9))).id)
    const ids = async (after: { key: Uint8Array; epoch: number; seq: number }[]) => {
      const page = must(await call('journal.list', { from: 0, max: 10, after }))
      expect(page.total).toBe(page.entries.length)
      return page.entries.map((one) => hex(one.id))
    }
    expect(await ids([])).toEqual([...mine, theirs])
    expect(await ids([{ key, epoch: 0, seq: 1 }])).toEqual([...mine.slice(2), theirs])
    expect(await ids([{ key, epoch: 0, seq: 99 }])).toEqual([theirs])
    // A mark in another epoch says nothing of this one.
    expect(await ids([{ key, epoch: 1, seq: 99 }])).toEqual([...mine, theirs])
    expect(
      must(await call('journal.list', { from: 1, max: 1, after: [{ key, epoch: 0, seq: 0 }] })).entries,
    ).toHaveLength(1)
  })
})

describe('filing.submit-many', () => {
  const many = (n: number, from = 0) => Array.from({ length: n }, (_, i) => draft(from + i))

  test('[N3] many are signed in the order given, as one chain with what came before and after, and answered as they are kept', async () => {
    const { site, desktop, call } = await signedIn()
    const readers = [site.recipients['632723'] as string]
    must(await call('filing.submit', draft(1)))
    const drafts = many(40, 2).map((one, i) =>
      i % 2 === 0 ? one : { ...one, payload: { clear: utf8(`${i}`), salt: new Uint8Array(32).fill(i), readers } },
    )
    const { kept } = must(await call('filing.submit-many', { drafts }))
    must(await call('filing.submit', draft(99)))
    const entries = await listed(desktop)
    expect(entries.slice(1, 41)).toEqual(kept)
    const bodies = entries.map((one) => must(parseBody(one.body)))
    expect(bodies.map((one) => one.seq)).toEqual(bodies.map((_, i) => i))
    expect(bodies.slice(1).map((one) => one.prev)).toEqual(entries.slice(0, -1).map((one) => one.id))
    expect(bodies.map((one) => one.case)).toEqual([draft(1), ...drafts, draft(99)].map((one) => one.case))
    const pub = await pubOf(site, 'clerk-a')
    for (const one of kept) expect(await makeVerify(null)(pub, entryMessage(one.body), one.sig)).toBe(true)
    const sealed = kept.flatMap((one) => one.sealed ?? [])
    const { payloads } = must(await call('vault.open', { sealed }))
    expect(payloads.map((one) => Number(Buffer.from(one?.clear ?? []).toString()))).toEqual(
      kept.flatMap((one, i) => (one.sealed === null ? [] : [i])),
    )
  })

  test('[journal] one that may not be signed, and none of them is kept', async () => {
    const { desktop, call } = await signedIn()
    for (const [change, code] of [
      [{ scope: ['632726'] }, 'wrong-role'],
      [{ case: 'x' }, 'wrong-shape'],
      [{ data: encode([1]) }, 'wrong-shape'],
    ] as const) {
      const drafts = many(5)
      drafts[3] = { ...(drafts[3] as Draft), ...change } as Draft
      const answer = await call('filing.submit-many', { drafts })
      expect(answer).toMatchObject({ ok: false, code })
      expect(answer.ok ? '' : answer.detail).toContain('drafts[3]')
    }
    expect(await listed(desktop)).toEqual([])
    must(await call('filing.submit-many', { drafts: many(5) }))
    expect(await listed(desktop)).toHaveLength(5)
  })

  test('[journal] none, too many, or together too large: refused, and nothing is kept', async () => {
    const { desktop, call } = await signedIn()
    expect(await call('filing.submit-many', { drafts: [] })).toMatchObject({ code: 'wrong-shape' })
    expect(await call('filing.submit-many', { drafts: many(257) })).toMatchObject({ code: 'wrong-shape' })
    const data = encode({ text: 'x'.repeat(59_000) } as Value)
    const drafts = many(256).map((one) => ({ ...one, data }))
    expect((await call('filing.submit-many', { drafts: drafts.slice(0, 200) })).ok).toBe(true)
    const payload = (i: number) => ({
      clear: new Uint8Array(60_000).fill(i),
      salt: new Uint8Array(32),
      readers: [] as string[],
    })
    const heavy = drafts.map((one, i) => ({
      ...one,
      payload: { ...payload(i), readers: ['age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'] },
    }))
    expect(await call('filing.submit-many', { drafts: heavy })).toMatchObject({ ok: false, code: 'too-large' })
    expect(await listed(desktop)).toHaveLength(200)
  })

  test('nobody has signed in: nothing is signed', async () => {
    const { desktop, call } = await signedIn()
    must(await call('vault.lock', {}))
    expect(await call('filing.submit-many', { drafts: many(2) })).toMatchObject({ code: 'vault-locked' })
    expect(await listed(desktop)).toEqual([])
  })
})
