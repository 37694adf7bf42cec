import type { FieldValue } from '../../shared/contract/service/index.ts'

/** A contract's sound form for `grassland-stock`. */
export function stockFields(contractNo: string): Record<string, FieldValue> {
  return {
    contractNo,
    certificateNo: '青草证（2003）第0001号',
    town: `${contractNo.slice(0, 6)}103`,
    village: `${contractNo.slice(0, 6)}103200`,
    area: 666_667,
    boundaryEast: '国道214线',
    boundarySouth: '温泉沟口',
    boundaryWest: '大石沟',
    boundaryNorth: '北山雪线',
    from: '2003-01-01',
    until: '2052-12-31',
    holderName: '才仁多杰',
    holderId: '632723196305120011',
    holderPhone: '13897660001',
  }
}

/** A sound form of `grassland-transfer` for that contract. */
export function transferFields(contractNo: string): Record<string, FieldValue> {
  const { from: _, holderName: __, holderId: ___, holderPhone: ____, ...pasture } = stockFields(contractNo)
  return {
    ...pasture,
    transferorName: '才仁多杰',
    transferorId: '632723196305120011',
    transferorPhone: '13897660001',
    transfereeName: '扎西卓玛',
    transfereeId: '632723198408150028',
    transfereePhone: '13897660002',
    transfereeVillage: pasture.village as string,
    mode: 'transfer',
    reason: '转出方迁往县城定居',
    signedOn: '2026-11-20',
    from: '2026-11-22',
    price: 12_000_000,
    undertaking: true,
  }
}
