import type { Paper } from '../../shared/bridge.ts'
import { qrTexts } from '../../shared/paper/index.ts'
import { seeded } from '../kit/random.ts'

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
      { label: '收件号', value: '6327230012026112200017' },
      { label: '收件时间', value: '2026-11-22 10:24' },
      { label: '转入方', value: '扎西东珠 བཀྲ་ཤིས་དོན་གྲུབ།' },
      { label: '草场面积', value: '1,266,667 平方米（1,900.00 亩）' },
      { label: '收到的材料', value: '转移合同（原件已核，复印件 1 份）；承包经营权证（原件已核）；双方居民身份证' },
    ],
    notes: ['五个工作日内告知是否受理；逾期未告知的，视为受理。'],
    printedAt: '2026-11-22 10:25',
    qr: qrTexts(seeded(bytes).bytes(bytes)),
    ...more,
  }
}
