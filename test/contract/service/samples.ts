import { must } from '../../../shared/base/result.ts'
import { type FieldValue, readDefinition, type ServiceDefinition } from '../../../shared/contract/service/index.ts'
import stockJson from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import transferJson from '../../../shared/services/grassland-transfer.json' with { type: 'json' }

export const TODAY = '2026-11-22'
export const COUNTY = '632723'

/** Any part of a definition, for tests that break it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any

export const stock: ServiceDefinition = must(readDefinition(stockJson))
export const transfer: ServiceDefinition = must(readDefinition(transferJson))

/** A transfer that is sound in every field. */
export function soundTransfer(): Record<string, FieldValue> {
  return {
    contractNo: '632723103200010001J',
    certificateNo: '青草证（2003）第0001号',
    town: '632723103',
    village: '632723103200',
    area: 666_667,
    boundaryEast: '国道214线',
    boundarySouth: '温泉沟口',
    boundaryWest: '大石沟',
    boundaryNorth: '北山雪线',
    transferorName: '才仁多杰',
    transferorId: '632723196305120011',
    transferorPhone: '13897660001',
    transfereeName: '扎西卓玛',
    transfereeId: '632723198408150028',
    transfereePhone: '13897660002',
    transfereeVillage: '632723103200',
    mode: 'transfer',
    reason: '转出方迁往县城定居',
    signedOn: '2026-11-20',
    from: '2026-11-22',
    until: '2052-12-31',
    price: 12_000_000,
    undertaking: true,
  }
}
