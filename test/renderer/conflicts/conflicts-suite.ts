import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupNumber } from '../../../renderer/app/format.ts'
import type { Conflict, DecisionDraft, Option } from '../../../renderer/replica/conflicts/api.ts'
import { must } from '../../../shared/base/result.ts'
import { parseBody, type SignedEntry } from '../../../shared/ledger/index.ts'
import { type County, OFFICE } from '../../kit/county.ts'
import type { Desk } from '../replica/desk.ts'
import { takenTwice } from './taken-twice.ts'

/** Two transfers of one pasture, taken by two windows that knew nothing of each other; and what a supervisor may do about it. */
export function conflictsSuite(runtime: string): void {
  describe(`conflicts on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let contract: string
    let mine: string
    /** A third window's filing, signed before any of the others was sealed. */
    let third: SignedEntry
    let n = 0

    const on = () => `${OFFICE}/pasture-contract/${contract}`
    const theirs = () => `${OFFICE}/case/A1`
    const conflict = async (id = on()): Promise<Conflict> => must(await desk.calls.conflict(id))
    const as = async (who: string, roles = [who]) => {
      await desk.close()
      must(await desk.open(desk.person(who, roles)))
    }

    beforeEach(async () => {
      ;({ county, desk, contract, mine, third } = await takenTwice(`conflicts${n++}`))
    })
    afterEach(() => desk.wipe())

    const option = (of: Conflict, choice: Option['choice']) => of.options.find((one) => one.choice === choice) as Option
    const drafted = (of: Conflict, choice: Option['choice'], more: Partial<DecisionDraft> = {}): DecisionDraft => {
      const { adopt, seen } = option(of, choice)
      const said = { ground: 'documents', reason: ' 依承包合同原件 ', recall: [], amend: [] } as const
      return { id: of.id, choice, adopt, seen, ...said, ...more }
    }

    test('the office is told of one conflict, by the subject, with its cases; the register shows no trace of how it is kept', async () => {
      const { open, decided } = must(await desk.calls.conflicts())
      expect(decided).toEqual([])
      expect(open).toMatchObject([
        { id: on(), kind: 'subject', number: contract, disputes: 1, sides: 2, proposed: null },
      ])
      expect(open[0]?.cases.map((one) => one.id)).toEqual([theirs(), mine])
      const all = must(await desk.calls.subjects({ text: '', after: null, limit: 50 }))
      expect(all.rows.map((row) => row.id)).toEqual([on()])
      expect(must(await desk.calls.overview()).subjects).toBe(1)
      const searched = must(await desk.calls.subjects({ text: contract.slice(-6), after: null, limit: 50 }))
      expect(searched.rows.map((row) => row.id)).toEqual([on()])
    })

    test('the review lays both sides out: what stands first, what differs first, sealed values where they can be opened', async () => {
      await as('supervisor')
      const shown = await conflict()
      expect(shown.barred).toBeNull()
      expect(shown.sides.map((side) => side.acts.map((act) => act.case))).toEqual([[theirs()], [mine]])
      expect(shown.sides[0]?.adopt).toBeNull()
      const claim = shown.rows.find((row) => row.name === ':pending')
      expect(claim?.differs).toBe(true)
      expect([claim?.base, ...(claim?.sides ?? [])].map((one) => one?.text?.zh)).toEqual([
        '无',
        'A1',
        groupNumber(mine.split('/').at(-1) as string),
      ])
      const to = shown.forms.find((row) => row.label.zh.includes('受让') && row.sealed)
      // Theirs was sealed to nobody here; ours opens.
      expect(to?.sides[0]?.text).toBeNull()
      expect(to?.sides[1]?.text?.zh).not.toBe('')
      expect(shown.sides.flatMap((side) => side.papers.map((one) => one.papers[0]?.kind))).toEqual(['slip', 'slip'])
      expect(shown.options.map((one) => [one.choice, one.refused])).toEqual([
        ['keep', null],
        ['adopt', null],
      ])
    })

    test('each choice says what would become of both cases, and changes nothing', async () => {
      await as('supervisor')
      const shown = await conflict()
      const said = (one: Option) => one.consequences.map(({ kind, number }) => `${kind} ${number}`)
      const number = mine.split('/').at(-1) as string
      expect(said(option(shown, 'keep')).sort()).toEqual([`goesOn A1`, `putAside ${number}`, `same ${contract}`].sort())
      expect(said(option(shown, 'adopt')).sort()).toEqual(
        [`adopted ${number}`, 'undone A1', `claimed ${contract}`, 'putAside A1', `goesOn ${number}`].sort(),
      )
      const row = shown.rows.findIndex((one) => one.name === ':pending')
      expect(option(shown, 'adopt').results[row]?.text?.zh).toBe(groupNumber(number))
      expect(option(shown, 'keep').results[row]?.text?.zh).toBe('A1')
      expect(desk.journal.filter(({ body }) => must(parseBody(body)).kind === 'resolve')).toEqual([])
      expect(must(await desk.calls.subject(on())).disputed).toBe(true)
    })

    test('keeping: saved at once, shown at once, sealed by the province to the same end', async () => {
      await as('supervisor')
      const recall = [(await conflict()).sides[1]?.papers[0]?.entry as string]
      must(await desk.calls.decide(drafted(await conflict(), 'keep', { recall })))
      const early = await conflict()
      expect(early.disputes).toEqual([])
      expect(early.decisions).toMatchObject([
        { choice: 'keep', ground: 'documents', reason: '依承包合同原件', standing: 'saved', mayReopen: false },
      ])
      await desk.sealed()
      const { decisions } = await conflict()
      expect(decisions).toMatchObject([{ standing: 'sealed', refuses: [{ case: mine }], adopts: [], undoes: [] }])
      expect(decisions[0]?.recall.map((one) => one.case.id)).toEqual([mine])
      expect(must(await desk.calls.conflicts())).toMatchObject({ open: [], decided: [{ choice: 'keep', back: false }] })
      const lost = must(await desk.calls.case(mine))
      expect(lost.overruled).toMatchObject({ conflict: on() })
      expect(lost.steps.map((step) => step.outcome)).toEqual(['refused', 'applied'])
      expect(must(await desk.calls.case(theirs())).overruled).toBeUndefined()
      const paper = await desk.calls.paper({ case: mine, kind: 'certificate', lang: 'zh' })
      expect(paper.ok).toBe(false)
    })

    test('adopting: what stood is undone, and both histories say so', async () => {
      await as('supervisor')
      must(await desk.calls.decide(drafted(await conflict(), 'adopt')))
      await desk.sealed()
      const subject = must(await desk.calls.subject(on()))
      expect(subject).toMatchObject({ pending: mine, disputed: false })
      expect(subject.steps.map((step) => [step.act, step.outcome])).toEqual([
        ['file', 'applied'],
        ['file', 'undone'],
        ['file', 'adopted'],
        ['resolve', 'applied'],
      ])
      expect(must(await desk.calls.case(theirs())).overruled).toMatchObject({ conflict: on() })
      expect(must(await desk.calls.case(mine)).waitsForMe).toBe(false)
    })

    test('where the sides differ in no field, no field can be given a value', async () => {
      await as('supervisor')
      const before = must(await desk.calls.subject(on()))
      const shown = await conflict()
      expect(shown.rows.filter((row) => row.amendable)).toEqual([])
      const name = Object.keys(before.fields)[0] as string
      const amend = [{ record: on(), name, give: { value: '核定' } }] as const
      const answer = await desk.calls.decide({ ...drafted(shown, 'keep'), choice: 'amend', amend })
      expect(answer).toMatchObject({ ok: false, code: 'wrong-shape' })
    })

    test('what has changed since it was read is refused at once, with what changed', async () => {
      await as('supervisor')
      const shown = await conflict()
      const stale = drafted(shown, 'keep')
      county.node.seal([third])
      await desk.sync()
      expect(must(await desk.calls.conflictSince(shown.seen)).map((step) => [step.act, step.case])).toEqual([
        ['file', `${OFFICE}/case/A2`],
      ])
      const signed = desk.journal.length
      expect(await desk.calls.decide(stale)).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(stale)' })
      expect(desk.journal).toHaveLength(signed)
      const again = await conflict()
      expect(again.sides.map((side) => side.cases.map((one) => one.number))).toEqual([
        ['A1'],
        [mine.split('/').at(-1)],
        ['A2'],
      ])
      must(await desk.calls.decide(drafted(again, 'keep')))
      expect(await desk.calls.decide(stale)).toMatchObject({ ok: false, detail: 'void(stale)' })
    })

    test('who took a side, and who is no supervisor, may look and not decide', async () => {
      await as('clerk')
      expect((await conflict()).barred).toBe('void(role)')
      expect(await desk.calls.decide(drafted(await conflict(), 'keep'))).toMatchObject({ detail: 'void(role)' })
      county.node.seal([third])
      await as('both')
      expect((await conflict()).barred).toBe('void(author)')
      expect(await desk.calls.decide(drafted(await conflict(), 'keep'))).toMatchObject({ detail: 'void(author)' })
    })

    test('a decision is taken back with a reason, and the conflict is open again', async () => {
      await as('supervisor')
      must(await desk.calls.decide(drafted(await conflict(), 'adopt')))
      await desk.sealed()
      const { decisions, id } = await conflict()
      const [made] = decisions
      expect(made?.mayReopen).toBe(true)
      expect(
        await desk.calls.reopenDecision({ id, entry: made?.entry as string, reason: ' ', seen: [] }),
      ).toMatchObject({
        code: 'wrong-shape',
      })
      must(await desk.calls.reopenDecision({ id, entry: made?.entry as string, reason: '材料有误', seen: [] }))
      await desk.sealed()
      const again = await conflict()
      expect(again.disputes).toHaveLength(1)
      expect(again.decisions.map((one) => [one.choice, one.back])).toEqual([
        ['reopen', false],
        ['adopt', true],
      ])
      expect(must(await desk.calls.subject(on()))).toMatchObject({ pending: theirs(), disputed: true })
    })

    test('the decision and a notice for each case are printed: as a slip at once, with the proof once sealed', async () => {
      await as('supervisor')
      const shown = await conflict()
      const recall = shown.sides.flatMap((side) => side.papers.map((one) => one.entry))
      const { entry } = must(await desk.calls.decide(drafted(shown, 'keep', { recall })))
      const early = must(await desk.calls.decisionPaper({ id: on(), entry, case: null, lang: 'zh' }))
      expect(early.standing).toContain('尚未封存')
      await desk.sealed()
      const sheet = must(await desk.calls.decisionPaper({ id: on(), entry, case: null, lang: 'zh' }))
      expect(sheet.title).toBe('冲突处理单')
      expect(sheet.standing).toContain('已封存')
      expect(sheet.rows.find((row) => row.label === '理由')?.value).toBe('依承包合同原件')
      for (const text of [sheet, early]) {
        const verified = must(await desk.calls.verify({ text: text.qr.join('\n') }))
        expect(verified.ok).toBe(true)
      }
      const notice = must(await desk.calls.decisionPaper({ id: on(), entry, case: mine, lang: 'zh' }))
      const value = (label: string) => notice.rows.find((row) => row.label === label)?.value
      expect(value('对本件的结果')).toContain('不予采用')
      expect(value('请交回')).toContain('收件回执')
      expect(value('请交回')).not.toContain('A1')
      const other = must(await desk.calls.decisionPaper({ id: on(), entry, case: theirs(), lang: 'en' }))
      expect(other.rows.find((row) => row.label === 'What it means for this case')?.value).toContain('Kept')
      expect(
        await desk.calls.decisionPaper({ id: on(), entry, case: `${OFFICE}/case/none`, lang: 'zh' }),
      ).toMatchObject({
        code: 'not-found',
      })
    })
  })
}
