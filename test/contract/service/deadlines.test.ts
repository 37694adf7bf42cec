import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayTableOf, HOLIDAYS } from '../../../shared/contract/holidays/index.ts'
import { acceptanceOf, type CaseStep, deadlinesOf, pressing } from '../../../shared/contract/service/deadlines.ts'
import { addWorkingDays, civilDate, type DayTable, PLAIN_WEEK } from '../../../shared/contract/working-days.ts'
import { rich, richWith } from '../../kit/definitions.ts'

/** accept: legal 5, promised 3, begins anew, deemed. finish: legal 20, promised 10, goes on. deliver: legal 10, promised 5. */
const table = dayTableOf(Object.entries(HOLIDAYS).map(([year, value]) => [`holidays.${year}`, value]))

/** `file 2026-09-28, accept 2026-09-29`, each at ten in the morning. */
function steps(text: string): CaseStep[] {
  return text.split(', ').map((one) => {
    const [act, date] = one.split(' ') as [string, string]
    return { act, time: Date.parse(`${date}T10:00:00+08:00`) }
  })
}

const at = (id: string, text: string, today: string, days: DayTable = table, d = rich) =>
  deadlinesOf(d, steps(text), days, today).find((one) => one.id === id)

describe('cases over holidays', () => {
  test.each([
    // Filed on the Monday before 国庆 2026: 29, 30, 8 October by the promise; the worked Saturday 10 October is the fifth day.
    [
      'accept',
      'file 2026-09-28',
      '2026-09-30',
      { due: '2026-10-08', legalDue: '2026-10-10', left: 1, light: 'yellow' },
    ],
    ['accept', 'file 2026-09-28', '2026-10-07', { left: 1, light: 'yellow' }],
    ['accept', 'file 2026-09-28', '2026-10-08', { left: 0, light: 'yellow' }],
    ['accept', 'file 2026-09-28', '2026-10-09', { left: -1, light: 'red', over: false, deemedAccepted: null }],
    // 春节 2026: the Saturday before is worked, then nine days off.
    ['accept', 'file 2026-02-13', '2026-02-20', { due: '2026-02-25', legalDue: '2026-02-27', left: 2, light: 'green' }],
    // 春节 2025 begins on a Tuesday, after a worked Sunday.
    ['accept', 'file 2025-01-24', '2025-01-25', { due: '2025-02-05', legalDue: '2025-02-07' }],
    ['finish', 'file 2026-09-24, accept 2026-09-24', '2026-09-24', { due: '2026-10-15', legalDue: '2026-10-29' }],
    ['finish', 'file 2026-02-12, accept 2026-02-12', '2026-02-12', { due: '2026-03-04', legalDue: '2026-03-18' }],
  ] as const)('%s of %s on %s', (id, text, today, expected) => expect(at(id, text, today)).toMatchObject(expected))

  test('without a table Monday to Friday count', () => {
    expect(at('accept', 'file 2026-09-28', '2026-09-28', PLAIN_WEEK)).toMatchObject({
      due: '2026-10-01',
      legalDue: '2026-10-05',
    })
  })

  test('a limit that passed on a Friday is red on Saturday, and says so in days', () => {
    expect(at('accept', 'file 2026-11-03', '2026-11-06')).toMatchObject({ left: 0, light: 'yellow' })
    expect(at('accept', 'file 2026-11-03', '2026-11-07')).toMatchObject({ left: -1, light: 'red' })
    expect(at('accept', 'file 2026-11-03', '2026-11-09')).toMatchObject({ left: -1, light: 'red' })
    expect(at('accept', 'file 2026-11-03', '2026-11-10')).toMatchObject({ left: -2, light: 'red' })
  })
})

test.each([
  ['file 2026-11-20', '2026-11-20', true],
  ['file 2026-12-24', '2026-12-24', true],
  // The legal limit reaches into a year whose holidays nobody has announced here.
  ['file 2026-12-28', '2026-12-28', false],
  ['file 2023-12-29', '2024-01-02', false],
] as const)('%s is counted with all holidays known: %s %s', (text, today, covered) => {
  expect(at('accept', text, today)?.covered).toBe(covered)
  expect(at('accept', text, today, PLAIN_WEEK)?.covered).toBe(false)
})

