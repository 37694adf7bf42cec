import { counties, townsOf, villagesOf } from '../../shared/contract/regions/index.ts'
import type { FieldValue, Role } from '../../shared/contract/service/definition.ts'
import { demoPerson, pad } from './person.ts'
import { between, pick, type Random } from './random.ts'

export { demoPerson } from './person.ts'
export { type Random, seeded } from './random.ts'

/**
 * What the demo province is made of, as data: offices on the real administrative map, people, and pasture contracts. Signing,
 * sealing and filing them is for the caller.
 */

export const PROVINCE_OFFICE = '630000'
export const DEMO_COUNTIES = ['632723', '632726'] as const
export const CONTRACTS_PER_COUNTY = 150

export interface DemoOffice {
  readonly code: string
  readonly name: string
  readonly parent: string | null
  readonly level: 'province' | 'county'
}

/** The province and its 44 counties. */
export const DEMO_OFFICES: readonly DemoOffice[] = [
  { code: PROVINCE_OFFICE, name: '青海省登记簿管理中心', parent: null, level: 'province' },
  ...counties().map(
    ({ code, name }): DemoOffice => ({ code, name: `${name}政务服务中心`, parent: PROVINCE_OFFICE, level: 'county' }),
  ),
]

export interface DemoMember {
  readonly id: string
  readonly name: string
  /** Code of the office. */
  readonly office: string
  readonly roles: readonly Role[]
  /** What stands on the door: for people, not for rules. */
  readonly post: string
}

/**
 * The people who can sign in. Review and approval are two persons, because the transfer service lets nobody take both steps in
 * one case.
 */
export const DEMO_PEOPLE: readonly DemoMember[] = [
  { id: 'registrar-qh', name: '马建国', office: PROVINCE_OFFICE, roles: ['registrar'], post: '省级管理员' },
  { id: 'registrar-qh-2', name: '李文成', office: PROVINCE_OFFICE, roles: ['registrar'], post: '省级管理员' },
  { id: 'clerk-chenduo-1', name: '才仁卓玛', office: '632723', roles: ['clerk'], post: '窗口受理员' },
  { id: 'clerk-chenduo-2', name: '李秀兰', office: '632723', roles: ['clerk'], post: '窗口受理员' },
  { id: 'reviewer-chenduo', name: '索南达杰', office: '632723', roles: ['reviewer'], post: '审核员' },
  { id: 'approver-chenduo', name: '昂文求培', office: '632723', roles: ['reviewer', 'approver'], post: '审批负责人' },
  { id: 'supervisor-chenduo', name: '张海峰', office: '632723', roles: ['supervisor'], post: '窗口主管' },
  { id: 'clerk-qumalai-1', name: '扎西拉毛', office: '632726', roles: ['clerk'], post: '窗口受理员' },
  { id: 'clerk-qumalai-2', name: '更松多杰', office: '632726', roles: ['clerk'], post: '窗口受理员' },
  { id: 'reviewer-qumalai', name: '尼玛央宗', office: '632726', roles: ['reviewer'], post: '审核员' },
  { id: 'approver-qumalai', name: '王永强', office: '632726', roles: ['reviewer', 'approver'], post: '审批负责人' },
  { id: 'supervisor-qumalai', name: '丹增文青', office: '632726', roles: ['supervisor'], post: '窗口主管' },
]

/** A pasture contract as `grassland-stock` records it. */
export interface DemoContract {
  readonly subject: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly sealed: Readonly<Record<string, FieldValue>>
}

const LANDMARKS = {
  boundaryEast: ['通天河西岸', '扎曲河边', '东山山脊', '国道214线', '牧道石堆', '白石崖'],
  boundarySouth: ['南坡玛尼堆', '温泉沟口', '阳坡草山脚', '县道路基', '细曲河北岸', '红土梁'],
  boundaryWest: ['冬窝子围栏', '西梁分水岭', '大石沟', '色吾曲河东岸', '旧牧道', '黑刺滩'],
  boundaryNorth: ['北山雪线', '阴坡灌木林', '代曲河南岸', '垭口经幡', '勒池湖边', '夏窝子沟口'],
} as const

/**
 * `count` contracts of one county, spread over its real towns and villages. The same generator state gives the same
 * contracts; ids of contracts and people are unique within one call.
 */
export function demoContracts(county: string, count: number, random: Random): DemoContract[] {
  const villages = townsOf(county).flatMap((town) =>
    // Neighbourhoods (社区, 居委会: below 200) hold no pasture.
    villagesOf(town.code).filter((v) => Number(v.code.slice(9)) >= 200),
  )
  const perVillage = new Map<string, number>()
  const holders = new Set<string>()
  return Array.from({ length: count }, () => {
    const village = pick(random, villages).code
    const household = (perVillage.get(village) ?? 0) + 1
    perVillage.set(village, household)
    return contract(county, village, household, holders, random)
  })
}

function contract(
  county: string,
  village: string,
  household: number,
  holders: Set<string>,
  random: Random,
): DemoContract {
  let holder = demoPerson(county, random)
  while (holders.has(holder.id)) holder = demoPerson(county, random)
  holders.add(holder.id)
  // As NY/T 2537 codes contracts: village, group, household, J for a household contract.
  const contractNo = `${village}${pad(between(random, 1, 4), 2)}${pad(household, 4)}J`
  const year = between(random, 1994, 2008)
  const mu = between(random, 260, 6800)
  const landmarks = Object.entries(LANDMARKS).map(([side, names]) => [side, pick(random, names)] as const)
  return {
    subject: `${county}/pasture-contract/${contractNo}`,
    fields: {
      contractNo,
      certificateNo: `青草证（${year}）第${village.slice(4)}${pad(household, 4)}号`,
      town: village.slice(0, 9),
      village,
      area: Math.round((mu * 2000) / 3),
      ...Object.fromEntries(landmarks),
      from: `${year}-01-01`,
      until: `${year + 49}-12-31`,
    },
    sealed: { holderName: holder.name, holderId: holder.id, holderPhone: holder.phone },
  }
}

/** The form of a transfer of one contract to somebody else of the same village, ready to be filed on `today`. */
export function demoTransfer(from: DemoContract, today: string, random: Random): Record<string, FieldValue> {
  const county = from.subject.slice(0, 6)
  const { holderName, holderId, holderPhone } = from.sealed
  let to = demoPerson(county, random)
  while (to.id === holderId) to = demoPerson(county, random)
  const { contractNo, certificateNo, town, village, area, until } = from.fields
  const { boundaryEast, boundarySouth, boundaryWest, boundaryNorth } = from.fields
  const form: Record<string, FieldValue | undefined> = {
    contractNo,
    certificateNo,
    town,
    village,
    area,
    boundaryEast,
    boundarySouth,
    boundaryWest,
    boundaryNorth,
    transferorName: holderName,
    transferorId: holderId,
    transferorPhone: holderPhone,
    transfereeName: to.name,
    transfereeId: to.id,
    transfereePhone: to.phone,
    transfereeVillage: village,
    mode: pick(random, ['transfer', 'exchange']),
    reason: pick(random, ['转出方迁往县城定居，不再放牧', '转出方年老，家中无人放牧', '两户草场相邻，便于轮牧']),
    signedOn: today,
    from: today,
    until,
    price: between(random, 20, 400) * 100_000,
    undertaking: true,
  }
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, FieldValue] => entry[1] !== undefined),
  )
}
