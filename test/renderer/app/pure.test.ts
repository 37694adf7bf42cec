import { describe, expect, test } from 'vitest'
import { bytesText, civilDate, dateTime, daysBetween, groupNumber } from '../../../renderer/app/format.ts'
import { namesIn, namesOfCase, subjectFields } from '../../../renderer/app/parties.ts'
import { href, parseRoute, type Route } from '../../../renderer/app/router.ts'
import { barred, mainPath, onwardFirst, papersOf } from '../../../renderer/app/workflow-view.ts'
import type { Step } from '../../../renderer/replica/api.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition, type ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { rich } from '../../kit/definitions.ts'

/** As it comes off the ledger: the keys of every map sorted (E1). */
function fromLedger(json: unknown): ServiceDefinition {
  const value = must(decode(encode(json as Value), { max: 60 * 1024 }))
  return must(readDefinition(value))
}
const TRANSFER = fromLedger(transfer)
const STOCK = fromLedger(stock)

describe('times', () => {
  test('are those of +08:00, whatever this computer is set to', () => {
    const before = Date.UTC(2026, 10, 22, 15, 59, 59)
    expect(civilDate(before)).toBe('2026-11-22')
    expect(civilDate(before + 1_000)).toBe('2026-11-23')
    expect(dateTime(before)).toBe('2026-11-22 23:59')
  })
  test('days are counted over months and backwards', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2)
  })
  test('numbers are grouped only when they are intake numbers', () => {
    expect(groupNumber('6327230012026112200003')).toBe('632723 001 20261122 0000 3')
    expect(groupNumber('A-1')).toBe('A-1')
    expect([bytesText(820), bytesText(12_700), bytesText(3_250_000)]).toEqual(['820 B', '12.4 KB', '3.1 MB'])
  })
})

describe('routes', () => {
  test('come back from their links, with every slash of an id', () => {
    const routes: Route[] = [
      { page: 'conflicts' },
      { page: 'conflict', id: '632723/pasture-contract/A-1' },
      { page: 'decision', id: '632723/pasture-contract/A-1', entry: 'ab12', of: null },
      { page: 'decision', id: '632723/case/1', entry: 'ab12', of: '632723/case/2' },
      { page: 'work' },
      { page: 'filing', service: 'grassland-transfer' },
      { page: 'cases', filter: 'all' },
      { page: 'cases', filter: 'for-me' },
      { page: 'case', id: '632723/case/6327230012026112200003' },
      { page: 'subject', id: '632723/pasture-contract/A-1' },
      { page: 'print', id: '632723/case/1', kind: 'slip' },
      { page: 'sync' },
    ]
    for (const route of routes) expect(parseRoute(href(route))).toEqual(route)
  })
  test('what says nothing known is the desk', () => {
    for (const hash of [
      '',
      '#',
      '#/',
      '#start=abc',
      '#/nowhere',
      '#/print/x',
      '#/print/x/poster',
      '#/cases/%E0%A4%A',
    ]) {
      expect(['work', 'case']).toContain(parseRoute(hash).page)
    }
  })
})