describe('the way of a case', () => {
  test('only limits that have begun are there, each is over when its states are left', () => {
    const begun = (text: string) => deadlinesOf(rich, steps(text), table, '2026-11-20').map((one) => [one.id, one.over])
    expect(begun('file 2026-11-16')).toEqual([['accept', false]])
    expect(begun('file 2026-11-16, accept 2026-11-17')).toEqual([
      ['accept', true],
      ['finish', false],
    ])
    expect(begun('file 2026-11-16, accept 2026-11-17, pass 2026-11-17')).toEqual([
      ['accept', true],
      ['finish', true],
      ['deliver', false],
    ])
    expect(begun('file 2026-11-16, decline 2026-11-17')).toEqual([['accept', true]])
  })

  test('an answer in time stays green for ever, a late one red', () => {
    expect(at('accept', 'file 2026-11-16, accept 2026-11-17', '2027-11-20')).toMatchObject({
      due: '2026-11-19',
      left: 2,
      light: 'green',
      over: true,
    })
    expect(at('accept', 'file 2026-11-16, accept 2026-11-20', '2027-11-20')).toMatchObject({ left: -1, light: 'red' })
  })

  test('what the workflow does not allow took no effect', () => {
    const plain = deadlinesOf(rich, steps('file 2026-11-16'), table, '2026-11-18')
    expect(
      deadlinesOf(rich, steps('file 2026-11-16, finish 2026-11-17, ghost 2026-11-17'), table, '2026-11-18'),
    ).toEqual(plain)
    expect(deadlinesOf(rich, steps('accept 2026-11-16'), table, '2026-11-18')).toEqual([])
    expect(deadlinesOf(rich, [], table, '2026-11-18')).toEqual([])
  })

  test('waiting for what was asked for begins the limit anew', () => {
    const asked = 'file 2026-11-16, ask 2026-11-17'
    expect(at('accept', asked, '2026-11-30')).toMatchObject({
      paused: true,
      left: 2,
      due: '2026-12-02',
      light: 'green',
    })
    expect(at('accept', `${asked}, supply 2026-12-01`, '2026-12-02')).toMatchObject({
      paused: false,
      left: 2,
      due: '2026-12-04',
      legalDue: '2026-12-08',
    })
  })

  test('a suspension goes on counting where it stopped', () => {
    const way = 'file 2026-11-02, accept 2026-11-02, refer 2026-11-02, suspend 2026-11-05'
    // Three days used: 3, 4, 5 November.
    expect(at('finish', way, '2026-11-20')).toMatchObject({ paused: true, left: 7, due: '2026-12-01', light: 'green' })
    expect(at('finish', `${way}, resume 2026-11-20`, '2026-11-23')).toMatchObject({
      paused: false,
      left: 6,
      due: '2026-12-01',
      legalDue: '2026-12-15',
    })
  })

  test('a limit to which the case comes back after it was over begins again', () => {
    const back = richWith((d) => {
      d.workflow.actions.push({ ...d.workflow.actions[0], name: 'reopen', from: ['approving'], to: 'received' })
    })
    const way = 'file 2026-11-02, accept 2026-11-03, refer 2026-11-03, review 2026-11-04, reopen 2026-11-16'
    expect(at('accept', way, '2026-11-17', table, back)).toMatchObject({ due: '2026-11-19', left: 2, over: false })
  })

  test('a wrong clock neither reaches into the future nor turns back', () => {
    const wrong = at('finish', 'file 2026-11-16, accept 2099-01-01', '2026-11-18')
    expect(wrong).toMatchObject({ due: addWorkingDays('2026-11-18', 10, table) })
    const absurd = [{ act: 'file', time: Number.MAX_SAFE_INTEGER }]
    expect(deadlinesOf(rich, absurd, table, '2026-11-18')[0]).toMatchObject({ due: '2026-11-23', left: 3 })
    const backwards = at('finish', 'file 2026-11-16, accept 2020-01-01', '2026-11-18')
    expect(backwards).toMatchObject({ due: addWorkingDays('2026-11-16', 10, table) })
  })
})

