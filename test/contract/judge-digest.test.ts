import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { emptyScope } from '../../shared/contract/index.ts'
import { encode, entryId, type Value } from '../../shared/ledger/index.ts'
import { at, begin, COUNTY } from '../kit/ledger-world.ts'

/** Written from protocol.md alone, with Node's hash and bytes put down by hand. */
const H = (...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}
const text = (s: string) => {
  const bytes = Buffer.from(s)
  const head = bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length]
  return Buffer.concat([Uint8Array.from(head), bytes])
}
const b32 = (bytes: Uint8Array) => Buffer.concat([Uint8Array.of(0x58, 0x20), bytes])
const item = (id: Uint8Array, outcome: string, changes: [string, Uint8Array][]) =>
  Buffer.concat([
    Uint8Array.of(0x83),
    b32(id),
    text(outcome),
    Uint8Array.of(0x80 + changes.length),
    ...changes.flatMap(([key, value]) => [Uint8Array.of(0x82), text(key), b32(H(value))]),
  ])

test('[X3] d₀ = H("qhl/v1/state\\n" ‖ code)', () => {
  expect(emptyScope(COUNTY).digest).toEqual(H('qhl/v1/state\n632723'))
  expect(emptyScope('632723/land').digest).toEqual(H('qhl/v1/state\n632723/land'))
})

test('[X3] the digest after each kind of outcome, byte for byte', () => {
  const world = begin()
  const digest = () => world.states.get(COUNTY)?.digest
  const note = world.device(at('clerk')).sign({ kind: 'note', scope: [COUNTY], data: { text: '备注' } })
  world.seal([note])
  const d1 = H(H('qhl/v1/state\n632723'), item(entryId(note.body), 'applied', []))
  expect(digest()).toEqual(d1)

  const stranger = world.device('nobody').sign({ kind: 'note', scope: [COUNTY], data: { text: '备注' } })
  world.seal([stranger])
  const d2 = H(d1, item(entryId(stranger.body), 'void(unknown-key)', []))
  expect(digest()).toEqual(d2)

  const contract = world.stock(at('clerk'), '632723103200010001J')
  const leaf = world.subject(contract).heads[0] as Uint8Array
  const value = (id: string) => encode(world.record(id) as unknown as Value)
  const filed = [...(world.records.get(COUNTY) as Map<string, unknown>).keys()].sort()
  expect(filed).toEqual([`${COUNTY}/case/T00001`, contract])
  const d3 = H(
    d2,
    item(
      leaf,
      'applied',
      filed.map((id) => [id, value(id)]),
    ),
  )
  expect(digest()).toEqual(d3)
})

test('[X3] the same entries in another order, or one more, give another digest', () => {
  const run = (order: readonly number[]) => {
    const world = begin()
    const notes = [at('clerk'), at('clerk2')].map((who) =>
      world.device(who).sign({ kind: 'note', scope: [COUNTY], data: { text: who } }),
    )
    world.seal(order.map((i) => notes[i] as (typeof notes)[number]))
    return Buffer.from(world.states.get(COUNTY)?.digest ?? []).toString('hex')
  }
  expect(new Set([run([0, 1]), run([1, 0]), run([0]), run([0, 1, 1])]).size).toBe(4)
  expect(run([0, 1])).toBe(run([0, 1]))
})
