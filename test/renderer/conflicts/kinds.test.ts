import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test } from 'vitest'
import type { Amendment, Conflict, Option } from '../../../renderer/replica/conflicts/api.ts'
import { must } from '../../../shared/base/result.ts'
import type { FieldValue } from '../../../shared/contract/service/index.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'
import { fileApart } from './apart.ts'
import { exchange, richTransfer } from './rich.ts'

/** Conflicts of other shapes than two filings: about a case, about two records, too large for one decision; and values of every kind. */
describe('conflicts of every shape', () => {
  let county: County
  let desk: Desk
  let n = 0

  afterEach(() => desk.wipe())

  const as = async (who: string) => {
    await desk.close()
    must(await desk.open(desk.person(who)))
  }
  const on = (contract: string) => `${OFFICE}/pasture-contract/${contract}`
  const conflict = async (id: string): Promise<Conflict> => must(await desk.calls.conflict(id))
  const saysOf = (one: Option | undefined) => (one?.consequences ?? []).map(({ kind, what }) => `${kind} ${what.zh}`)
  const reason = { ground: 'documents', reason: '查明', recall: [] } as const

  async function begin(): Promise<string[]> {
    county = await County.found(`kinds${n++}`)
    const more = ['reviewer', 'approver'].map((role) => county.member(`${role}2`, [role]))
    county.node.seal([...more, county.member('third', ['clerk']), richTransfer(county), exchange(county)])
    desk = new Desk(county)
    const contracts = county.stock(2)
    must(await desk.open())
    return contracts
  }

  test('[X5] two steps of one case taken apart: the case is what it is about, and each choice says which step counts', async () => {
    const [contract = ''] = await begin()
    const mine = must(await desk.calls.file(transferFiling(contract))).case
    must(await desk.calls.act({ case: mine, action: 'accept', reason: null }))
    await desk.sealed()
    await as('reviewer')
    desk.node = null
    must(await desk.calls.act({ case: mine, action: 'return', reason: '缺四至图' }))
    county.node.seal([county.person('reviewer2').act(mine, 'review')])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
    const [row] = must(await desk.calls.conflicts()).open
    expect(row).toMatchObject({ id: mine, kind: 'case', title: { zh: '草原承包经营权转移登记' }, sides: 2 })
    const shown = await conflict(mine)
    expect(
      shown.rows.map((one) =>
        [one.label.zh, one.base, ...one.sides].map((o) => (typeof o === 'string' ? o : o.text?.zh)),
      ),
    ).toEqual([['办件环节', '已受理', '已审核', '退回窗口']])
    expect(shown.forms).toEqual([])
    expect(shown.sides[1]?.acts[0]).toMatchObject({ title: { zh: '退回窗口' }, reason: '缺四至图' })
    const [keep, adopt] = shown.options
    expect(saysOf(keep)).toEqual(['notTaken 退回窗口', 'goesOn 已审核'])
    expect(saysOf(adopt)).toEqual(['adopted 退回窗口', 'undone 审核通过', 'state 退回窗口'])
    const { choice, adopt: side, seen } = adopt as Option
    must(await desk.calls.decide({ id: mine, choice, adopt: side, seen, amend: [], ...reason }))
    await desk.sealed()
    expect(must(await desk.calls.case(mine))).toMatchObject({ state: 'returned', disputed: false })
  })

  test('[X5] [X6] a form that was corrected against an application that was withdrawn: field by field, and set by the decision', async () => {
    const [contract = ''] = await begin()
    const mine = must(await desk.calls.file(transferFiling(contract))).case
    must(await desk.calls.act({ case: mine, action: 'accept', reason: null }))
    await as('reviewer')
    must(await desk.calls.act({ case: mine, action: 'return', reason: '价款有误' }))
    await desk.sealed()
    await as('clerk')
    desk.node = null
    const values = { price: 5_000_000, certificateNo: '青草证（2003）第0002号' }
    must(await desk.calls.act({ case: mine, action: 'resubmit', reason: null, values }))
    county.node.seal([county.person('colleague').act(mine, 'withdraw', '不办了', [on(contract)])])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
    const shown = await conflict(mine)
    const texts = shown.rows.map(({ label, base, sides }) => [label.zh, ...[base, ...sides].map((one) => one.text?.zh)])
    expect(texts).toEqual([
      ['办件环节', '退回窗口', '申请人撤回', '已受理'],
      ['承包经营权证号', '青草证（2003）第0001号', '青草证（2003）第0001号', '青草证（2003）第0002号'],
      ['转移价款', '120,000.00 元', '120,000.00 元', '50,000.00 元'],
    ])
    expect(saysOf(shown.options[0])).toEqual(['notTaken 改好后重新送审', 'goesOn 申请人撤回'])
    const base = shown.options[1] as Option
    const what = ['adopted 改好后重新送审', 'undone 申请人撤回', 'claimed ', 'state 已受理', 'formChanges ']
    expect(saysOf(base).map((line) => line.replace(/claimed .*/, 'claimed '))).toEqual(what)
    const ask = { id: mine, choice: 'amend', adopt: base.adopt } as const
    const amend = [{ record: mine, name: 'price', give: { value: 6_000_000 } }] as const
    const { seen } = must(await desk.calls.decidePreview({ ...ask, amend }))
    must(await desk.calls.decide({ ...ask, amend, seen, ...reason }))
    await desk.sealed()
    const now = must(await desk.calls.case(mine))
    expect(now).toMatchObject({ state: 'accepted', disputed: false })
    expect(must(await desk.calls.reveal([mine]))[mine]?.['price']).toBe(6_000_000)
  })

  test('[X5] one filing on two records, each taken by somebody else: one conflict, row by row of either, and one decision for both', async () => {
    const [x = '', y = ''] = await begin()
    desk.node = null
    const filing = transferFiling(x)
    const both = { ...filing, version: 3, values: { ...filing.values, otherContractNo: y } }
    const mine = must(await desk.calls.file(both)).case
    const [one, two] = [
      { contract: x, number: 'A1' },
      { contract: y, number: 'A2' },
    ]
    county.node.seal([await fileApart(county, 'colleague', one), await fileApart(county, 'third', two)])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
    expect(must(await desk.calls.conflicts()).open).toMatchObject([{ sides: 2, disputes: 1 }])
    const shown = await conflict(on(x))
    expect(shown.rows.filter((row) => row.differs).map((row) => [row.record, row.sides[0]?.text?.zh])).toEqual([
      [on(x), 'A1'],
      [on(y), 'A2'],
    ])
    expect(shown.sides[0]?.cases.map(({ number }) => number).sort()).toEqual(['A1', 'A2'])
    const contracts = shown.forms.find((row) => row.label.zh === '承包合同编号')
    expect(contracts?.sides.map((side) => side.text?.zh)).toEqual([`A1：${x}\nA2：${y}`, x])
    const { choice, adopt, seen } = shown.options[1] as Option
    must(await desk.calls.decide({ id: shown.id, choice, adopt, seen, amend: [], ...reason }))
    await desk.sealed()
    for (const id of [x, y])
      expect(must(await desk.calls.subject(on(id)))).toMatchObject({ pending: mine, disputed: false })
  })

  /** A filing on both contracts, sixteen more on either of them, and what stands: nineteen cases. Answers the contracts. */
  async function large(): Promise<[string, string]> {
    const [x = '', y = ''] = await begin()
    desk.node = null
    const filing = transferFiling(x)
    must(await desk.calls.file({ ...filing, version: 3, values: { ...filing.values, otherContractNo: y } }))
    const late = Array.from({ length: 16 }, (_, i) => ({ contract: i % 2 === 0 ? x : y, number: `B${i}` }))
    const apart = late.map(({ contract, number }) => county.person('third').file('transfer', contract, number))
    county.node.seal([x, y].map((contract, i) => county.person('colleague').file('transfer', contract, `A${i}`)))
    desk.node = county.node
    await desk.sealed()
    county.node.seal(apart)
    await desk.sync()
    await as('supervisor')
    return [x, y]
  }

  /** Decides until nothing is open, each time as `pick` says; answers how many entries each decision named. */
  async function decideAll(pick: (shown: Conflict) => Option | undefined): Promise<number[]> {
    const open = async () => must(await desk.calls.conflicts()).open
    const decided: number[] = []
    for (let [next] = await open(); next !== undefined; [next] = await open()) {
      const shown = await conflict(next.id)
      const { choice, adopt, seen, refused, decides, leaves } = pick(shown) as Option
      expect(refused).toBeNull()
      // Each filing has its case, and both contracts are named with them.
      expect(seen.length).toBeLessThanOrEqual(16)
      expect(decides.length + leaves).toBe(shown.disputes.length)
      decided.push(decides.length)
      must(await desk.calls.decide({ id: shown.id, choice, adopt, seen, amend: [], ...reason }))
      await desk.sealed()
    }
    return decided
  }

  test('[X6] what is too large for one decision is decided in portions, and each says what stays for the next', async () => {
    const [, y] = await large()
    // With the first of them decided that joined both contracts, what is left falls into two.
    expect(await decideAll(({ options }) => options[0])).toEqual([14, 1, 2])
    expect(must(await desk.calls.subject(on(y)))).toMatchObject({ pending: `${OFFICE}/case/A1`, disputed: false })
  })

  test('[X6] in a matter that large a side is adopted once the others are refused, and each step says so', async () => {
    const [x] = await large()
    const mine = `${OFFICE}/case/B14`
    const steps: string[] = []
    const decided = await decideAll((shown) => {
      const at = shown.sides.findIndex(({ adopt, cases }) => adopt !== null && cases.some(({ id }) => id === mine))
      const option = shown.options[Math.max(0, at)]
      steps.push(option?.othersFirst === true ? 'others' : (option?.choice ?? ''))
      return option
    })
    expect(steps).toEqual(['others', 'adopt', 'keep'])
    expect(decided.reduce((sum, n) => sum + n)).toBe(17)
    expect(must(await desk.calls.subject(on(x)))).toMatchObject({ pending: mine, disputed: false })
  })

  test('[X6] two supervisors decide apart: the first that arrives counts, the other is told that theirs does not, and why', async () => {
    const [contract = ''] = await begin()
    county.node.seal([county.member('supervisor2', ['supervisor'])])
    desk.node = null
    const mine = must(await desk.calls.file(transferFiling(contract))).case
    county.node.seal([county.person('colleague').file('transfer', contract, 'A1')])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
    const { options } = await conflict(on(contract))
    const decide = async (option: Option) => {
      const { choice, adopt, seen } = option
      return must(await desk.calls.decide({ id: on(contract), choice, adopt, seen, amend: [], ...reason })).entry
    }
    desk.node = null
    const early = await decide(options[0] as Option)
    expect((await conflict(on(contract))).decisions).toMatchObject([{ choice: 'keep', standing: 'saved' }])
    // What the other computer signed, as if it had been this one: on the same heads, sealed first.
    const body = must(parseBody(desk.journal.at(-1)?.body as Uint8Array))
    const data = { ...body.data, choice: 'adopt', adopt: (body.data['disputes'] as Uint8Array[])[0] as Uint8Array }
    const records = [...body.subj.map(({ id }) => id), `${OFFICE}/case/A1`].sort()
    const subj = records.map((id) => ({ id, heads: county.heads(id) }))
    county.node.seal([county.person('supervisor2').say({ kind: 'resolve', scope: [OFFICE], subj, data })])
    desk.node = county.node
    await desk.sealed()
    expect((await conflict(on(contract))).decisions).toMatchObject([{ choice: 'adopt', byName: 'supervisor2' }])
    expect(must(await desk.calls.subject(on(contract)))).toMatchObject({ pending: mine, disputed: false })
    expect(must(await desk.calls.aside()).rows).toMatchObject([{ entry: early, outcome: 'void(stale)' }])
  })

  test('[X6] a value of one’s own is sound or not taken, whatever kind of field it is for', async () => {
    const [contract = ''] = await begin()
    desk.node = null
    const filing = transferFiling(contract)
    const values = { ...filing.values, fenced: true, fencedArea: 500_000, grazing: 'balance', price: 999_900 }
    const mine = must(await desk.calls.file({ ...filing, version: 2, values })).case
    for (const [who, action] of [
      ['clerk', 'accept'],
      ['reviewer', 'review'],
      ['approver', 'finish'],
    ] as const) {
      await as(who)
      must(await desk.calls.act({ case: mine, action, reason: null }))
    }
    const herds = [{ kind: '牦牛', count: 80 }]
    const others = { fenced: false, fencedArea: 3, grazing: 'ban', price: 8_000_000, herds, signedOn: '2026-11-18' }
    const people = { transfereeName: '索南扎西', transfereeId: '632723196305120011', transfereeVillage: '632723103201' }
    county.node.seal([
      await fileApart(county, 'colleague', { contract, number: 'A1', version: 2, values: { ...others, ...people } }),
    ])
    county.node.seal([county.person('colleague').act(`${OFFICE}/case/A1`, 'accept')])
    county.node.seal([county.person('reviewer2').act(`${OFFICE}/case/A1`, 'review')])
    county.node.seal([county.person('approver2').act(`${OFFICE}/case/A1`, 'finish', null, [on(contract)])])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
    const shown = await conflict(on(contract))
    const kinds = new Map(shown.rows.filter((row) => row.amendable).map((row) => [row.name, row]))
    const tried: Record<string, { bad: FieldValue; good: FieldValue }> = {
      fenced: { bad: '是', good: true },
      fencedArea: { bad: -1, good: 666_667 },
      grazing: { bad: 'everywhere', good: 'ban' },
      herds: { bad: [{ kind: '牦牛' } as never], good: [{ kind: '藏羊', count: 12 }] },
      lastTransferOn: { bad: '2027-02-30', good: '2026-11-19' },
      price: { bad: '十万', good: 7_000_000 },
      village: { bad: '999999', good: '632723103200' },
      holderName: { bad: '', good: '尕桑' },
      holderId: { bad: '632723196305120012', good: '632723198408150028' },
    }
    expect([...kinds.keys()].sort()).toEqual(expect.arrayContaining(Object.keys(tried).sort()))
    const ask = { id: on(contract), choice: 'amend', adopt: null } as const
    const amend: Amendment[] = []
    for (const [name, { bad, good }] of Object.entries(tried)) {
      expect(kinds.get(name)?.schema, name).not.toBeNull()
      const give = (value: FieldValue): Amendment => ({ record: on(contract), name, give: { value } })
      expect(await desk.calls.decidePreview({ ...ask, amend: [give(bad)] }), name).toMatchObject({
        code: 'wrong-shape',
      })
      amend.push(give(good))
    }
    const foreseen = must(await desk.calls.decidePreview({ ...ask, amend }))
    expect(foreseen.refused).toBeNull()
    must(await desk.calls.decide({ ...ask, amend, seen: foreseen.seen, ...reason }))
    await desk.sealed()
    const now = must(await desk.calls.subject(on(contract)))
    const opened = must(await desk.calls.reveal([on(contract)]))[on(contract)] ?? {}
    const all = { ...now.fields, ...opened }
    for (const [name, { good }] of Object.entries(tried)) expect(all[name], name).toEqual(good)
    // What is sealed stands nowhere in the open.
    expect(JSON.stringify(now.fields)).not.toContain('尕桑')
  })
})
