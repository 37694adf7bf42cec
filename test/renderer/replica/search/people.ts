import { cnIdCheckDigit } from '../../../../shared/contract/identifiers/index.ts'
import { regionPath, townsOf, villagesOf } from '../../../../shared/contract/regions/index.ts'
import type { FieldValue } from '../../../../shared/contract/service/index.ts'
import type { Random } from '../../../kit/random.ts'
import type { Filing } from './world.ts'

const NAMES = [
  ...[
    '才仁多杰',
    '扎西卓玛',
    '索南·达杰',
    '马建国',
    '李秀兰',
    '阿卜杜勒·热合曼',
    '𠮷田二○',
    '㐂梅',
    '葛优',
    '\ue5e5明珠',
  ],
  ...['བཀྲ་ཤིས་སྒྲོལ་མ', 'ཚེ་རིང་རྡོ་རྗེ', 'བསོད་ནམས་དར་རྒྱས', 'ཉི་མ་གཡང་འཛོམས', 'མཁའ་འགྲོ་མཚོ', 'Tashi Dolma'],
]
const PLACES = ['通天河西岸', '国道214线', '温泉沟口', '大石沟', '北山雪线', '白石崖', '阴坡灌木林', 'མཚོ་སྔོན་པོའི་འགྲམ']

export const VILLAGES = townsOf('632723').flatMap((town) => villagesOf(town.code).map(({ code }) => code))

export interface Party {
  readonly name: string
  readonly id: string
  readonly phone: string
}

export function somebody(random: Random): Party {
  const two = (n: number) => String(n).padStart(2, '0')
  const birth = `${1950 + random.int(50)}${two(1 + random.int(12))}${two(1 + random.int(28))}`
  const digits = `632723${birth}${String(random.int(1000)).padStart(3, '0')}`
  const phone = `1${random.pick(['389766', '399756', '519706'])}${String(random.int(10_000)).padStart(4, '0')}`
  return { name: random.pick(NAMES), id: digits + cnIdCheckDigit(digits), phone }
}

/** A transfer of one contract between two people, with nothing left to chance but `random`. */
export function transferOf(n: number, random: Random, more: Partial<Filing> = {}): Filing {
  const [from, to] = [somebody(random), somebody(random)]
  const village = random.pick(VILLAGES)
  const contractNo = `${village}${String(n).padStart(6, '0')}J`
  const values: Record<string, FieldValue> = {
    contractNo,
    village,
    area: 1_000 + random.int(9_000_000),
    boundaryEast: random.pick(PLACES),
    boundarySouth: random.pick(PLACES),
    mode: random.pick(['transfer', 'exchange', 'inherit']),
    transferorName: from.name,
    transferorId: from.id,
    transferorPhone: from.phone,
    transfereeName: to.name,
    transfereeId: to.id,
    transfereePhone: to.phone,
    transfereeVillage: random.pick(VILLAGES),
  }
  const number = `632723001${20261122}${String(n).padStart(4, '0')}${n % 10}`
  return { service: 'transfer', number, values, subjects: [contractNo], ...more }
}

/** What stands in a field of one text. */
export function textOf(filing: Filing | undefined, field: string): string {
  const value = filing?.values[field]
  if (typeof value !== 'string') throw new Error(`no text ${field}`)
  return value
}

/** A household of some people, as rows of a list. */
export function householdOf(n: number, random: Random): Filing {
  const members = Array.from({ length: 1 + random.int(4) }, () => {
    const { name, id } = somebody(random)
    return { name, idNumber: id, relation: 'spouse' }
  })
  return {
    service: 'insurance',
    number: `63272300220261122${String(n).padStart(4, '0')}${n % 10}`,
    values: { members },
  }
}

const LABELS: Readonly<Record<string, string>> = {
  transfer: '转让',
  exchange: '互换',
  inherit: '继承（承包方代表去世，由户内成员继续承包）',
}

/** Every text that somebody could have read on the form, by hand and independent of how the search takes them. */
export function textsByHand(filing: Filing): string[] {
  const out: string[] = [filing.number, ...(filing.subjects ?? [])]
  for (const value of Object.values(filing.values)) {
    if (typeof value === 'string' && value in LABELS) out.push(LABELS[value] as string)
    else if (typeof value === 'string' && /^6327[0-9]{8}$/.test(value)) out.push(value, regionPath(value) as string)
    else if (typeof value === 'string' || typeof value === 'number') out.push(String(value))
    else if (Array.isArray(value))
      for (const row of value as Record<string, string>[])
        out.push(row['name'] as string, row['idNumber'] as string, '配偶')
  }
  return out
}
