import { describe, expect, test } from 'vitest'
import { ImportDesk } from '../../../renderer/import/desk.ts'
import type { ImportWorker } from '../../../renderer/import/rpc.ts'
import { ImportSession } from '../../../renderer/import/session.ts'
import type { ImportCalls, ImportVerdict } from '../../../renderer/replica/bulk/api.ts'
import { importable } from '../../../renderer/replica/bulk/importable.ts'
import { fail, must, ok } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import { SERVICES } from '../../../shared/services/index.ts'
import { asCsv, REGISTER_TITLES, registerRows } from '../../kit/register-file.ts'
import { stock } from './taken.ts'

/** The session in this process, answering as the worker does. */
function workerHere(): ImportWorker {
  let stopped = false
  const session = new ImportSession(async () => !stopped)
  return {
    read: (...input) => session.read(...input),
    check: (...input) => {
      stopped = false
      return session.check(...input)
    },
    rows: async (...input) => ok(session.rows(...input)),
    bad: async (...input) => ok(session.bad(...input)),
    file: async (...input) => ok(session.file(...input)),
    stop: () => {
      stopped = true
    },
    onProgress: () => {},
    close: () => {},
  }
}

/** A register that remembers what it was given; `before` is called ahead of every batch. */
function registerHere(before: () => Promise<void> = async () => {}) {
  const filed = new Set<string>()
  const look = (rows: readonly { row: string }[]) =>
    rows.map(({ row }): ImportVerdict => (filed.has(row) ? 'there' : 'filed'))
  const replica: Pick<ImportCalls, 'importLook' | 'importFile'> = {
    importLook: async ({ rows }) => ok(look(rows)),
    importFile: async ({ rows }) => {
      await before()
      const verdicts = look(rows)
      for (const { row } of rows) filed.add(row)
      return ok(verdicts)
    },
  }
  return { filed, replica }
}

function deskHere(replica = registerHere().replica, small = new Map<string, string>(), startWorker = workerHere) {
  let now = 1_000_000
  const desk = new ImportDesk({
    ...{ startWorker, replica, office: '632723', today: () => '2026-11-22', now: () => now },
    kept: (name) => small.get(name) ?? null,
    keep: (name, value) => void (value === null ? small.delete(name) : small.set(name, value)),
  })
  return { desk, small, tick: (ms: number) => void (now += ms) }
}

const csvOf = (rows: readonly (readonly string[])[], titles: readonly string[] = REGISTER_TITLES) =>
  new Blob([asCsv([titles, ...rows])])
const fileOf = (blob: Blob, name = '台账.csv') => ({ name, size: blob.size, blob })

