import { expect, test } from 'vitest'
import { must } from '../../shared/base/result.ts'
import { makeVerify, openReceipt, parseHeader } from '../../shared/ledger/index.ts'
import { exportOf, receiptFor } from './ledger-proofs.ts'
import { at, begin, COUNTY } from './ledger-world.ts'

test('the kit makes a ledger whose own rules hold, the same to the byte every time', async () => {
  const make = () => {
    const world = begin()
    world.stock(at('clerk'), '632723103200010001J')
    const { entry } = world.file(at('clerk'), '632723103200010001J')
    expect(world.outcome(entry)).toBe('applied')
    return world
  }
  const world = make()
  expect(world.outcomes.get('gov')?.every((one) => one === 'applied')).toBe(true)
  const proven = must(await openReceipt(receiptFor(world, COUNTY, 1), world.noteKey, makeVerify(null)))
  expect(proven.entry.kind).toBe('file')
  expect(must(parseHeader(world.headers[3]!.bytes)).h).toBe(3)
  expect(exportOf(make())).toEqual(exportOf(world))
})
