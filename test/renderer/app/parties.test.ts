import { expect, test } from 'vitest'
import { subjectFields } from '../../../renderer/app/parties.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { SERVICES } from '../../../shared/services/index.ts'

const services = SERVICES as unknown as readonly ServiceDefinition[]
const labelOf = (type: string, field: string) =>
  subjectFields(services, type).find(({ name }) => name === field)?.schema['x-title'].zh

test('a running number that stands on record is called as on its paper', () => {
  expect(labelOf('gathering-permit', 'permitNo')).toBe('冬虫夏草采集证证号')
  expect(labelOf('archive-item', 'receiptNo')).toBe('档案交接文据接收登记号')
  expect(labelOf('individual-business', 'registeredAs')).toBe('登记通知书（设立）文号')
})

test('a number that a form has a word for keeps that word', () => {
  expect(labelOf('realty-unit', 'certificateNo')).toBe('不动产权证书号')
})
