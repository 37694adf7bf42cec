import { expect, test } from 'vitest'
import { partiesOf } from '../../../shared/contract/service/index.ts'
import { type Loose, rich, richWith, soundSplit } from '../../kit/definitions.ts'

const [HOLDER, MEMBER] = rich.parties.map((party) => party.role) as [Loose, Loose]

test('the parties stand in the order of the definition and of the rows, with what is known of each', () => {
  expect(partiesOf(rich, soundSplit())).toEqual([
    {
      role: HOLDER,
      name: '才仁多杰',
      id: '632723196305120011',
      phone: '13897660001',
      address: '清水河镇扎哈村',
    },
    { role: MEMBER, name: '才仁多杰', id: '632723196305120011' },
    { role: MEMBER, name: '扎西卓玛', id: '632723198408150028', phone: '13897660002' },
  ])
})

test('who has no name, or stays sealed here, is left out', () => {
  const { holderName: _, ...rest } = soundSplit()
  expect(partiesOf(rich, { ...rest, members: null })).toEqual([])
  expect(partiesOf(rich, { ...soundSplit(), holderId: null, members: [{ idNumber: 'x' }, { name: '罗藏' }] })).toEqual([
    { role: HOLDER, name: '才仁多杰', phone: '13897660001', address: '清水河镇扎哈村' },
    { role: MEMBER, name: '罗藏' },
  ])
  expect(partiesOf(rich, {})).toEqual([])
})

test('a detail outside the list is the same for every row; one of another list belongs to nobody', () => {
  const d = richWith((one) => {
    one.parties = [{ role: MEMBER, name: 'members.name', id: 'parcels.idNumber', address: 'holderAddress' }]
  })
  expect(partiesOf(d, soundSplit())).toEqual([
    { role: MEMBER, name: '才仁多杰', address: '清水河镇扎哈村' },
    { role: MEMBER, name: '扎西卓玛', address: '清水河镇扎哈村' },
  ])
})

test('values of other kinds say nothing', () => {
  const odd = { holderName: true, members: [{ name: 7 }, 'x', null], toString: 'x' } as Loose
  expect(partiesOf(rich, odd)).toEqual([{ role: MEMBER, name: '7' }])
})