describe('accepted by law when nobody answers', () => {
  const received = '2026-11-02'
  // The five days are 3, 4, 5, 6 and 9 November.
  test.each([
    ['2026-11-09', null],
    ['2026-11-10', received],
    ['2027-03-01', received],
  ])('on %s: %s', (today, accepted) => {
    expect(at('accept', `file ${received}`, today)?.deemedAccepted).toBe(accepted)
    expect(acceptanceOf(rich, steps(`file ${received}`), table, today)).toEqual({
      received,
      accepted,
      deemed: accepted !== null,
    })
    expect(at('finish', `file ${received}`, today)).toEqual(
      accepted === null
        ? undefined
        : expect.objectContaining({
            due: addWorkingDays(received, 10, table),
            legalDue: addWorkingDays(received, 20, table),
            over: false,
            paused: false,
          }),
    )
  })

  test('accepting late changes nothing: the decision is due from the day of receipt', () => {
    const way = `file ${received}, accept 2026-11-13`
    expect(at('finish', way, '2026-11-13')).toMatchObject({ due: '2026-11-16', left: 1 })
    expect(acceptanceOf(rich, steps(way), table, '2026-11-13')).toEqual({ received, accepted: received, deemed: true })
    expect(at('accept', way, '2026-11-20')).toMatchObject({ over: true, light: 'red', deemedAccepted: received })
  })

  test('accepting in time counts from acceptance', () => {
    const way = `file ${received}, accept 2026-11-09`
    expect(at('finish', way, '2026-11-13')).toMatchObject({ due: '2026-11-23' })
    expect(acceptanceOf(rich, steps(way), table, '2026-11-13')).toEqual({
      received,
      accepted: '2026-11-09',
      deemed: false,
    })
  })

  test('asking in time leaves the applicant all the time there is; what they bring counts from the day they bring it', () => {
    const way = `file ${received}, ask 2026-11-09`
    expect(at('accept', way, '2027-01-29')).toMatchObject({ paused: true, over: false, deemedAccepted: null })
    expect(at('finish', way, '2027-01-29')).toBeUndefined()
    const brought = `${way}, supply 2026-11-20`
    expect(acceptanceOf(rich, steps(brought), table, '2026-12-07')?.accepted).toBe('2026-11-20')
    expect(at('finish', brought, '2026-12-07')).toMatchObject({ due: addWorkingDays('2026-11-20', 10, table) })
  })

  test('asking too late does not stop the clock', () => {
    const way = `file ${received}, ask 2026-11-11`
    expect(at('accept', way, '2026-11-25')).toMatchObject({ over: true, paused: false, deemedAccepted: received })
    expect(at('finish', way, '2026-11-25')).toMatchObject({ paused: false, due: '2026-11-16', light: 'red', left: -7 })
  })

  test('where a pause goes on, the days of the applicant do not count against the office', () => {
    const on = richWith((d) => {
      d.deadlines[0].resume = 'continue'
    })
    const way = `file ${received}, ask 2026-11-04, supply 2026-11-18`
    // Two days before the pause, three after it: 19, 20, 23 November.
    expect(at('accept', way, '2026-11-23', table, on)?.deemedAccepted).toBeNull()
    expect(at('accept', way, '2026-11-24', table, on)?.deemedAccepted).toBe(received)
    // Counted from 2 November without the ten days of waiting.
    expect(at('finish', way, '2026-11-24', table, on)).toMatchObject({ due: '2026-11-30' })
  })

  test('a service without such a limit accepts only by itself', () => {
    const strict = richWith((d) => {
      delete d.deadlines[0].deemed
    })
    expect(at('accept', `file ${received}`, '2027-03-01', table, strict)).toMatchObject({
      light: 'red',
      over: false,
      deemedAccepted: null,
    })
    expect(acceptanceOf(strict, steps(`file ${received}`), table, '2027-03-01')?.accepted).toBeNull()
  })
})

