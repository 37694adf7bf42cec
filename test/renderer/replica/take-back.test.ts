import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Filing } from '../../../renderer/replica/api.ts'
import { must } from '../../../shared/base/result.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { County } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { transferFiling } from './forms.ts'

const AGENT = { agentName: '旺姆', agentId: '632723198408150028', agentPhone: '13897660003' }

/** [N6] What a clerk corrects away is gone: here at once, and on the ledger once it is sealed. */
describe('taking back', () => {
  let county: County
  let desk: Desk
  let contracts: string[]
  let n = 0

  beforeEach(async () => {
    county = await County.found(`takeback${n++}`)
    desk = new Desk(county)
    contracts = county.stock(1)
    must(await desk.open())
  })
  afterEach(() => desk.wipe())

  /** A case that waits for its supplement, with these values beside the sound ones. */
  const asked = async (more: Filing['values']): Promise<string> => {
    const filing = transferFiling(contracts[0] as string)
    const { case: id } = must(await desk.calls.file({ ...filing, values: { ...filing.values, ...more } }))
    must(await desk.calls.act({ case: id, action: 'ask', reason: '请补正' }))
    return id
  }
  const supply = (id: string, takenBack: readonly string[], values: Filing['values'] = {}) => ({
    ...{ case: id, action: 'supply', reason: null, values, takenBack },
  })
  const last = () => must(parseBody(desk.journal.at(-1)?.body ?? new Uint8Array()))

  test('[N6] [N7] public and sealed fields are null in the map where they belong, and gone from the case before and after sealing', async () => {
    const id = await asked({ ...AGENT, mode: 'other', modeNote: '代牧' })
    const names = [...Object.keys(AGENT), 'modeNote', 'price']
    expect(
      Object.keys({ ...must(await desk.calls.case(id)).fields, ...must(await desk.calls.case(id)).sealed }),
    ).toEqual(expect.arrayContaining(names))
    must(await desk.calls.act(supply(id, names, { mode: 'transfer', transfereePhone: '13897660009' })))
    const { data, commit } = last()
    expect(data['fields']).toEqual({ mode: 'transfer', modeNote: null })
    expect(data['sealed']).toEqual({
      ...{ agentName: null, agentId: null, agentPhone: null, price: null },
      transfereePhone: expect.any(Uint8Array),
    })
    expect(commit).not.toBeNull()
    const check = async () => {
      const { fields, sealed, steps } = must(await desk.calls.case(id))
      for (const name of names) expect({ ...fields, ...sealed }).not.toHaveProperty(name)
      expect({ ...fields, ...sealed }).toMatchObject({ mode: 'transfer', transfereePhone: '13897660009' })
      const step = steps.find(({ act }) => act === 'supply')
      expect([...(step?.gone ?? [])].sort()).toEqual([...names].sort())
      expect(step).toMatchObject({ outcome: 'applied' })
      expect(steps.filter(({ act }) => act !== 'supply').map(({ gone }) => gone)).toEqual([undefined, undefined])
    }
    await check()
    await desk.sealed()
    await check()
    expect(must(await desk.calls.status()).setAside).toBe(0)
  })

  test('[N6] where nothing is sealed anew, what is taken back needs no payload', async () => {
    const id = await asked(AGENT)
    must(await desk.calls.act(supply(id, Object.keys(AGENT))))
    expect(last().commit).toBeNull()
    expect(desk.journal.at(-1)?.sealed).toBeNull()
    await desk.sealed()
    const { sealed, steps } = must(await desk.calls.case(id))
    expect(Object.keys(sealed)).not.toEqual(expect.arrayContaining(['agentName']))
    expect(steps.find(({ act }) => act === 'supply')).toMatchObject({ outcome: 'applied', standing: 'sealed' })
  })

  test('what the filing requires, what the act may not set, and a part of what belongs together are not taken back', async () => {
    const id = await asked(AGENT)
    const against = async (takenBack: readonly string[], why: RegExp) => {
      const problems = must(await desk.calls.checkAct(supply(id, takenBack)))
      expect(problems.map(({ field, problem }) => `${field ?? ''}: ${problem}`).join()).toMatch(why)
      const signed = desk.journal.length
      expect(await desk.calls.act(supply(id, takenBack))).toMatchObject({ ok: false, code: 'form-invalid' })
      expect(desk.journal).toHaveLength(signed)
    }
    await against(['boundaryEast'], /boundaryEast: missing/)
    await against(['transfereeName'], /transfereeName: missing/)
    await against(['contractNo'], /contractNo: unknown/)
    await against(['deliveryMethod'], /deliveryMethod: unknown/)
    await against(['agentId'], /agentId: missing/)
    // What was never there is nothing to take back.
    must(await desk.calls.act(supply(id, ['grazing'])))
    expect(last().data['fields']).toEqual({})
  })
})
