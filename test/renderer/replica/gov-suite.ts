import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { GovLog } from '../../../renderer/replica/gov-log.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { Gov } from '../../../shared/contract/index.ts'
import { definitionHash } from '../../../shared/contract/service/definition-hash.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import { County, OFFICE, OTHER_OFFICE } from '../../kit/county.ts'
import { recording } from '../../kit/rich-world.ts'
import { Desk } from './desk.ts'
import { stockFiling } from './forms.ts'

const SERIES = 'certificate'
const next = () => ({ ...structuredClone(stock), version: 2 })
const hashOf = (definition: object) => hex(definitionHash(structuredClone(definition) as unknown as Value))

/** What registrars write into gov from a desktop: signed and kept like any filing, judged before it is signed. */
export function govSuite(runtime: string): void {
  describe(`gov from a desktop, on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`gov${n++}`)
      const registrar = (id: string) =>
        county.govern('member', {
          ...{ id, name: `管理员${id}`, office: OFFICE, roles: ['registrar'], scopes: [OFFICE, 'gov'] },
          keys: [county.person(id).key.declared('entry')],
        })
      county.node.seal([registrar('ma'), registrar('li'), county.govern('policy', TWO)])
      desk = new Desk(county)
      must(await desk.open(registrarOf('ma')))
    })
    afterEach(() => desk.wipe())

    const TWO = { name: 'publication', value: { signers: 2 } }
    const registrarOf = (id: string) => desk.person(id, ['registrar'])
    const become = async (id: string) => {
      await desk.close()
      must(await desk.open(registrarOf(id)))
    }
    const keyOf = (id: string) => hex(county.person(id).key.id)
    const seen = async () => must(await desk.calls.governance())
    const versions = async () => must(await desk.calls.services()).map((one) => `${one.code} ${one.version}`)
    const pending = async () => (await seen()).pending.map((one) => [one.about, one.standing, one.outcome])
    const block = (from: number, to: number, office = OFFICE) =>
      desk.calls.govern({ kind: 'numbers', office, series: SERIES, key: keyOf('clerk'), from, to })

    test('[X10] a definition waits for another registrar, who signs the hash; only then are cases filed under it', async () => {
      must(await desk.calls.govern({ kind: 'publish', definition: next() }))
      expect(await pending()).toEqual([['service/grassland-stock/2', 'saved', 'applied']])
      await desk.sealed()
      expect(await pending()).toEqual([])
      expect((await seen()).services.find((one) => one.version === 2)).toMatchObject({
        state: 'waiting',
        from: null,
        signers: [{ id: 'ma', name: '管理员ma' }],
        hash: hashOf(next()),
      })
      const sign = (hash: string) => desk.calls.govern({ kind: 'sign', code: 'grassland-stock', version: 2, hash })
      expect(await sign(hashOf(next()))).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(author)' })
      await become('li')
      expect(await sign(hashOf(stock))).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(definition)' })
      expect(await versions()).toContain('grassland-stock 1')
      must(await sign(hashOf(next())))
      // Nobody files under it before the province has sealed it.
      expect(await versions()).toContain('grassland-stock 1')
      await desk.sealed()
      expect(await versions()).toContain('grassland-stock 2')
      const { state, signers, entries, inForce, definition } = must(
        await desk.calls.definition({ code: 'grassland-stock', version: 2 }),
      )
      expect({ state, inForce, signers: signers.map((one) => one.id) }).toEqual({
        state: 'in-force',
        inForce: null,
        signers: ['ma', 'li'],
      })
      expect(hashOf(definition as object)).toBe(hashOf(next()))
      expect(entries.map((one) => [one.by.id, one.standing, one.outcome])).toEqual([
        ['ma', 'sealed', 'applied'],
        ['li', 'sealed', 'applied'],
      ])
      expect(must(await desk.calls.definition({ code: 'grassland-stock', version: 1 }))).toMatchObject({
        state: 'retired',
        inForce: 2,
      })
    })

    test('[X10] a proposal is replaced by another of the same version, which then waits for the first', async () => {
      must(await desk.calls.govern({ kind: 'publish', definition: next() }))
      await desk.sealed()
      await become('li')
      const mended = { ...next(), summary: { zh: '改过的说明', en: 'Mended' } }
      must(await desk.calls.govern({ kind: 'publish', definition: mended }))
      await desk.sealed()
      expect((await seen()).services.find((one) => one.version === 2)).toMatchObject({
        state: 'waiting',
        signers: [{ id: 'li' }],
        hash: hashOf(mended),
      })
      await become('ma')
      const sign = { kind: 'sign', code: 'grassland-stock', version: 2 } as const
      expect(await desk.calls.govern({ ...sign, hash: hashOf(next()) })).toMatchObject({ detail: 'void(definition)' })
      must(await desk.calls.govern({ ...sign, hash: hashOf(mended) }))
    })

    test('both signatures from one desktop without a line: judged one upon the other, sealed in their order', async () => {
      desk.node = null
      must(await desk.calls.govern({ kind: 'publish', definition: next() }))
      await become('li')
      must(await desk.calls.govern({ kind: 'sign', code: 'grassland-stock', version: 2, hash: hashOf(next()) }))
      expect((await seen()).services.find((one) => one.version === 2)?.state).toBe('in-force')
      expect(await versions()).toContain('grassland-stock 1')
      desk.node = county.node
      await desk.sealed()
      expect(await versions()).toContain('grassland-stock 2')
    })

    test('what is signed for gov is never lost and never doubled: it comes back from the journal and is sealed once', async () => {
      desk.node = null
      must(await block(1, 100))
      await desk.wipe()
      must(await desk.open(registrarOf('ma')))
      expect(must(await desk.calls.queue())).toMatchObject([{ kind: 'numbers', standing: 'saved' }])
      desk.node = county.node
      await desk.sync()
      expect(await pending()).toEqual([[`numbers/${OFFICE}/${SERIES}`, 'sent', 'applied']])
      county.node.seal()
      await desk.sync()
      expect(await pending()).toEqual([])
      expect(must(await desk.calls.queue())).toEqual([])
      await desk.wipe()
      must(await desk.open(registrarOf('ma')))
      expect(await pending()).toEqual([])
      const bodies = (county.node.leaves.get('gov') ?? []).length
      await desk.sealed()
      expect(county.node.leaves.get('gov')?.length).toBe(bodies)
    })

    test('[N10] blocks never overlap, sealed or not, and how far one is used is told where its register is', async () => {
      must(await block(1, 100))
      expect(await block(100, 200)).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(exists)' })
      must(await block(1, 100, OTHER_OFFICE))
      await desk.sealed()
      expect(await block(50, 60)).toMatchObject({ detail: 'void(exists)' })
      must(await block(101, 200))
      const { numbers } = await seen()
      const own = numbers.find((one) => one.office === OFFICE)
      expect(own?.blocks.map(({ from, to, owner }) => [from, to, owner.id])).toEqual([
        [1, 100, 'clerk'],
        [101, 200, 'clerk'],
      ])
      expect(own?.given).toEqual({})
      expect(numbers.find((one) => one.office === OTHER_OFFICE)?.given).toBeNull()
    })

    test('[N10] the last number that each device gave is told, also while it waits', async () => {
      const numbers = [{ series: SERIES, at: 'file', period: 'year', digits: 5, text: '{period}-{n}' }]
      const definition = recording('well-record', 'well', '^[0-9]{6}/well/W[0-9]{3}$', 'create', { numbers })
      must(await block(7, 100))
      await desk.sync()
      const { code, version } = definition
      const signature = { code, version, hash: definitionHash(definition as unknown as Value) }
      county.node.seal([
        county.govern('service', { definition } as never),
        county.person('li').say({ kind: 'service', scope: ['gov'], data: signature }),
      ])
      await desk.close()
      must(await desk.open())
      const given = async () => (await seen()).numbers.find((one) => one.office === OFFICE)?.given
      const file = async (no: string) =>
        must(await desk.calls.file({ service: 'well-record', version: 1, values: { no }, materials: [] }))
      await file('W001')
      expect(await given()).toEqual({ [keyOf('clerk')]: { period: '2026', n: 7 } })
      await desk.sealed()
      await file('W002')
      expect(await given()).toEqual({ [keyOf('clerk')]: { period: '2026', n: 8 } })
    })

    test('only registrars write; everybody reads', async () => {
      await desk.close()
      must(await desk.open(desk.person('clerk')))
      expect(await seen()).toMatchObject({ may: false, signers: 2 })
      expect(await block(1, 10)).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(role)' })
      expect(desk.journal).toEqual([])
    })

    test('what cannot be an entry is refused with its reason, and nothing is signed', async () => {
      const refused = [
        [{ kind: 'policy', name: 'x', value: { half: 0.5 } }, 'wrong-shape'],
        [{ kind: 'policy', name: 'x', value: { text: '\ud800' } }, 'wrong-shape'],
        [{ kind: 'policy', name: 'NOT A NAME', value: {} }, 'no-effect'],
        [{ kind: 'policy', name: 'x', value: { long: 'x'.repeat(70_000) } }, 'too-large'],
        [{ kind: 'revoke', key: '00'.repeat(32), reason: '丢失' }, 'no-effect'],
        [{ kind: 'revoke', key: 'zz', reason: '丢失' }, 'wrong-shape'],
        [{ kind: 'publish', definition: { ...next(), title: 7 } }, 'wrong-shape'],
        [{ kind: 'publish', definition: { ...next(), version: 1 } }, 'no-effect'],
      ] as const
      for (const [act, code] of refused) expect(await desk.calls.govern(act), code).toMatchObject({ ok: false, code })
      const examples = next().examples.map((one) => ({ ...one, expect: { problems: ['area:minimum'] } }))
      expect(await desk.calls.govern({ kind: 'publish', definition: { ...next(), examples } })).toMatchObject({
        code: 'form-invalid',
      })
      expect(desk.journal).toEqual([])
    })

    test('[X7] a revoked key signs nothing more, here before the province says so', async () => {
      must(await desk.calls.govern({ kind: 'revoke', key: keyOf('li'), reason: ' 电脑丢失 ' }))
      const shown = (await seen()).members.find((one) => one.id === 'li')
      expect(shown?.keys).toMatchObject([{ revoked: { reason: '电脑丢失' } }])
      expect(await desk.calls.govern({ kind: 'revoke', key: keyOf('li'), reason: '再次' })).toMatchObject({
        detail: 'void(exists)',
      })
      await desk.sealed()
      await become('li')
      expect((await seen()).may).toBe(false)
      expect(await block(1, 10)).toMatchObject({ ok: false, detail: 'void(revoked)' })
    })

    test('what another registrar was faster with is shown with its outcome until it is laid down anew', async () => {
      desk.node = null
      must(await block(1, 100))
      county.node.seal([
        county.person('li').say({
          kind: 'numbers',
          scope: ['gov'],
          data: { series: SERIES, office: OFFICE, key: county.person('clerk').key.id, from: 1, to: 50 },
        }),
      ])
      desk.node = county.node
      await desk.sealed()
      expect(await pending()).toEqual([[`numbers/${OFFICE}/${SERIES}`, 'set-aside', 'void(exists)']])
      const [line] = must(await desk.calls.govLog({ kinds: ['numbers'], limit: 10 }))
      expect(line).toMatchObject({ by: { id: 'ma' }, outcome: 'void(exists)' })
      must(await block(51, 100))
      await desk.sealed()
      expect(await pending()).toEqual([])
    })

    test('[X10] one signature in place of two waits for another registrar: everybody sees whose wish it is, and how it ends', async () => {
      const ask = (signers: 1 | 2) => desk.calls.govern({ kind: 'policy', name: 'publication', value: { signers } })
      const state = async () => {
        const { signers, policies } = await seen()
        return [signers, policies.find(({ name }) => name === 'publication')?.waits]
      }
      expect(await state()).toEqual([2, undefined])
      must(await ask(1))
      expect(await state()).toEqual([2, { id: 'ma', name: '管理员ma' }])
      await desk.sealed()
      expect(await state()).toEqual([2, { id: 'ma', name: '管理员ma' }])
      expect(await ask(1)).toMatchObject({ ok: false, code: 'no-effect', detail: 'void(author)' })
      must(await ask(2))
      expect(await state()).toEqual([2, undefined])
      must(await ask(1))
      await desk.sealed()
      await become('li')
      expect(await state()).toEqual([2, { id: 'ma', name: '管理员ma' }])
      must(await ask(1))
      expect(await state()).toEqual([1, undefined])
      await desk.sealed()
      expect(await state()).toEqual([1, undefined])
    })

    test('who signed is known as soon as gov is, also of entries that were read before', async () => {
      const gov = must(await desk.calls.govLog({ kinds: ['member'], limit: 9 }))
      const db = new ReplicaDatabase(desk.name)
      await db.open()
      const log = new GovLog(db)
      // As while a sync is under way: the leaves are here, and nobody has looked at what they say.
      const early = await log.lines({ gov: Gov.from([]) })
      const late = (await log.lines({ gov: county.node.gov })).filter(({ kind }) => kind === 'member')
      db.close()
      expect(early.map(({ by }) => by.id)).toEqual(early.map(() => ''))
      expect(late.map(({ by }) => by)).toEqual(gov.map(({ by }) => by).reverse())
    })

    test('what is expected here is what the province then makes of it, for every kind', async () => {
      const acts = [
        { kind: 'publish', definition: next() },
        { kind: 'policy', name: 'holidays.2027', value: { off: ['2027-01-01'], on: [] } },
        { kind: 'numbers', office: OFFICE, series: SERIES, key: keyOf('clerk'), from: 1, to: 9 },
        { kind: 'revoke', key: keyOf('reviewer'), reason: '调离' },
      ] as const
      for (const act of acts) must(await desk.calls.govern(act))
      const expected = (await seen()).policies
      await desk.sealed()
      const kinds = must(await desk.calls.govLog({ kinds: [], limit: 4 }))
      expect(kinds.map((one) => [one.kind, one.outcome]).reverse()).toEqual([
        ['service', 'applied'],
        ['policy', 'applied'],
        ['numbers', 'applied'],
        ['revoke', 'applied'],
      ])
      // Heights are known only once it is sealed.
      const plain = (all: typeof expected) => all.map(({ name, value }) => [name, value])
      expect(plain((await seen()).policies)).toEqual(plain(expected))
    })

    test('a filing and an entry of gov from one desktop do not hold each other up', async () => {
      must(await block(1, 9))
      await desk.close()
      must(await desk.open())
      const { case: id } = must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sealed()
      expect(must(await desk.calls.case(id)).standing).toBe('sealed')
      expect((await seen()).numbers.find((one) => one.office === OFFICE)?.blocks).toHaveLength(1)
    })
  })
}