test('the limit that presses most is one that runs, due first', () => {
  const press = (text: string, today: string) => pressing(deadlinesOf(rich, steps(text), table, today))?.id ?? null
  expect(press('file 2026-11-16', '2026-11-16')).toBe('accept')
  expect(press('file 2026-11-16, accept 2026-11-17', '2026-11-17')).toBe('finish')
  expect(press('file 2026-11-02', '2026-11-20')).toBe('finish')
  expect(press('file 2026-11-16, decline 2026-11-17', '2026-11-17')).toBeNull()
})

/** Any way through the workflow over some months, and a day after it. */
const DAY = 86_400_000
const START = Date.parse('2026-01-05T00:00:00Z')
const dateAt = (n: number) => civilDate(START + n * DAY)
const ways = fc.array(fc.tuple(fc.nat(30), fc.nat(20)), { minLength: 1, maxLength: 9 }).chain((picks) => {
  const out: CaseStep[] = []
  let state: string | null = null
  let day = 0
  for (const [gap, pick] of picks) {
    const open = rich.workflow.actions.filter((a) => (state === null ? a.from.length === 0 : a.from.includes(state)))
    const action = open[pick % Math.max(1, open.length)]
    if (action === undefined) break
    day += state === null ? 0 : gap
    out.push({ act: action.name, time: START + day * DAY })
    state = action.to
  }
  return fc.record({ steps: fc.constant(out), today: fc.nat(60).map((more) => day + more) })
})
const holidays = fc.uniqueArray(fc.nat(300).map(dateAt), { maxLength: 40 })
const withOff = (off: readonly string[]): DayTable => ({ off: new Set(off), on: new Set(), years: new Set() })

describe('whatever happens to a case', () => {
  test('it answers, in order, with dates and lights that agree', () => {
    fc.assert(
      fc.property(ways, holidays, ({ steps: way, today }, off) => {
        const now = dateAt(today)
        for (const one of deadlinesOf(rich, way, withOff(off), now)) {
          expect(one.due <= one.legalDue).toBe(true)
          expect(one.light === 'red').toBe(one.left < 0)
          if (!one.over && !one.paused) expect(now > one.due).toBe(one.light === 'red')
          expect(one.over && one.paused).toBe(false)
        }
      }),
    )
  })

  test('more holidays never shorten a limit', () => {
    fc.assert(
      fc.property(ways, holidays, holidays, ({ steps: way, today }, off, more) => {
        const few = deadlinesOf(rich, way, withOff(off), dateAt(today))
        const many = deadlinesOf(rich, way, withOff([...off, ...more]), dateAt(today))
        for (const one of many) {
          const before = few.find(({ id }) => id === one.id)
          // More days off may keep the law from accepting, and then there is nothing to compare.
          if (before === undefined || (before.deemedAccepted ?? '') !== (one.deemedAccepted ?? '')) continue
          expect(one.due >= before.due && one.legalDue >= before.legalDue).toBe(true)
        }
      }),
    )
  })

  test('more days never end earlier', () => {
    fc.assert(
      fc.property(ways, holidays, fc.nat(3), fc.nat(20), ({ steps: way, today }, off, which, days) => {
        const longer = richWith((d) => {
          const limit = d.deadlines[which % 3]
          limit.promised += days
          limit.legal += days
        })
        const before = deadlinesOf(rich, way, withOff(off), dateAt(today))
        for (const one of deadlinesOf(longer, way, withOff(off), dateAt(today))) {
          const was = before.find(({ id }) => id === one.id)
          if (was === undefined || was.deemedAccepted !== one.deemedAccepted) continue
          expect(one.due >= was.due && one.legalDue >= was.legalDue).toBe(true)
        }
      }),
    )
  })

  test('a pause never shortens a limit, and never takes away a day that was left', () => {
    const suspensions = fc.tuple(fc.nat(15), fc.nat(15), fc.nat(15), fc.nat(30), fc.constantFrom('continue', 'restart'))
    fc.assert(
      fc.property(suspensions, holidays, ([begin, length, after, more, resume], off) => {
        const d = richWith((one) => {
          one.deadlines[1].resume = resume
        })
        const day = (n: number) => START + n * DAY
        const opened: CaseStep[] = ['file', 'accept', 'refer'].map((act) => ({ act, time: day(0) }))
        const paused = [
          ...opened,
          { act: 'suspend', time: day(begin) },
          { act: 'resume', time: day(begin + length) },
          { act: 'review', time: day(begin + length + after) },
        ]
        const straight = [...opened, { act: 'review', time: day(begin + length + after) }]
        const today = dateAt(begin + length + after + more)
        const finish = (way: CaseStep[]) => deadlinesOf(d, way, withOff(off), today).find((one) => one.id === 'finish')
        const [one, other] = [finish(paused), finish(straight)]
        if (one === undefined || other === undefined) throw new Error('no limit')
        expect(one.due >= other.due && one.legalDue >= other.legalDue && one.left >= other.left).toBe(true)
      }),
    )
  })
})