describe('what a definition says about the screens, its keys sorted as on the ledger', () => {
  test('a case is named by its parties, who gives before who takes, each once', () => {
    expect(namesOfCase(TRANSFER, { transfereeName: '乙', transferorName: '甲' })).toEqual(['甲', '乙'])
    const members = [{ name: '甲' }, { name: '丙' }]
    expect(namesOfCase(rich, { holderName: '甲', members })).toEqual(['甲', '丙'])
    expect(namesOfCase(rich, { holderName: null, members: null })).toEqual([])
    expect(namesOfCase(rich, undefined)).toEqual([])
  })

  test('a subject is named by the fields in which its services name their parties, of a list by its rows', () => {
    const contract = subjectFields([TRANSFER, STOCK], 'pasture-contract')
    expect(namesIn(contract, { holderName: '甲', holderId: '1', village: '乙村' })).toEqual(['甲'])
    expect(namesIn(contract, { holderName: null })).toEqual([])
    const parcel = subjectFields([rich], 'pasture-parcel')
    expect(parcel.filter((one) => one.party !== null).map((one) => [one.name, one.party])).toEqual([
      ['holders', 'name'],
    ])
    expect(namesIn(parcel, { holders: [{ name: '甲' }, { name: '丙' }, {}, { name: '甲' }] })).toEqual(['甲', '丙'])
  })

  test('the fields of a subject are those that its services write, once, sealed ones known as sealed', () => {
    const fields = subjectFields([TRANSFER, STOCK], 'pasture-contract')
    const shown = STOCK.form.sections.flatMap((section) => section.fields)
    expect(fields.map((one) => one.name).slice(0, shown.length)).toEqual(shown)
    // What only the transfer writes comes after what puts a contract on record.
    expect(fields.map((one) => one.name).slice(shown.length)).toEqual(['lastTransferMode', 'lastTransferOn'])
    expect(new Set(fields.map((one) => one.name)).size).toBe(fields.length)
    expect(fields.filter((one) => one.sealed).map((one) => one.name)).toEqual(['holderName', 'holderId', 'holderPhone'])
    expect(subjectFields([TRANSFER, STOCK], 'archive')).toEqual([])
  })

  test('the main path is the shortest way to a good end, and the act along it comes first', () => {
    expect(mainPath(TRANSFER)).toEqual(['received', 'accepted', 'reviewed', 'finished', 'delivered'])
    expect(mainPath(STOCK)).toEqual(['recorded'])
    const now = TRANSFER.workflow.actions.filter((action) => action.from.includes('received'))
    expect(onwardFirst(TRANSFER, 'received', now)[0]?.name).toBe('accept')
  })

  const step = (act: string, by: string, standing: Step['standing']): Step => ({
    entry: act,
    act,
    title: { zh: act, en: act },
    by,
    byName: by,
    time: 0,
    sealedAt: null,
    height: null,
    index: null,
    standing,
    outcome: null,
    reason: null,
    case: null,
    set: [],
    effects: false,
  })
  const reviewer = {
    id: 'r',
    name: 'r',
    office: '632723',
    officeName: '',
    roles: ['clerk', 'reviewer'],
    key: new Uint8Array(32),
  }

  test('who took an earlier step is told so; who has not the role is told whose it is', () => {
    const steps = [step('file', 'r', 'sealed'), step('accept', 'x', 'sealed')]
    const found = barred(TRANSFER, 'accepted', reviewer, steps)
    expect(found.filter((one) => one.because === 'author').map((one) => one.action.name)).toEqual([
      'review',
      'return',
      'suspend',
    ])
    const supervisor = { ...reviewer, id: 's', roles: ['supervisor'] }
    expect(new Set(barred(TRANSFER, 'accepted', supervisor, steps).map((one) => one.because))).toEqual(
      new Set(['role']),
    )
  })

  test('who corrected the filing has filed it as much as who began it', () => {
    const steps = [step('file', 'x', 'sealed'), step('supply', 'r', 'sealed'), step('accept', 'x', 'sealed')]
    const found = barred(TRANSFER, 'accepted', reviewer, steps)
    expect(found.filter((one) => one.because === 'author').map((one) => one.action.name)).toContain('review')
  })

  test('a step that was set aside makes nobody its author', () => {
    const steps = [step('file', 'r', 'set-aside'), step('accept', 'x', 'sealed')]
    expect(barred(TRANSFER, 'accepted', reviewer, steps).filter((one) => one.because === 'author')).toEqual([])
  })

  test('a receipt waits for the seal of the filing, a certificate for the seal of what took effect', () => {
    const ready = (steps: Step[]) =>
      papersOf(TRANSFER, { state: 'accepted', steps })
        .filter((paper) => paper.ready)
        .map((paper) => paper.kind)
    const filed = step('file', 'r', 'sealed')
    expect(ready([step('file', 'r', 'saved')])).toEqual(['slip'])
    expect(ready([step('file', 'r', 'sent')])).toEqual(['slip'])
    expect(ready([filed])).toEqual(['slip', 'receipt'])
    expect(ready([filed, step('finish', 'a', 'sent')])).toEqual(['slip', 'receipt'])
    expect(ready([filed, step('finish', 'a', 'set-aside')])).toEqual(['slip', 'receipt'])
    expect(ready([filed, step('finish', 'a', 'sealed')])).toHaveLength(3)
    expect(ready([filed, step('finish', 'a', 'sealed'), step('deliver', 'r', 'saved')])).toHaveLength(3)
    expect(ready([filed, step('refuse', 'a', 'sealed')])).toEqual(['slip', 'receipt'])
  })
})
