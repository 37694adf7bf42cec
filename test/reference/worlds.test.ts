import { expect, test } from 'vitest'
import { utf8 } from '../../shared/base/bytes.ts'
import type { Body, Value } from '../../shared/ledger/index.ts'
import { COUNTY, keyOf, START } from '../simulation/people.ts'
import { sha256 } from '../simulation/shared-gov.ts'
import { Both } from './compare-wild.ts'
import { compareWorld } from './worlds.ts'

/**
 * docs/ledger-spec.md, read a second time: what was written from the page alone says the same of every leaf as the product, verdict and records.
 * `npm run sim -- --reference` compares as many worlds as one likes.
 */

const counts = new Map<string, number>()

/** Worlds of all flavours, a few in one test; `each`: entries about every leaf that nobody there signed. */
function compare(from: number, worlds: number, steps: number, each: number): void {
  for (let seed = from; seed < from + worlds; seed++) {
    for (const { difference, outcomes } of compareWorld(seed, [3, 8], steps, each)) {
      expect(difference, `seed ${seed}`).toBeNull()
      for (const [outcome, n] of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + n)
    }
  }
}

test.each([1, 9])('[X5] [X6] [N10] [X9] eight worlds from seed %i on are judged alike', (from) => {
  compare(from, 8, 32, 0)
})

test('[X2] [X5] [X6] so is what nobody signed in eight worlds', () => {
  compare(100, 8, 25, 4)
})

test('[X2] every kind of verdict was among them', () => {
  const all = [...counts.keys()].join()
  const reasons = [
    ...['shape', 'case', 'service', 'role', 'field', 'subject', 'number', 'base', 'exists', 'overruled', 'disputed'],
    ...['state', 'pending', 'stale', 'dispute', 'author', 'chain', 'replay', 'revoked', 'unknown-key'],
  ]
  for (const reason of reasons) expect(all).toContain(`void(${reason})`)
  for (const outcome of ['applied', 'merged', 'disputed', 'resolve: applied']) expect(all).toContain(outcome)
})

/** Entries of one clerk and others on one thing, as they come; the id of each is that of its number. */
class Hand {
  readonly both = new Both()
  readonly #h = 1000
  #n = 0

  sign(member: string, kind: string, kase: string | null, subj: Body['subj'], data: Body['data']): Uint8Array {
    const id = sha256(utf8(`limits/${++this.#n}`))
    const of = { v: 1 as const, net: id, epoch: 0, seq: 0, prev: null, time: START, commit: null, att: [] }
    const entry = { ...of, kind, scope: [COUNTY], key: keyOf(member).id, case: kase, subj, data }
    expect(this.both.judge(entry, id, this.#h, START, true)).toBeNull()
    return id
  }

  file(
    service: string,
    fields: { readonly [name: string]: Value },
    heads: Uint8Array[],
  ): { id: Uint8Array; kase: string } {
    const kase = `${COUNTY}/case/L${this.#n}`
    const subj = [
      { id: kase, heads: [] },
      { id: `${COUNTY}/thing/T1`, heads },
    ]
    const data = { service, version: 1, fields: { no: 'T1', ...fields }, sealed: {}, materials: [], number: null }
    return { id: this.sign('clerk-0', 'file', kase, subj, data), kase }
  }

  correct(kase: string, heads: Uint8Array, area: number): Uint8Array {
    const data = {
      action: 'correct',
      reason: null,
      fields: { area },
      sealed: {},
      materials: [],
      number: null,
      rules: null,
    }
    return this.sign('clerk-1', 'act', kase, [{ id: kase, heads: [heads] }], data)
  }

  outcome(name: string): number {
    return this.both.outcomes.get(name) ?? 0
  }
}

test('[X5] [X6] the limits are read alike: sixteen heads, sixty-four undone, fifty in a list that two have made', () => {
  const heads = new Hand()
  const { id: first } = heads.file('record', {}, [])
  for (let i = 0; i < 18; i++) heads.file('edit', { area: i }, [first])
  expect([heads.outcome('file: disputed') > 0, heads.outcome('file: void(base)')]).toEqual([true, 2])
  for (const [steps, outcome] of [
    [64, 'applied'],
    [65, 'void(dispute)'],
  ] as const) {
    const long = new Hand()
    const made = long.file('record', {}, [])
    const { id: opened, kase } = long.file('apply', {}, [made.id])
    let last = opened
    for (let i = 0; i < steps; i++) last = long.correct(kase, last, i)
    const rival = long.correct(kase, opened, 7)
    expect(long.outcome('act: disputed')).toBe(1)
    const at = [last, rival].sort((a, b) => Buffer.compare(a, b))
    const data = { subject: kase, heads: at, choice: 'adopt', disputes: [rival], adopt: rival, set: [] }
    const why = { ground: 'documents', reason: '依材料裁定', recall: [] }
    long.sign('head-0', 'resolve', null, [{ id: kase, heads: at }], { ...data, ...why })
    expect(long.outcome(`resolve: ${outcome}`)).toBe(1)
  }
  for (const [more, outcome] of [
    [25, 'merged'],
    [26, 'disputed'],
  ] as const) {
    const lists = new Hand()
    const names = (from: number, n: number) => Array.from({ length: n }, (_, i) => `t${from + i}`)
    const { id } = lists.file('record', { tags: names(0, 1) }, [])
    lists.file('edit', { tags: names(0, 25) }, [id])
    lists.file('edit', { tags: [...names(0, 1), ...names(100, more)] }, [id])
    expect(lists.outcome(`file: ${outcome}`)).toBe(1)
  }
})