describe('[import] from the file to the report', () => {
  test('a file, the columns, the check, the run; word of it is kept until it is done', async () => {
    const { filed, replica } = registerHere()
    const { desk, small, tick } = deskHere({
      ...replica,
      importFile: (input) => {
        tick(1_000)
        expect(desk.state.last === null || desk.state.last.done < 600).toBe(true)
        return replica.importFile(input)
      },
    })
    desk.choose(stock)
    await desk.pick(fileOf(csvOf(registerRows(600))))
    expect(desk.state).toMatchObject({ step: 'mapping', mapping: { titles: 1 }, failure: null })
    await desk.check()
    expect(desk.state).toMatchObject({
      step: 'checked',
      checked: { sound: 600, bad: 0 },
      run: { counts: { filed: 600 } },
    })
    expect(filed.size).toBe(0)
    await desk.start()
    expect(desk.state).toMatchObject({ step: 'run', run: { step: 'done', done: 600 }, last: null })
    expect(desk.state.rate).toBeCloseTo(200, 0)
    expect(filed.size).toBe(600)
    expect(JSON.parse(small.get('import/last') ?? '{}')).toMatchObject({ finished: true, done: 600 })
    expect(deskHere(replica, small).desk.state.last).toBeNull()
  })

  test('a session that ends in the middle leaves word of it; nothing of the rows themselves', async () => {
    const { desk, small } = deskHere(
      registerHere(async () => {
        if (desk.state.run?.done === 250) desk.pause()
      }).replica,
    )
    desk.choose(stock)
    const rows = registerRows(600)
    await desk.pick(fileOf(csvOf(rows), '旧台账.csv'))
    await desk.check()
    await desk.start()
    expect(desk.state.run).toMatchObject({ step: 'paused', done: 500 })
    desk.clear()
    const { desk: next } = deskHere(registerHere().replica, small)
    expect(next.state.last).toMatchObject({ file: '旧台账.csv', done: 500, total: 600, service: stock.code })
    const all = [...small.values()].join()
    for (const column of [1, 12, 13]) expect(all).not.toContain(rows[0]?.[column])
    next.forgetLast()
    expect(deskHere(registerHere().replica, small).desk.state.last).toBeNull()
  })

  test('a run that was left for another file ends behind its batch', async () => {
    const { filed, replica } = registerHere(async () => desk.back())
    const { desk } = deskHere(replica)
    desk.choose(stock)
    await desk.pick(fileOf(csvOf(registerRows(600))))
    await desk.check()
    await desk.start()
    expect(filed.size).toBe(250)
    expect(desk.state).toMatchObject({ step: 'mapping', run: null })
  })

  test('an answer about a file that was put away meanwhile is thrown away', async () => {
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    let workers = 0
    const { desk } = deskHere(registerHere().replica, new Map(), () => {
      const worker = workerHere()
      if (workers++ > 0) return worker
      // The first table is read long after the second.
      return { ...worker, read: (...input) => asked.then(() => worker.read(...input)) }
    })
    desk.choose(stock)
    const first = desk.pick(fileOf(csvOf(registerRows(40)), '一.csv'))
    await desk.pick(fileOf(csvOf(registerRows(3)), '二.csv'))
    answer()
    await first
    expect(desk.state).toMatchObject({ file: { name: '二.csv' }, table: { rows: 4 } })
  })

  test('what stops a run is said, and going on goes on', async () => {
    let broken = true
    const { filed, replica } = registerHere()
    const { desk } = deskHere({
      ...replica,
      importFile: async (input) => (broken && filed.size > 0 ? fail('disk-full', '') : replica.importFile(input)),
    })
    desk.choose(stock)
    await desk.pick(fileOf(csvOf(registerRows(400))))
    await desk.check()
    await desk.start()
    expect(desk.state.run).toMatchObject({ step: 'stopped', done: 250, failure: { code: 'disk-full' } })
    broken = false
    await desk.start()
    expect(desk.state.run).toMatchObject({ step: 'done', done: 400, counts: { filed: 400 } })
  })

  test('nothing is checked while a required field has no source or a measure no unit', async () => {
    const { desk } = deskHere()
    desk.choose(stock)
    await desk.pick(
      fileOf(
        csvOf(
          registerRows(2),
          REGISTER_TITLES.map((title) => title.replace('（亩）', '')),
        ),
      ),
    )
    await desk.check()
    expect(desk.state.step).toBe('mapping')
    const area = desk.state.mapping.sources['area']
    expect(area?.unit).toBeNull()
    if (area !== undefined) desk.assign('area', { ...area, unit: 'mu' })
    desk.assign('holderName', null)
    await desk.check()
    expect(desk.state.step).toBe('mapping')
    desk.assign('holderName', { column: 12, unit: null })
    await desk.check()
    expect(desk.state.step).toBe('checked')
  })
})

describe('[import] mappings by name', () => {
  test('kept, taken up again for a table of another order, and dropped; only what it says', async () => {
    const { desk, small } = deskHere()
    desk.choose(stock)
    await desk.pick(fileOf(csvOf(registerRows(2))))
    desk.assign('certificateNo', null)
    desk.assign('boundaryEast', { constant: '见图', unit: null })
    desk.keepNamed(' 老台账 ')
    desk.keepNamed('   ')
    expect(desk.state.named).toEqual(['老台账'])

    const { desk: later } = deskHere(registerHere().replica, small)
    later.choose(stock)
    const back = (cells: readonly string[]) => [...cells].reverse()
    await later.pick(fileOf(csvOf(registerRows(2).map(back), back(REGISTER_TITLES))))
    // Guessed by its title there is a certificate; the mapping knows none.
    expect(later.state.mapping.sources['certificateNo']).toBeDefined()
    later.useNamed('老台账')
    const { sources } = later.state.mapping
    expect(sources['certificateNo']).toBeUndefined()
    expect(sources['boundaryEast']).toEqual({ constant: '见图', unit: null })
    expect(sources['contractNo']).toEqual({ column: REGISTER_TITLES.length - 2, unit: null })
    expect(sources['area']).toMatchObject({ unit: 'mu' })
    later.dropNamed('老台账')
    expect(later.state.named).toEqual([])
    later.useNamed('老台账')
    expect(later.state.mapping.sources).toEqual(sources)
  })

  test('what another program has left there breaks nothing', () => {
    for (const text of ['{', '7', '[{"name":1}]', '[null,{"name":"x","mapping":9}]']) {
      const { desk } = deskHere(registerHere().replica, new Map([[`import/mappings/${stock.code}`, text]]))
      desk.choose(stock)
      expect(desk.state.named.length).toBeLessThan(2)
    }
  })
})

test('[import] only services that put things on record at once, and change nothing, are imported with', () => {
  const all = SERVICES.map((one) => must(readDefinition(structuredClone(one) as unknown as Value)))
  expect(
    all
      .filter(importable)
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['grassland-stock', 'realty-stock'])
})
