import { expect, test } from 'vitest'
import { must } from '../../shared/base/result.ts'
import { readLeaves, replay } from '../../verifier/replay.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'

/** Two leaves of one scope, in the blocks 2 and 3. */
function two(): LedgerWorld {
  const world = begin()
  for (const text of ['一', '二']) {
    world.seal([world.device(at('clerk')).sign({ kind: 'note', scope: [COUNTY], data: { text } })])
  }
  return world
}

const read = (world: LedgerWorld, code: string, leaves = world.leaves.get(code) ?? []) =>
  readLeaves(code, leaves, world.headers)

test('[L2] heights that decrease along a scope are refused as such, whatever the headers say', () => {
  const world = two()
  const [first, second] = world.leaves.get(COUNTY) as [Uint8Array, Uint8Array]
  expect(read(world, COUNTY).ok).toBe(true)
  expect(read(world, COUNTY, [second, first])).toEqual({
    ok: false,
    code: 'bad-proof',
    detail: `${COUNTY} leaf 1: height 2 after 3`,
  })
})

test('[L4] a leaf that no block took is found when the replay ends', () => {
  const world = two()
  const gov = must(read(world, 'gov'))
  const leaves = must(read(world, COUNTY))
  expect(
    replay(
      world.headers,
      new Map([
        ['gov', gov],
        [COUNTY, leaves],
      ]),
    ).ok,
  ).toBe(true)
  // All headers are as they were; the leaf behind the last one claims a block that is over.
  const late = { ...must(read(world, COUNTY))[0], index: 2 } as (typeof leaves)[number]
  expect(
    replay(
      world.headers,
      new Map([
        ['gov', gov],
        [COUNTY, [...leaves, late]],
      ]),
    ),
  ).toEqual({
    ok: false,
    code: 'bad-proof',
    detail: `${COUNTY}: leaf 2 belongs to no block`,
  })
})

test('[W2] leaves beyond the last header end the reading only of a node that goes on sealing', () => {
  const world = two()
  const leaves = world.leaves.get(COUNTY) ?? []
  const known = world.headers.slice(0, -1)
  expect(readLeaves(COUNTY, leaves, known)).toMatchObject({ ok: false, code: 'bad-proof' })
  expect(must(readLeaves(COUNTY, leaves, known, { beyond: 'stop' }))).toHaveLength(1)
})
