import { day, type Filing, textOf, typical, without } from './filing.ts'
import type { Look } from './look.ts'

/** Land and houses: each of these finds on record what the one before has left there. */

const UNIT = textOf(typical('realty-stock'), 'unitCode')
const CHILDREN = ['00010123', '00010124'].map((end) => `${UNIT.slice(0, -8)}${end}`)
const HOUSE = `realty-unit/${UNIT}`
const CONTRACT = `pasture-contract/${textOf(typical('grassland-stock'), 'contractNo')}`
const NO_BURDENS = '没有抵押、查封等权利负担或限制'
const BUYER = [{ name: '扎西卓玛', kind: 'person', personId: '632723198408150028' }]

/** Handed over at the counter. */
const handed = (name: string) => ({ deliver: { receiverName: name, deliveryMethod: 'window' } })

export const LAND: readonly Filing[] = [
  {
    service: 'grassland-stock',
    values: () => typical('grassland-stock'),
    looks: () => [{ subject: CONTRACT, at: 'people', shows: ['才仁多杰', '632723196305120011'] }],
  },
  {
    service: 'grassland-transfer',
    after: ['grassland-stock'],
    values: ({ today }) => ({ ...typical('grassland-transfer'), signedOn: day(today, -2), from: today }),
    later: () => handed('扎西卓玛'),
    looks: () => [{ subject: CONTRACT, at: 'people', shows: ['扎西卓玛', '632723198408150028'], hides: ['才仁多杰'] }],
  },
  {
    service: 'realty-stock',
    values: () => typical('realty-stock'),
    looks: () => [
      { subject: HOUSE, at: 'people', shows: ['才仁多杰', '求英文毛'] },
      { subject: HOUSE, at: 'burdens', shows: [NO_BURDENS] },
    ],
  },
  {
    service: 'realty-mortgage',
    after: ['realty-stock'],
    values: ({ today }) => ({
      ...typical('realty-mortgage'),
      debtFrom: day(today, -2),
      debtUntil: day(today, 1_090),
      signedOn: day(today, -2),
    }),
    later: () => handed('才仁多杰'),
    looks: ({ number }) => [
      { subject: HOUSE, at: 'burdens', shows: ['抵押', number('realty-mortgage')] },
      { subject: HOUSE, at: 'head', shows: ['抵押'] },
    ],
  },
  {
    service: 'realty-mortgage-release',
    after: ['realty-mortgage'],
    values: ({ today, number }) => ({
      ...typical('realty-mortgage-release'),
      proofNo: number('realty-mortgage'),
      happenedOn: day(today, -1),
    }),
    looks: () => [
      { subject: HOUSE, at: 'burdens', shows: [NO_BURDENS], hides: ['不动产证明'] },
      { subject: HOUSE, at: 'head', hides: ['抵押'] },
    ],
  },
  {
    service: 'realty-seizure',
    after: ['realty-mortgage-release'],
    values: ({ today }) => ({
      ...typical('realty-seizure'),
      from: today,
      until: day(today, 1_090),
      servedOn: today,
    }),
    looks: () => [
      { subject: HOUSE, at: 'burdens', shows: ['查封', textOf(typical('realty-seizure'), 'docNo')] },
      { subject: HOUSE, at: 'head', shows: ['查封'] },
    ],
  },
  {
    service: 'realty-seizure-release',
    after: ['realty-seizure'],
    values: ({ today }) => ({ ...typical('realty-seizure-release'), servedOn: today }),
    looks: () => [
      { subject: HOUSE, at: 'burdens', shows: [NO_BURDENS], hides: [textOf(typical('realty-seizure'), 'docNo')] },
      { subject: HOUSE, at: 'head', hides: ['查封'] },
    ],
  },
  {
    service: 'realty-transfer',
    after: ['realty-seizure-release'],
    values: ({ today }) => ({ ...typical('realty-transfer'), happenedOn: day(today, -4) }),
    later: () => handed('扎西卓玛'),
    looks: ({ number }) => [
      { subject: HOUSE, at: 'people', shows: ['扎西卓玛'], hides: ['求英文毛'] },
      { subject: HOUSE, at: 'stands', shows: [number('realty-transfer')] },
    ],
  },
  {
    service: 'realty-division',
    after: ['realty-transfer'],
    values: ({ number }) => ({
      ...without(typical('realty-division'), 'useUntil'),
      kind: 'split',
      parents: [UNIT],
      certificates: [number('realty-transfer')],
      rightType: 'state-house',
      rightNature: 'granted',
      useUntil: '2085-03-31',
      children: CHILDREN.map((unitCode, i) => ({
        unitCode,
        location: `称多县称文镇嘉塘路12号2幢302室${i === 0 ? '东侧' : '西侧'}`,
        landArea: '1864.50',
        buildingArea: i === 0 ? '51.20' : '47.36',
        use: 'home',
      })),
      owners: BUYER,
      ownersPhone: '13897660002',
    }),
    later: () => handed('扎西卓玛'),
    looks: ({ number }) => [
      { subject: HOUSE, at: 'kin', shows: CHILDREN },
      { subject: HOUSE, at: 'head', shows: ['注销'] },
      ...CHILDREN.flatMap((child): Look[] => [
        { subject: `realty-unit/${child}`, at: 'kin', shows: [UNIT] },
        { subject: `realty-unit/${child}`, at: 'stands', shows: [number('realty-division')] },
      ]),
    ],
  },
]