describe('limits by the calendar', () => {
  const counted = (unit: 'days' | 'months', promised: number, legal: number) =>
    richWith((d) => Object.assign(d.deadlines[1], { unit, promised, legal }))
  const days = counted('days', 10, 20)

  test.each([
    // The tenth day lies in 国庆 2026 and gives way to the first day that is worked (民法典第二百零三条); the twentieth is a Wednesday.
    ['2026-09-24', { due: '2026-10-08', legalDue: '2026-10-14', left: 14, light: 'green', countedIn: 'days' }],
    ['2026-10-05', { due: '2026-10-08', left: 3, light: 'green' }],
    ['2026-10-06', { left: 2, light: 'yellow' }],
    ['2026-10-08', { left: 0, light: 'yellow' }],
    ['2026-10-09', { left: -1, light: 'red' }],
  ] as const)('days, on %s', (today, expected) => {
    expect(at('finish', 'file 2026-09-24, accept 2026-09-24', today, table, days)).toMatchObject(expected)
  })

  test('days stand still with the case, and what is left is then counted as it is', () => {
    const text = 'file 2026-11-02, accept 2026-11-02, refer 2026-11-03, suspend 2026-11-06'
    // Four are used, six are left: from Monday the sixteenth they end on a Sunday.
    expect(at('finish', text, '2026-11-16', table, days)).toMatchObject({ paused: true, left: 6, due: '2026-11-23' })
    const again = at('finish', `${text}, resume 2026-11-16`, '2026-11-17', table, days)
    expect(again).toMatchObject({ paused: false, due: '2026-11-23', left: 6, legalDue: '2026-12-02' })
  })

  test.each([
    // There is no 31 February; the 28th is a Saturday, which is worked in 2026.
    ['2026-01-31', table, { due: '2026-02-28', legalDue: '2026-03-31' }],
    ['2026-01-31', PLAIN_WEEK, { due: '2026-03-02', legalDue: '2026-03-31', covered: false }],
    ['2026-11-16', table, { due: '2026-12-16', left: 30 }],
    ['2027-12-30', PLAIN_WEEK, { due: '2028-01-31', legalDue: '2028-02-29' }],
  ] as const)('months from %s', (from, known, expected) => {
    const d = counted('months', 1, 2)
    expect(at('finish', `file ${from}, accept ${from}`, from, known, d)).toMatchObject(expected)
  })

  test('a month that stood still for ten days ends ten days later', () => {
    const d = counted('months', 1, 2)
    const text = 'file 2026-03-02, accept 2026-03-02, refer 2026-03-03, suspend 2026-03-06, resume 2026-03-16'
    // 2 April and ten days: a Sunday.
    expect(at('finish', text, '2026-03-17', table, d)).toMatchObject({ due: '2026-04-13', left: 27 })
  })

  test('only the holidays at the ends decide', () => {
    const d = counted('days', 30, 60)
    const only2026 = { ...PLAIN_WEEK, years: new Set([2026]) }
    expect(at('finish', 'file 2025-12-20, accept 2025-12-20', '2025-12-20', only2026, d)).toMatchObject({
      due: '2026-01-19',
      covered: true,
    })
  })
})
