import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { hex, utf8 } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { intakeNumber } from '../../../shared/contract/identifiers/intake-number.ts'
import { encode, parseBody, type Value } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { transferFields } from '../../kit/pasture-forms.ts'
import { Desk } from './desk.ts'
import { stockFiling, transferFiling } from './forms.ts'

/** What a clerk may file, and what of it may be read where. */
export function filingSuite(runtime: string): void {
  describe(`filing on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let contracts: string[]
    let n = 0

    beforeEach(async () => {
      county = await County.found(`filing${n++}`)
      desk = new Desk(county)
      contracts = county.stock(6)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    const transfer = async (i: number) => must(await desk.calls.file(transferFiling(contracts[i] as string)))
    const numberOf = (id: string) => id.split('/').at(-1) as string

    test('intake numbers run through the day, begin anew with the next, and are never given twice', async () => {
      const ids: string[] = []
      ids.push((await transfer(0)).case, (await transfer(1)).case)
      await desk.close()
      must(await desk.open())
      ids.push((await transfer(2)).case)
      await desk.wipe()
      must(await desk.open())
      ids.push((await transfer(3)).case)
      await desk.sealed()
      desk.now += 86_400_000
      ids.push((await transfer(4)).case)
      // A clock that is set back to yesterday goes on with yesterday's numbers.
      desk.now -= 86_400_000
      ids.push((await transfer(5)).case)
      expect(ids.map((id) => numberOf(id).slice(9, 21))).toEqual([
        '202611220000',
        '202611220001',
        '202611220002',
        '202611220003',
        '202611230000',
        '202611220004',
      ])
      for (const id of ids) expect(intakeNumber(numberOf(id), '2026-11-23').ok).toBe(true)
      expect(desk.journal.map(({ body }) => must(parseBody(body)).case)).toEqual(ids)
    })

    test('the number of a filing that was refused, or can have no effect any more, is not given again', async () => {
      const refused = await transfer(0)
      county.node.refusals.set(refused.entry, 'wrong-role')
      await desk.sync()
      expect(must(await desk.calls.queue())).toMatchObject([{ standing: 'set-aside' }])
      expect(await desk.calls.case(refused.case)).toMatchObject({ ok: false, code: 'not-found' })
      const next = await transfer(1)
      expect(next.case).not.toBe(refused.case)
      expect(numberOf(next.case).slice(9, 21)).toBe('202611220001')
    })

    test('filings that are made at the same moment take their turns', async () => {
      const filed = await Promise.all([0, 1, 2, 3].map((i) => desk.calls.file(transferFiling(contracts[i] as string))))
      const ids = filed.map((one) => must(one).case)
      expect(new Set(ids).size).toBe(4)
      const same = await Promise.all([4, 4].map((i) => desk.calls.file(transferFiling(contracts[i] as string))))
      expect(same.filter(({ ok }) => ok)).toHaveLength(1)
      expect(same.find(({ ok }) => !ok)).toMatchObject({ code: 'form-invalid', detail: 'contractNo: subject.pending' })
      await desk.sealed()
      expect(must(await desk.calls.status()).setAside).toBe(0)
    })

    test('[N5] [N6] sealed fields stand nowhere in the database or on the wire in the clear, before and after sealing', async () => {
      const { case: id } = await transfer(0)
      const values = transferFields(contracts[0] as string)
      const secret = ['transferorName', 'transferorId', 'transfereeName', 'transfereeId', 'transfereePhone', 'reason']
      const needles = secret.map((name) => values[name] as string)
      const expectClosed = async () => {
        const db = new ReplicaDatabase(desk.name)
        await db.open()
        for (const table of db.tables) {
          // Definitions are public, and their examples name people who do not exist.
          if (table.name === 'gov') continue
          for (const row of await table.toArray()) {
            if ((row as { scope?: string }).scope === 'gov') continue
            const text = flat(row)
            for (const one of needles) {
              expect(text.includes(one), `${one} in ${table.name}`).toBe(false)
              expect(text.includes(hex(utf8(one))), `${one} in the bytes of ${table.name}`).toBe(false)
            }
          }
        }
        db.close()
        for (const { body } of desk.asked) {
          for (const one of needles) expect(body === null ? '' : hex(body)).not.toContain(hex(utf8(one)))
        }
      }
      // The needle is one that would be found.
      expect(hex(encode({ name: values['transferorName'] } as Value))).toContain(hex(utf8(needles[0] as string)))
      const opened = must(await desk.calls.case(id)).sealed
      for (const name of secret) expect(opened[name]).toBe(values[name])
      await expectClosed()
      await desk.sealed()
      expect(must(await desk.calls.case(id)).sealed).toEqual(opened)
      await expectClosed()
      expect(must(await desk.calls.reveal([id]))[id]).toMatchObject(opened)
      await expectClosed()
    })

    test('[N5] with the vault locked, or a payload that is not the one committed to, a sealed field is empty', async () => {
      const { case: id } = await transfer(0)
      const { case: other } = await transfer(1)
      await desk.sealed()
      const db = new ReplicaDatabase(desk.name)
      await db.open()
      const [one, two] = (await db.payloads.toArray()).filter(({ file }) => file !== null)
      await db.payloads.bulkPut([
        { commit: one?.commit ?? '', file: two?.file ?? null },
        { commit: two?.commit ?? '', file: one?.file ?? null },
      ])
      db.close()
      await desk.close()
      must(await desk.open())
      for (const of of [id, other]) {
        for (const value of Object.values(must(await desk.calls.case(of)).sealed)) expect(value).toBeNull()
      }
      desk.locked = true
      const { sealed } = must(await desk.calls.case(id))
      expect(Object.values(sealed).every((value) => value === null)).toBe(true)
    })

    test('[N6] the same values are committed to under other salts each time', async () => {
      const commits = new Set<string>()
      let count = 0
      for (let i = 0; i < 3; i++) {
        await transfer(i)
        const { data, commit } = must(parseBody(desk.journal.at(-1)?.body ?? new Uint8Array()))
        const sealed = Object.values(data['sealed'] as { [name: string]: Uint8Array })
        for (const one of [...sealed, commit as Uint8Array]) {
          commits.add(hex(one))
          count++
        }
      }
      expect(commits.size).toBe(count)
    })

    test('what stands against a filing is found before anything is signed', async () => {
      const good = transferFiling(contracts[0] as string)
      const bad: [typeof good, RegExp][] = [
        [{ ...good, values: { ...good.values, transfereeId: '632723198408150029' } }, /transfereeId/],
        [{ ...good, values: { ...good.values, transfereeId: good.values['transferorId'] as string } }, /transfereeId/],
        [{ ...good, values: { ...good.values, area: 1 } }, /area: rule\.whole-pasture/],
        [{ ...good, values: { ...good.values, until: '2099-12-31' } }, /until: rule\.within-term/],
        [{ ...good, values: { ...good.values, contractNo: '632723103200999999J' } }, /subject\.unknown/],
        [stockFiling(contracts[0] as string), /subject\.exists/],
      ]
      for (const [filing, why] of bad) {
        const problems = must(await desk.calls.check(filing))
        expect(problems.map(({ field, problem }) => `${field ?? ''}: ${problem}`).join()).toMatch(why)
        expect(await desk.calls.file(filing), why.source).toMatchObject({ ok: false, code: 'form-invalid' })
      }
      expect(await desk.calls.file({ ...good, version: 9 })).toMatchObject({ ok: false, code: 'unknown-service' })
      expect(desk.journal).toEqual([])
      expect(must(await desk.calls.check(good))).toEqual([])
      const incomplete = must(await desk.calls.check({ ...good, materials: good.materials.slice(1) }))
      expect(incomplete.map(({ field }) => field)).toEqual(['material:application'])
    })

    test('acts that the workflow, the role or four eyes do not allow are refused before anything is signed', async () => {
      const { case: id } = await transfer(0)
      const refused = async (action: string, code = 'not-allowed', reason: string | null = null) => {
        const signed = desk.journal.length
        expect(await desk.calls.act({ case: id, action, reason })).toMatchObject({ ok: false, code })
        expect(desk.journal).toHaveLength(signed)
      }
      for (const action of ['file', 'review', 'finish', 'supply', 'no-such-act']) await refused(action)
      await refused('ask', 'form-invalid')
      await refused('ask', 'form-invalid', '  ')
      must(await desk.calls.act({ case: id, action: 'accept', reason: null }))
      await refused('accept')
      await desk.sealed()
      await desk.close()
      must(await desk.open(desk.person('approver')))
      await refused('review')
      await refused('finish')
      expect(await desk.calls.act({ case: `${OFFICE}/case/none`, action: 'accept', reason: null })).toMatchObject({
        code: 'not-found',
      })
    })

    test('[X2] four eyes: who filed and accepted may not review, whatever roles they have gained', async () => {
      const { case: id } = await transfer(0)
      must(await desk.calls.act({ case: id, action: 'accept', reason: null }))
      await desk.sealed()
      const roles = {
        id: 'clerk',
        name: 'clerk',
        office: OFFICE,
        roles: ['clerk', 'reviewer'],
        scopes: [OFFICE],
        keys: [],
      }
      county.node.seal([county.govern('member', roles)])
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      const detail = must(await desk.calls.case(id))
      expect(detail.actions.map(({ name }) => name)).not.toContain('review')
      expect(await desk.calls.act({ case: id, action: 'review', reason: null })).toMatchObject({ code: 'not-allowed' })
      // Past our own check, the ledger says the same.
      county.node.seal([county.person('clerk').act(id, 'review')])
      await desk.sync()
      const steps = must(await desk.calls.case(id)).steps
      expect(steps.find(({ act }) => act === 'review')).toMatchObject({
        standing: 'set-aside',
        outcome: 'void(author)',
      })
    })

    test('[X5] the overlay shows what will be sealed, and the same is sealed later', async () => {
      const { case: id } = await transfer(0)
      must(await desk.calls.act({ case: id, action: 'accept', reason: null }))
      const strip = (detail: object) => ({ ...detail, standing: null, steps: null, updated: null, subjects: null })
      const waiting = must(await desk.calls.case(id))
      expect(waiting).toMatchObject({ state: 'accepted', standing: 'saved' })
      expect(waiting.steps.map(({ act, standing, index }) => [act, standing, index])).toEqual([
        ['file', 'saved', null],
        ['accept', 'saved', null],
      ])
      expect(waiting.subjects[0]?.row).toMatchObject({ pending: id })
      await desk.sealed()
      const sealed = must(await desk.calls.case(id))
      expect(strip(sealed)).toEqual(strip(waiting))
      expect(sealed.steps.map(({ act, standing, index }) => [act, standing, index])).toEqual([
        ['file', 'sealed', 6],
        ['accept', 'sealed', 7],
      ])
      expect(sealed.subjects[0]?.row).toMatchObject({ pending: id })
    })

    test('[X5] a second filing on the same contract, made apart: disputed, kept, and shown as such', async () => {
      desk.node = null
      const mine = await transfer(0)
      county.node.seal([county.person('colleague').file('transfer', contracts[0] as string, 'X1')])
      desk.node = county.node
      await desk.sealed()
      const detail = must(await desk.calls.case(mine.case))
      expect(detail).toMatchObject({ disputed: true, standing: 'sealed' })
      // What waits is its effect; the case itself goes on.
      expect(detail.actions.map(({ name }) => name)).toContain('accept')
      expect(detail.disputes).toEqual([mine.entry])
      expect(detail.steps.map(({ outcome }) => outcome)).toEqual(['disputed'])
      const list = must(await desk.calls.cases({ filter: 'disputed', text: '', after: null, limit: 10 }))
      expect(list.rows.map(({ id }) => id)).toEqual([mine.case])
      expect(must(await desk.calls.subject(`${OFFICE}/pasture-contract/${contracts[0]}`)).disputed).toBe(true)
      expect(must(await desk.calls.overview()).disputed).toBe(2)
      expect(must(await desk.calls.check(transferFiling(contracts[0] as string))).map((p) => p.problem)).toContain(
        'subject.disputed',
      )
    })

    test('[X1] the steps of a case stand in the order of the register, whatever their clocks claimed', async () => {
      const { case: id } = await transfer(0)
      await desk.sealed()
      // The colleague's clock is an hour behind this desktop's.
      county.node.seal([county.person('colleague').act(id, 'accept')])
      await desk.sync()
      expect(must(await desk.calls.case(id)).steps.map(({ act, index }) => [act, index])).toEqual([
        ['file', 6],
        ['accept', 7],
      ])
    })

    test('an act that the province will find without effect leaves its case unsent as long as it is, and is shown as void', async () => {
      const { case: id } = await transfer(0)
      await desk.sealed()
      desk.node = null
      must(await desk.calls.act({ case: id, action: 'accept', reason: null }))
      county.node.seal([
        county.person('colleague').act(id, 'withdraw', '申请人撤回', [`${OFFICE}/pasture-contract/${contracts[0]}`]),
      ])
      desk.node = county.node
      desk.bend = (ask, answer) =>
        ask.path === '/v1/push' ? { ok: false, code: 'no-line', detail: '' } : { ok: true, value: answer }
      await desk.sync()
      expect(must(await desk.calls.case(id)).standing).toBe('saved')
      desk.bend = null
      await desk.sealed()
      const detail = must(await desk.calls.case(id))
      expect(detail).toMatchObject({ state: 'withdrawn', standing: 'sealed' })
      const accept = detail.steps.find(({ act }) => act === 'accept')
      expect(accept?.outcome).toMatch(/disputed|void/)
    })
  })
}

/** Everything in a row, bytes as hex. */
function flat(value: unknown): string {
  if (value instanceof Uint8Array) return hex(value)
  if (value instanceof Map) return flat([...value])
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([k, v]) => `${k}=${flat(v)}`)
      .join(' ')
  return String(value)
}
