import { expect } from 'vitest'
import { scanShown, verify } from '../county/papers.ts'
import { type Said, saysOf, stateOf } from './look.ts'
import { type Claim, catchUp, type Matter } from './matter.ts'
import { both, type Offices } from './offices.ts'
import { check, showNotice, showSheet } from './papers.ts'
import { CALLED, type Decision } from './review.ts'

/** What both computers say of a matter, which is the same, and derived alike (X3). */
export async function bothSay(offices: Offices, matter: Matter): Promise<Said> {
  await catchUp(offices)
  const [here, there] = await both(offices, async ({ desk }) => ({
    said: await saysOf(desk, matter),
    state: await stateOf(desk.page),
  }))
  expect(there).toEqual(here)
  return here.said
}

/** Before anybody has decided: what the first did is in effect, and the second is in dispute. */
export async function expectDisputed(offices: Offices, matter: Matter): Promise<Said> {
  const said = await bothSay(offices, matter)
  const [first, second] = said.cases
  expect(said.head).toContain('有争议')
  expect(first?.head).not.toContain('有争议')
  expect(second?.head).toContain('有争议')
  const steps = said.history.filter((row) => row.startsWith('收件') || row.startsWith('准予登记'))
  const isOf = (claim: Claim) => (row: string) => plain(row).includes(numberOf(claim.case))
  expect(steps.filter(isOf(matter.first)).some((row) => row.includes('有争议'))).toBe(false)
  expect(steps.filter(isOf(matter.second)).every((row) => row.includes('有争议'))).toBe(true)
  return said
}

interface Wanted {
  /** Words of the papers of each side that the decision calls back; none: its people keep theirs. */
  readonly recalls: { readonly first: readonly string[]; readonly second: readonly string[] }
  /** What else stands on 冲突处理单. */
  readonly sheet?: readonly string[]
  readonly decision: Decision
}

/**
 * The papers of a decision: 冲突处理单 the same at both computers, and genuine by the code that another program reads off the printed one; and a notice
 * for the people of either case, which either window can print.
 */
export async function expectPapers(offices: Offices, matter: Matter, { recalls, sheet, decision }: Wanted) {
  const { there, county, site } = offices
  const [words, others] = await both(offices, ({ desk }) => showSheet(desk, matter.subject))
  expect(others).toBe(words)
  const all = [...recalls.first, ...recalls.second, ...(sheet ?? [])]
  for (const word of [CALLED[decision.choice], decision.ground, decision.reason, '已封存', ...all]) {
    expect(words).toContain(word)
  }
  const scanned = await scanShown(there.desk.page, county.out, `sheet-${decision.choice}-${numberOf(matter.subject)}`)
  expect(await verify(scanned, '--trust', site)).toMatchObject({ code: 0, report: { ok: true } })
  expect(await check(offices.here.desk, { scanned })).toMatchObject({ holds: true })

  for (const [claim, papers] of [
    [matter.first, recalls.first],
    [matter.second, recalls.second],
  ] as const) {
    const [notice, same] = await both(offices, ({ desk }) => showNotice(desk, claim.case))
    expect(same).toBe(notice)
    expect(notice).toContain('争议处理结果通知书')
    expect(plain(notice)).toContain(numberOf(claim.case))
    for (const word of [claim.to.name, decision.reason, ...papers]) expect(notice).toContain(word)
    expect(/请交回\s*无/.test(notice)).toBe(papers.length === 0)
  }
}

/** A paper that people hold: genuine and good for something before the decision, worth nothing after it, at either computer. */
export async function expectSuperseded(offices: Offices, what: Parameters<typeof check>[1]): Promise<void> {
  for (const { holds, text } of await both(offices, ({ desk }) => check(desk, what))) {
    expect(holds).toBe(false)
    expect(text).toMatch(/裁定.*凭证是真的，但已不能/s)
  }
}

export const numberOf = (id: string): string => id.split('/').at(-1) as string

/** Numbers stand in groups on screens and papers. */
export const plain = (text: string): string => text.replaceAll(/\s/g, '')
