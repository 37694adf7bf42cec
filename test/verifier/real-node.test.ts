import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exportLedger } from '../../province/export.ts'
import { must } from '../../shared/base/result.ts'
import { type Body, entryId, formatSlip, type SignedEntry, type Value } from '../../shared/ledger/index.ts'
import { run } from '../../verifier/main.ts'
import type { Report } from '../../verifier/report.ts'
import { tempFolder } from '../kit/temp.ts'
import { inMemory } from '../province/base-folder.ts'
import { Device, memberEntry, testNetwork } from '../province/network.ts'
import { SMALL, small } from '../simulation/services.ts'

const COUNTY = '632723'
const THING = `${COUNTY}/thing/T1`

async function command(...args: string[]): Promise<{ code: number; report: Report }> {
  let out = ''
  const code = await run([...args, '--json'], { out: (text) => (out += text), error: () => undefined })
  return { code, report: JSON.parse(out) as Report }
}

test('[F2] [X6] a slip against the exports of a real node, before a decision, after it, and once it is taken back', async () => {
  const folder = tempFolder()
  const { node, registrar, clerk } = await testNetwork(join(folder, 'data'), { openStore: inMemory })
  onTestFinished(() => node.close())
  const [second, supervisor] = [new Device(), new Device()]
  for (const device of [second, supervisor]) device.net = clerk.net
  const seal = async (...items: Parameters<typeof node.push>[0]) => {
    const answers = must(await node.push(items))
    must(await node.seal())
    return answers
  }
  const definition = small('strict', { merge: 'none' }) as Value
  await seal(
    memberEntry(registrar, 'second', second, [COUNTY]),
    memberEntry(registrar, 'supervisor', supervisor, [COUNTY], ['supervisor']),
    registrar.next('service', ['gov'], { definition: SMALL['record'] as Value }),
    registrar.next('service', ['gov'], { definition }),
  )
  const file = (by: Device, service: string, name: string, fields: Value, heads: Uint8Array[]) => {
    const id = `${COUNTY}/case/${name}`
    const subj = [
      { id, heads: [] },
      { id: THING, heads },
    ]
    const data = { service, version: 1, fields, sealed: {}, materials: [], number: null }
    return by.next('file', [COUNTY], data, { case: id, subj } as Partial<Body>)
  }
  const idOf = ({ body }: SignedEntry) => entryId(body)
  const stock = file(clerk, 'record', 'S1', { no: 'T1', use: 'home' }, [])
  await seal(stock)
  const one = file(clerk, 'strict', 'C1', { no: 'T1', use: 'shop' }, [idOf(stock)])
  const other = file(second, 'strict', 'C2', { no: 'T1', use: 'pasture' }, [idOf(stock)])
  await seal(one)
  await seal(other)
  const papers = tempFolder()
  writeFileSync(join(papers, 'one'), formatSlip(one))
  writeFileSync(join(papers, 'other'), formatSlip(other))
  let exports = 0
  const says = async () => {
    const out = join(folder, `export${exports++}`)
    must(await exportLedger(join(folder, 'data'), out))
    const checked = await Promise.all(['one', 'other'].map((name) => command(join(papers, name), '--trust', out)))
    return checked.map(({ code, report }) => `${code} ${report.effect?.state} ${report.effect?.why}`)
  }
  expect(await says()).toEqual(['4 disputed contested', '4 disputed held'])

  const resolve = (choice: string, adopt: Uint8Array | null, on: readonly (readonly [string, Uint8Array[]])[]) => {
    const subj = on.map(([id, heads]) => ({ id, heads: heads.sort((a, b) => Buffer.compare(a, b)) }))
    const heads = subj.find(({ id }) => id === THING)?.heads ?? []
    const said = { subject: THING, heads, choice, disputes: [idOf(other)], adopt, set: [] }
    const data = { ...said, ground: 'documents', reason: '依材料裁定', recall: [idOf(one)] } as unknown as Value
    return supervisor.next('resolve', [COUNTY], data, { subj } as Partial<Body>)
  }
  const cases = [`${COUNTY}/case/C1`, `${COUNTY}/case/C2`] as const
  const adopted = resolve('adopt', idOf(other), [
    [cases[0], [idOf(one)]],
    [cases[1], [idOf(other)]],
    [THING, [idOf(one), idOf(other)]],
  ])
  await seal(adopted)
  expect(await says()).toEqual(['3 superseded undone', '0 in-effect null'])
  await seal(
    resolve(
      'reopen',
      null,
      [...cases, THING].map((id) => [id, [idOf(adopted)]] as const),
    ),
  )
  expect(await says()).toEqual(['3 superseded recalled', '4 disputed held'])
})
