import { cnIdCheckDigit } from '../../shared/contract/identifiers/index.ts'
import { between, pick, type Random } from './random.ts'

/** Tibetan names in the Chinese transcription that is usual in Yushu: two parts, no surname. */
const FIRST =
  '才仁 扎西 索南 尼玛 格桑 丹增 仁青 昂文 更松 噶玛 江永 旦周 白玛 达哇 洛松 才旺 桑周 巴桑 永江 求君 阿旺 成林'.split(
    ' ',
  )
const MEN = '多杰 扎西 才仁 求培 达杰 文青 闹布 桑周 旺扎 江才 巴久 朋措 然丁 旦增'.split(' ')
const WOMEN = '卓玛 拉毛 措毛 央吉 永措 曲珍 卓嘎 巴毛 求措 吉毛 拉措 央宗'.split(' ')

export interface DemoPerson {
  readonly name: string
  readonly id: string
  readonly phone: string
}

/** Made up from end to end: only the check digit and the area code of the identity number are real. */
export function demoPerson(county: string, random: Random): DemoPerson {
  const woman = random() < 0.4
  const first = pick(random, FIRST)
  const second = pick(
    random,
    (woman ? WOMEN : MEN).filter((part) => part !== first),
  )
  const birth = `${between(random, 1946, 2001)}${pad(between(random, 1, 12), 2)}${pad(between(random, 1, 28), 2)}`
  const sequence = between(random, 0, 499) * 2 + (woman ? 0 : 1)
  const digits = `${county}${birth}${pad(sequence, 3)}`
  return {
    name: first + second,
    id: digits + cnIdCheckDigit(digits),
    phone: `1${pick(random, ['389766', '399756', '519706', '829776'])}${pad(between(random, 0, 9999), 4)}`,
  }
}

export function pad(n: number, length: number): string {
  return String(n).padStart(length, '0')
}
