import type { Paper } from '../../shared/bridge.ts'
import { qrTexts } from '../../shared/paper/index.ts'
import { seeded } from '../kit/random.ts'

export const row = (label: string, value: string): Paper['rows'][number] => ({ label, value, table: null })

/** A list of things, each with what is said of it: so many materials. */
export function things(count: number): Paper['rows'][number] {
  const rows = Array.from({ length: count }, (_, i) => [
    `草原承包经营权转移登记申请材料（之${i + 1}）`,
    '原件、复印件1份',
  ])
  return { label: '已收材料', value: '材料', table: { columns: [], rows } }
}

/** A list of people under the titles of its columns; nobody has the last. */
export function people(count: number): Paper['rows'][number] {
  const rows = Array.from({ length: count }, (_, i) => [`扎西${i + 1}`, '632723198408150028', ''])
  return { label: '共有人', value: '扎西', table: { columns: ['姓名', '身份证号', '备注'], rows } }
}

/** A paper with a QR of `bytes` bytes that do not compress. */
export function paper(kind: Paper['kind'], bytes: number, more: Partial<Paper> = {}): Paper {
  return {
    kind,
    lang: 'zh',
    title: '草原承包经营权转移登记收件回执',
    office: '称多县政务服务中心',
    number: '6327230012026112200017',
    standing: '尚未登记：本回执只说明窗口已收下材料，权利是否转移以省级登记簿封存为准。',
    rows: [
      row('收件号', '6327230012026112200017'),
      row('收件时间', '2026-11-22 10:24'),
      row('转入方', '扎西东珠 བཀྲ་ཤིས་དོན་གྲུབ།'),
      row('草场面积', '1,266,667 平方米（1,900.00 亩）'),
      row('收到的材料', '转移合同（原件已核，复印件 1 份）；承包经营权证（原件已核）；双方居民身份证'),
    ],
    notes: ['五个工作日内告知是否受理；逾期未告知的，视为受理。'],
    printedAt: '2026-11-22 10:25',
    qr: qrTexts(seeded(bytes).bytes(bytes)),
    ...more,
  }
}
