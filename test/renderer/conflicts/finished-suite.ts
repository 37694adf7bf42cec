import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Conflict, DecisionDraft } from '../../../renderer/replica/conflicts/api.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { parseBody, type Value } from '../../../shared/ledger/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'

/** The transfer, with decisions about it signed by two supervisors. */
const TWO = { ...structuredClone(transfer), version: 2, disputes: { blocks: ['file', 'effects'], signers: 2 } }

/** Two transfers of one pasture that both went to their end before either window heard of the other. */
export function finishedSuite(runtime: string): void {
  describe(`conflicts of finished cases on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let contract: string
    let mine: string
    let n = 0
    let version = 1

    const on = () => `${OFFICE}/pasture-contract/${contract}`
    const theirs = () => `${OFFICE}/case/A1`
    const conflict = async (): Promise<Conflict> => must(await desk.calls.conflict(on()))
    const as = async (who: string) => {
      await desk.close()
      must(await desk.open(desk.person(who)))
    }
    const holder = async () => must(await desk.calls.reveal([on()]))[on()]?.['holderName']

    beforeEach(async () => {
      county = await County.found(`finished${n++}`)
      const more = ['reviewer', 'approver', 'supervisor'].map((role) => county.member(`${role}2`, [role]))
      county.node.seal([...more, county.govern('service', { definition: TWO as unknown as Value })])
      desk = new Desk(county)
      contract = county.stock(1)[0] as string
    })
    afterEach(() => desk.wipe())

    /** Both sides walked to their ends, ours without a line; then the line. */
    async function begin(): Promise<void> {
      must(await desk.open())
      desk.node = null
      mine = must(await desk.calls.file({ ...transferFiling(contract), version })).case
      const steps = [
        ['clerk', 'accept'],
        ['reviewer', 'review'],
        ['approver', 'finish'],
      ] as const
      for (const [who, action] of steps) {
        await as(who)
        must(await desk.calls.act({ case: mine, action, reason: null }))
      }
      county.node.seal([county.person('colleague').file('transfer', contract, 'A1')])
      county.node.seal([county.person('colleague').act(theirs(), 'accept')])
      county.node.seal([county.person('reviewer2').act(theirs(), 'review')])
      county.node.seal([county.person('approver2').act(theirs(), 'finish', null, [on()])])
      desk.node = county.node
      await desk.sealed()
      await as('supervisor')
    }

    const drafted = (of: Conflict, at: number, more: Partial<DecisionDraft> = {}): DecisionDraft => {
      const { choice, adopt, seen } = of.options[at] as Conflict['options'][number]
      const said = { ground: 'court', reason: '法院判决', recall: [], amend: [] } as const
      return { id: of.id, choice, adopt, seen, ...said, ...more }
    }

    test('a side is all that was done in it; the fields are laid side by side, the certificate is among the papers', async () => {
      version = 1
      await begin()
      const shown = await conflict()
      expect(shown.disputes).toHaveLength(2)
      expect(shown.sides.map((side) => side.acts.map((act) => act.title.zh))).toEqual([
        ['收件', '准予登记并办结'],
        ['收件', '准予登记并办结'],
      ])
      const name = shown.rows.find((row) => row.name === 'holderName')
      // Theirs was sealed to nobody here.
      expect(name).toMatchObject({ sealed: true, differs: true, amendable: true, sides: [{ text: null }, {}] })
      expect(name?.sides[1]?.text?.zh).toBe(transferFiling(contract).values['transfereeName'])
      const kinds = shown.sides.map((side) => side.papers.flatMap((one) => one.papers.map(({ kind }) => kind)))
      expect(kinds[0]).toContain('certificate')
      expect(kinds[1]).not.toContain('certificate')
      const certificate = must(await desk.calls.paper({ case: mine, kind: 'receipt', lang: 'zh' }))
      const theirSlip = must(await desk.calls.proofFile({ case: theirs(), kind: 'receipt' })).bytes
      const checks = async (input: { text: string } | { bytes: Uint8Array }) =>
        must(await desk.calls.verify(input)).findings.flatMap((one) => (one.ok ? [] : [one.check]))
      expect(await checks({ bytes: theirSlip })).toEqual([])
      must(await desk.calls.decide(drafted(shown, 1, { recall: [shown.sides[1]?.papers[0]?.entry as string] })))
      await desk.sealed()
      // Genuine still, and worth nothing: one was taken back, the other called back.
      expect(await checks({ bytes: theirSlip })).toEqual(['decision'])
      expect(await checks({ text: certificate.qr.join('\n') })).toEqual(['decision'])
      expect(await holder()).toBe(transferFiling(contract).values['transfereeName'])
      expect(must(await desk.calls.case(mine))).toMatchObject({ state: 'finished', disputed: false })
      expect(await desk.calls.paper({ case: theirs(), kind: 'certificate', lang: 'zh' })).toMatchObject({
        code: 'not-found',
      })
      expect((await desk.calls.paper({ case: mine, kind: 'certificate', lang: 'zh' })).ok).toBe(true)
      const { steps } = must(await desk.calls.case(theirs()))
      expect(steps.map(({ act, outcome }) => `${act} ${outcome}`)).toContain('finish undone')
      const history = must(await desk.calls.subject(on())).steps
      expect(history.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
        ...['file applied', 'file undone', 'finish undone', 'file adopted', 'finish adopted', 'resolve applied'],
      ])
    })

    test('item by item: fields get the values that were picked or typed, sealed ones sealed anew, and the rest stays', async () => {
      version = 1
      await begin()
      const shown = await conflict()
      const amend = [
        { record: on(), name: 'holderName', give: { side: 1 } },
        { record: on(), name: 'certificateNo', give: { value: '核定一号' } },
      ] as const
      const certificate = shown.rows.find((row) => row.name === 'certificateNo')
      const picked = certificate === undefined ? amend.slice(0, 1) : amend
      const ask = { id: on(), choice: 'amend', adopt: null, amend: picked } as const
      const foreseen = must(await desk.calls.decidePreview(ask))
      expect(foreseen.refused).toBeNull()
      const at = shown.rows.findIndex((row) => row.name === 'holderName')
      expect(foreseen.results[at]?.text?.zh).toBe(transferFiling(contract).values['transfereeName'])
      must(await desk.calls.decide({ ...drafted(shown, 0), ...ask, seen: foreseen.seen }))
      expect(await holder()).toBe(transferFiling(contract).values['transfereeName'])
      await desk.sealed()
      expect(await holder()).toBe(transferFiling(contract).values['transfereeName'])
      // Nothing of it stands open in the entry.
      const said = desk.journal.map(({ body }) => must(parseBody(body))).findLast(({ kind }) => kind === 'resolve')
      expect(JSON.stringify(said?.data['set'])).not.toContain(transferFiling(contract).values['transfereeName'])
      expect((await conflict()).decisions).toMatchObject([{ choice: 'amend', undoes: [] }])
      expect(must(await desk.calls.case(mine)).overruled).toMatchObject({ conflict: on() })
      // Whose case stands is told what was set otherwise than they had asked for, and nobody else is.
      const [made] = (await conflict()).decisions
      const told = async (of: string) => {
        const ask = { id: on(), entry: made?.entry as string, case: of, lang: 'zh' } as const
        return JSON.stringify(must(await desk.calls.decisionPaper(ask)).rows)
      }
      const holderNow = transferFiling(contract).values['transfereeName'] as string
      expect(await told(theirs())).toMatch(new RegExp(`裁定后的登记.*${holderNow}`))
      expect(await told(mine)).not.toContain('裁定后的登记')
      // The certificate that stands says so, too; one that was printed before is genuine, and says what no longer holds.
      const printed = must(await desk.calls.paper({ case: theirs(), kind: 'certificate', lang: 'zh' }))
      expect(printed.rows).toContainEqual({
        ...{ label: '裁定核定：承包方姓名', table: null },
        value: expect.stringMatching(new RegExp(`^${holderNow}（\\d{4}-\\d\\d-\\d\\d 裁定）$`)),
      })
      expect(printed.notes[0]).toContain('请交回')
      const verified = must(await desk.calls.verify({ text: printed.qr.join('\n') }))
      expect(verified.findings.find((one) => one.check === 'decision')).toMatchObject({ ok: true })
      expect(verified.findings.map(({ text }) => text.zh).join()).toContain('已由裁定另行核定')
    })

    test('a value of a field that is not disputed, or of none, is not given', async () => {
      version = 1
      await begin()
      const shown = await conflict()
      const ask = { id: on(), choice: 'amend', adopt: null } as const
      for (const name of [':pending', 'unheardOf']) {
        const amend = [{ record: on(), name, give: { value: '甲' } }] as const
        expect(await desk.calls.decidePreview({ ...ask, amend })).toMatchObject({ code: 'wrong-shape' })
      }
      const signed = desk.journal.length
      expect(await desk.calls.decide({ ...drafted(shown, 0), ...ask, amend: [] })).toMatchObject({ ok: false })
      expect(desk.journal).toHaveLength(signed)
    })

    test('two signatures: the first proposes and changes nothing, the second confirms what was proposed', async () => {
      version = 2
      await begin()
      const before = must(await desk.calls.subject(on())).fields
      const first = await conflict()
      expect(first.signers).toBe(2)
      expect(first.options[0]?.consequences.at(-1)?.kind).toBe('second')
      must(await desk.calls.decide(drafted(first, 1)))
      await desk.sealed()
      const waiting = await conflict()
      expect(waiting.disputes).toHaveLength(2)
      expect(waiting.proposal).toMatchObject({ choice: 'adopt', ground: 'court', barred: 'void(author)' })
      expect(must(await desk.calls.conflicts()).open).toMatchObject([{ proposed: { by: 'supervisor' } }])
      expect(must(await desk.calls.subject(on())).fields).toEqual(before)
      const upon = (of: Conflict) => ({
        ...{ id: of.id, entry: of.proposal?.entry as string, reason: '同意', seen: of.proposal?.foreseen.seen ?? [] },
      })
      expect(await desk.calls.confirmDecision(upon(waiting))).toMatchObject({ detail: 'void(author)' })
      await as('supervisor2')
      const second = await conflict()
      expect(second.proposal?.barred).toBeNull()
      expect(await desk.calls.confirmDecision({ ...upon(second), entry: hex(new Uint8Array(32)) })).toMatchObject({
        detail: 'void(stale)',
      })
      must(await desk.calls.confirmDecision(upon(second)))
      await desk.sealed()
      expect(must(await desk.calls.conflicts()).open).toEqual([])
      expect(await holder()).toBe(transferFiling(contract).values['transfereeName'])
      expect((await conflict()).decisions).toMatchObject([{ choice: 'adopt', byName: 'supervisor2' }])
    })
  })
}
