import 'fake-indexeddb/auto'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Conflict } from '../../../renderer/replica/conflicts/api.ts'
import { must } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import { parseBody, parseLeaf, type Value } from '../../../shared/ledger/index.ts'
import { joinQrTexts } from '../../../shared/paper/qr-join.ts'
import { qrSymbols } from '../../../shared/paper/qr-symbol.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { County, OFFICE } from '../../kit/county.ts'
import { tempFolder } from '../../kit/temp.ts'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'

/** Decisions about it are signed by two supervisors. */
const TWO = { ...structuredClone(transfer), version: 2, disputes: { blocks: ['file', 'effects'], signers: 2 } }

/** The papers that a decision sends out: to who won, who lost, and who had built upon what is undone. */
describe('notices of a decision', () => {
  let county: County
  let desk: Desk
  let contract: string
  let mine: string
  let n = 0

  const on = () => `${OFFICE}/pasture-contract/${contract}`
  const theirs = () => `${OFFICE}/case/A1`
  const after = () => `${OFFICE}/case/A3`
  const conflict = async (): Promise<Conflict> => must(await desk.calls.conflict(on()))
  const as = async (who: string) => {
    await desk.close()
    must(await desk.open(desk.person(who)))
  }
  const value = (paper: Paper, label: string) => paper.rows.find((row) => row.label === label)?.value ?? ''

  /** One transfer, at its end, with a second filed upon it; and a third, of this desk, which had seen neither. */
  async function begin(version: number): Promise<void> {
    county = await County.found(`notices${n++}`)
    const more = ['reviewer', 'approver', 'supervisor'].map((role) => county.member(`${role}2`, [role]))
    county.node.seal([...more, county.govern('service', { definition: TWO as unknown as Value })])
    desk = new Desk(county)
    contract = county.stock(1)[0] as string
    must(await desk.open())
    desk.node = null
    mine = must(await desk.calls.file({ ...transferFiling(contract), version })).case
    county.node.seal([county.person('colleague').file('transfer', contract, 'A1')])
    county.node.seal([county.person('colleague').act(theirs(), 'accept')])
    county.node.seal([county.person('reviewer2').act(theirs(), 'review')])
    county.node.seal([county.person('approver2').act(theirs(), 'finish', null, [on()])])
    county.node.seal([county.person('colleague').file('transfer', contract, 'A3')])
    desk.node = county.node
    await desk.sealed()
    await as('supervisor')
  }

  async function adopt(): Promise<string> {
    const shown = await conflict()
    const option = shown.options.find((one) => one.choice === 'adopt') as Conflict['options'][number]
    const recall = shown.sides.flatMap((side) =>
      side.papers.filter((one) => one.case.id !== mine).map((one) => one.entry),
    )
    const said = { ground: 'court', reason: '法院判决', recall, amend: [], seen: option.seen } as const
    const { entry } = must(await desk.calls.decide({ id: on(), choice: 'adopt', adopt: option.adopt, ...said }))
    await desk.sealed()
    return entry
  }

  const notice = async (entry: string, of: string | null, lang: 'zh' | 'en' = 'zh') =>
    must(await desk.calls.decisionPaper({ id: on(), entry, case: of, lang }))

  afterEach(() => desk.wipe())

  test('[X6] [R3] winner, loser and who is undone with the loser each read their own outcome and what to give back; a scanner reads the decision', async () => {
    await begin(1)
    const entry = await adopt()
    const rows = must(await desk.calls.toTell())
    expect(new Map(rows.map((row) => [row.case.id, row.case.fate]))).toEqual(
      new Map([
        [mine, 'adopted'],
        [theirs(), 'undone'],
        [after(), 'consequence'],
      ]),
    )
    const [won, lost, third] = [await notice(entry, mine), await notice(entry, theirs()), await notice(entry, after())]
    expect(value(won, '对本件的结果')).toContain('采用')
    expect(value(won, '送达对象')).toContain(transferFiling(contract).values['transfereeName'])
    expect(value(won, '请交回')).toBe('无')
    expect(value(lost, '对本件的结果')).toContain('撤销')
    expect(value(lost, '请交回')).toBe('收件回执\n受理通知书\n登记证明')
    expect(value(third, '对本件的结果')).toContain('并非本件自身有误')
    expect(value(third, '请交回')).toBe('收件回执')
    for (const paper of [won, lost, third]) {
      expect(value(paper, '依据')).toBe('法院、仲裁或行政决定')
      expect(value(paper, '理由')).toBe('法院判决')
      expect(value(paper, '办理单位')).toBe('称多县政务服务中心')
      expect(paper.notes.join()).toContain('行政复议')
    }
    // What was done with the whole record stands in the sheet for the files alone.
    expect(value(won, '撤销的办理')).toBe('')
    expect(value(await notice(entry, null), '撤销的办理').split('\n')).toHaveLength(3)
    const texts = scanned(third.qr)
    const { leaf } = must(joinQrTexts(texts)) as { leaf: Uint8Array }
    const said = must(parseBody(must(parseLeaf(leaf)).body))
    expect(said).toMatchObject({ kind: 'resolve', data: { choice: 'adopt', reason: '法院判决' } })
    expect(must(await desk.calls.verify({ text: texts.join('\n') })).ok).toBe(true)
  })

  test('[X6] where two sign, papers name both, with the reason of the first', async () => {
    await begin(2)
    await adopt()
    const { proposal } = await conflict()
    await as('supervisor2')
    const upon = { id: on(), entry: proposal?.entry as string, reason: '同意', seen: proposal?.foreseen.seen ?? [] }
    must(await desk.calls.confirmDecision(upon))
    await desk.sealed()
    const [made] = (await conflict()).decisions
    expect(made).toMatchObject({ proposer: 'supervisor', byName: 'supervisor2', reason: '法院判决' })
    const paper = await notice(made?.entry as string, mine)
    expect([value(paper, '裁定人'), value(paper, '理由')]).toEqual(['supervisor提出，supervisor2确认', '法院判决'])
    const filed = must(await desk.calls.case(mine)).steps.find((one) => one.act === 'file')
    expect(filed?.decision).toMatchObject({ by: ['supervisor', 'supervisor2'], reason: '法院判决' })
  })
})

/** As zbarimg reads the printed symbols: drawn side by side, four dots to a module. */
function scanned(texts: readonly string[]): string[] {
  const symbols = qrSymbols(texts)
  const [dots, quiet] = [4, 4]
  const high = Math.max(...symbols.map(({ size }) => size)) + 2 * quiet
  const wide = symbols.reduce((sum, { size }) => sum + size + 2 * quiet, 0)
  const picture = new Uint8Array(wide * dots * high * dots).fill(255)
  let left = quiet
  for (const symbol of symbols) {
    for (let y = 0; y < symbol.size * dots; y++) {
      for (let x = 0; x < symbol.size * dots; x++) {
        if (!symbol.get(Math.floor(x / dots), Math.floor(y / dots))) continue
        picture[(y + quiet * dots) * wide * dots + left * dots + x] = 0
      }
    }
    left += symbol.size + 2 * quiet
  }
  const file = join(tempFolder(), 'notice.pgm')
  writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${wide * dots} ${high * dots} 255\n`), picture]))
  return execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim()
    .split('\n')
}
