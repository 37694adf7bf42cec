import { demoContracts, seeded } from '../../scripts/demo/seed.ts'
import { regionName } from '../../shared/contract/regions/index.ts'

/** The titles of an office's own register of pasture contracts, as such registers have them. */
export const REGISTER_TITLES = [
  '序号',
  '承包合同编号',
  '承包经营权证号',
  '乡镇',
  '村（社区）',
  '草场面积（亩）',
  '东至',
  '南至',
  '西至',
  '北至',
  '承包期限起',
  '承包期限止',
  '承包方姓名',
  '承包方身份证号',
  '联系电话',
] as const

/** Rows under those titles: places by name, areas in mu, dates in words. The same number gives the same rows. */
export function registerRows(count: number, seed = 7, county = '632723'): string[][] {
  return demoContracts(county, count, seeded(seed)).map(({ fields, sealed }, i) => {
    const text = (name: string) => `${(fields[name] ?? sealed[name] ?? '') as string | number}`
    const mu = Math.round((Number(fields['area']) * 3) / 2000)
    const day = (name: string) => text(name).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
    return [
      String(i + 1),
      text('contractNo'),
      text('certificateNo'),
      regionName(text('town')) ?? '',
      regionName(text('village')) ?? '',
      String(mu),
      text('boundaryEast'),
      text('boundarySouth'),
      text('boundaryWest'),
      text('boundaryNorth'),
      day('from'),
      day('until'),
      text('holderName'),
      text('holderId'),
      text('holderPhone'),
    ]
  })
}

export function asCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A whole register: a name above it, titles, rows. */
export function registerCsv(rows: readonly (readonly string[])[]): string {
  return asCsv([['称多县草原承包登记台账'], [], REGISTER_TITLES, ...rows])
}
