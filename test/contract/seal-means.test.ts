import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  type Before,
  buildBlock,
  Gov,
  type LedgerRecord,
  type ScopeState,
  scopeHead,
} from '../../shared/contract/index.ts'
import { encodeHead, entryId, parseBody, type SignedEntry } from '../../shared/ledger/index.ts'
import { countyEntries, makeProvince } from '../bench/world.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

/** Seals all of them in blocks of 60; everything that the blocks are made of, as text. */
function seal(native: boolean): string[] {
  const province = makeProvince(2)
  const gov = new Gov()
  const scopes = new Map<string, ScopeState>()
  const records = new Map<string, LedgerRecord>()
  let last: Before['last'] = null
  const out: string[] = []
  const add = (entries: readonly SignedEntry[]) => {
    const heads = new Map([...scopes].map(([code, state]) => [code, scopeHead(state)]))
    const record = (_: string, id: string) => records.get(id)
    const before = { net: province.net, last, scope: (code: string) => scopes.get(code), heads, gov, record }
    const read = entries.map((one) => ({ ...one, entry: must(parseBody(one.body)), id: entryId(one.body) }))
    const scopesOf = (one: SignedEntry) => must(parseBody(one.body)).scope
    const block = native
      ? buildBlock({ ...before, hash: sha256 }, read, scopesOf, 1)
      : buildBlock(before, entries, scopesOf, 1)
    for (const one of block.sealed) {
      scopes.set(one.code, one.after)
      if (one.code !== 'gov') for (const [id, value] of one.changes) records.set(id, value as unknown as LedgerRecord)
      out.push(...one.outcomes, ...one.leaves.map(hex))
    }
    last = { header: block.header, bytes: block.headerBytes }
    out.push(hex(block.headerBytes), ...block.heads.map((head) => hex(encodeHead(head))))
  }
  add([province.genesis])
  add(province.gov)
  const entries = countyEntries(province, 400)
  for (let at = 0; at < entries.length; at += 60) add(entries.slice(at, at + 60))
  return out
}

test('[X3] [L4] a native hash and what admission has read change no byte of a block', () => {
  const plain = seal(false)
  expect(plain.filter((line) => line === 'applied').length).toBeGreaterThan(400)
  expect(seal(true)).toEqual(plain)
})
