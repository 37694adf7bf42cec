import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import pastureSplit from './pasture-split.json' with { type: 'json' }

/**
 * A service with every feature of the format, for tests: parts of all three modes, keys of all three kinds, lists of texts and of rows,
 * fields that come and go, fields of later actions, every effect, fees, one-click, limits that go on and that begin anew, numbers and notices.
 * `docs/services.md` says what each part means. Nothing that ships depends on it.
 */
export const rich = pastureSplit as unknown as ServiceDefinition

export const TODAY = '2026-11-20'
export const COUNTY = '632723'

/** Any part of a document, for tests that break it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any

function soundMembers() {
  return [
    { name: '才仁多杰', idNumber: '632723196305120011', share: 50, head: true },
    { name: '扎西卓玛', idNumber: '632723198408150028', phone: '13897660002', share: 50 },
  ]
}

/** A filing of `rich` that is sound in every field. */
export function soundSplit(): Record<string, FieldValue> {
  return {
    contractNo: '632723103200010001J',
    zone: 'Z01',
    town: '632723103',
    area: 900_000,
    until: '2052-12-31',
    wells: ['W001', 'W002'],
    parcels: [
      { parcelNo: '632723103200010001-1', area: 400_000, village: '632723103200' },
      { parcelNo: '632723103200010001-2', area: 500_000, village: '632723103200', note: '含冬季草场' },
    ],
    holderName: '才仁多杰',
    holderId: '632723196305120011',
    holderPhone: '13897660001',
    holderAddress: '清水河镇扎哈村',
    members: soundMembers(),
    reason: 'split',
    mortgaged: false,
    splitOn: '2026-11-16',
    languages: ['zh', 'bo'],
    undertaking: true,
  }
}

/** One list of the sound filing with one row changed; a column that becomes undefined is taken out. */
export function withRow(list: 'members' | 'parcels', i: number, change: Loose): Loose {
  const all = structuredClone(soundSplit()[list]) as Loose[]
  Object.assign(all[i], change)
  for (const [name, value] of Object.entries(change)) if (value === undefined) delete all[i][name]
  return { [list]: all }
}

/** A document of its own, to be broken. */
export function richDocument(): Loose {
  return structuredClone(rich)
}

/** `rich` with one part changed; whether it is still a definition is the test's business. */
export function richWith(change: (document: Loose) => void): ServiceDefinition {
  const document = richDocument()
  change(document)
  return document as ServiceDefinition
}
