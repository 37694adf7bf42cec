import { expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { CannedNode } from '../kit/canned-node.ts'
import { COUNTY, countyEntries, makeProvince } from './world.ts'

test('what the benches file is applied, every entry of it: a void one would be judged too cheaply', () => {
  const province = makeProvince(2)
  const node = new CannedNode(province.net, { key: province.logKey, sign: province.log.sign }, province.ack.sign)
  node.seal([province.genesis])
  const gov = node.seal(province.gov)
  expect(new Set(gov.sealed.flatMap((one) => one.outcomes))).toEqual(new Set(['applied']))
  const entries = countyEntries(province, 450)
  const outcomes = new Map<string, number>()
  for (let at = 0; at < entries.length; at += 100) {
    for (const outcome of node.seal(entries.slice(at, at + 100)).sealed.flatMap((one) => one.outcomes))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect([...outcomes]).toEqual([['applied', 450]])
  const states = [...(node.records.get(COUNTY)?.values() ?? [])].flatMap((r) => ('state' in r ? [r.state] : []))
  expect(states.filter((state) => state === 'finished')).not.toEqual([])
})

test('the same county each time', () => {
  const [one, other] = [1, 2].map(() => countyEntries(makeProvince(), 120).map(({ sig }) => hex(sig)))
  expect(one).toEqual(other)
})
