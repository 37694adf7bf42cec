import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesktop } from '../../../main/services/desktop.ts'
import { readProfile } from '../../../main/services/profile.ts'
import { openSecret } from '../../../main/services/secret.ts'
import { vaultPath } from '../../../main/services/vault.ts'
import { ProvinceNode } from '../../../province/node.ts'
import { DEMO_PASSPHRASE, findDemo, foldersIn, makeDemo } from '../../../scripts/demo/make.ts'
import { workingDays } from '../../../scripts/demo/record.ts'
import { DEMO_COUNTIES, DEMO_OFFICES, DEMO_PEOPLE } from '../../../scripts/demo/seed.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must, ok } from '../../../shared/base/result.ts'
import { IDENTIFIERS } from '../../../shared/contract/identifiers/index.ts'
import {
  advance,
  type CaseRecord,
  emptyScope,
  Gov,
  type LedgerRecord,
  readLeaf,
} from '../../../shared/contract/index.ts'
import { openPayload, parseBody } from '../../../shared/ledger/index.ts'
import { SERVICES } from '../../../shared/services/index.ts'

const CONTRACTS = 12
let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'demo-'))
  await makeDemo({ data, port: 4460, nodePort: 4461, contractsPerCounty: CONTRACTS })
}, 120_000)
afterAll(() => rmSync(data, { recursive: true, force: true }))

const makePdf = async () => ok(new Uint8Array(0))
const open = async () =>
  must(await openDesktop({ data: foldersIn(data).desktop, shell: 'browser', version: '0', makePdf }))

describe('the demo province', () => {
  test('[X2] every entry is sealed and applied, judged anew from the leaves alone', async () => {
    const node = must(await ProvinceNode.open({ data: foldersIn(data).province, passphrase: DEMO_PASSPHRASE }))
    const gov = new Gov()
    const states = new Map<string, ReturnType<typeof emptyScope>>()
    const records = new Map<string, LedgerRecord>()
    const blocks = node.parts.blocks
    for (let h = 0; h < blocks.size; h++) {
      for (const { code, leaves } of (await blocks.block(h)).scopes) {
        for (const bytes of leaves) {
          const before = states.get(code) ?? emptyScope(code)
          const step = must(advance(gov, before, (id) => records.get(id), must(readLeaf(bytes))))
          expect(step.outcome).toBe('applied')
          for (const [key, value] of step.changes) {
            if (code === 'gov') gov.put(key, value)
            else records.set(key, value as unknown as LedgerRecord)
          }
          states.set(code, step.state)
        }
      }
    }
    await node.close()
    expect(DEMO_OFFICES.every(({ code }) => gov.recipients(code, blocks.size).length === 1)).toBe(true)
    expect(
      gov
        .services(blocks.size)
        .map((one) => one.code)
        .sort(),
    ).toEqual(SERVICES.map((one) => one.code).sort())
    for (const county of DEMO_COUNTIES) expect(states.get(county)?.frontier.size).toBe(CONTRACTS)
    const cases = [...records].filter((one): one is [string, CaseRecord] => one[1].t === 'case')
    expect(cases).toHaveLength(2 * CONTRACTS)
    for (const [id] of cases)
      expect(IDENTIFIERS['intake-number'].check(id.split('/').at(-1) as string, '2999-01-01').ok).toBe(true)
    expect([...records.values()].filter((one) => one.t === 'pasture-contract')).toHaveLength(2 * CONTRACTS)
  })

  test('[N3] everybody can sign in, and each key goes on where its journal ends', async () => {
    const desktop = await open()
    const { handlers } = desktop
    for (const { id, office } of DEMO_PEOPLE) {
      must(await handlers['vault.unlock']({ person: id, passphrase: DEMO_PASSPHRASE }))
      const { entries, problem } = must(await handlers['journal.list']({ from: 0, max: 1000, after: [] }))
      expect(problem).toBeNull()
      const person = desktop.site.people.find((one) => one.id === id)
      const own = entries
        .map((one) => must(parseBody(one.body)))
        .filter((one) => hex(one.key) === hex(person?.key as Uint8Array))
      const last = own.at(-1)
      if (last === undefined) continue
      const draft = {
        kind: 'note',
        scope: [office],
        case: null,
        subj: [],
        data: Uint8Array.of(0xa1, 0x64, 0x74, 0x65, 0x78, 0x74, 0x61, 0x78),
        payload: null,
        att: [],
      }
      const kept = must(await handlers['filing.submit'](draft))
      expect(must(parseBody(kept.body))).toMatchObject({ epoch: 0, seq: own.length, net: desktop.site.net })
    }
    await desktop.close()
  })

  test('[N5] what is sealed is read in its own county, and not in the other', async () => {
    const desktop = await open()
    const { handlers } = desktop
    const all = must(await handlers['journal.list']({ from: 0, max: 1000, after: [] })).entries.filter(
      (one) => one.sealed !== null,
    )
    expect(all).toHaveLength(2 * CONTRACTS)
    for (const person of ['reviewer-chenduo', 'reviewer-qumalai']) {
      const { office } = must(await handlers['vault.unlock']({ person, passphrase: DEMO_PASSPHRASE }))
      const { payloads } = must(await handlers['vault.open']({ sealed: all.map((one) => one.sealed as Uint8Array) }))
      for (const [i, kept] of all.entries()) {
        const body = must(parseBody(kept.body))
        expect(payloads[i] !== null).toBe(body.scope[0] === office)
        const sealed = body.data['sealed'] as unknown as Record<string, Uint8Array>
        const payload = payloads[i]
        if (payload)
          expect(must(openPayload(payload, body.commit as Uint8Array, sealed))['holderId']).toMatch(/^[0-9]{17}[0-9X]$/)
      }
    }
    await desktop.close()
  })

  test('[K5] no secret lies open in any file', async () => {
    const secrets: string[] = []
    for (const { id } of DEMO_PEOPLE) {
      const file = new Uint8Array(readFileSync(vaultPath(foldersIn(data).desktop, id)))
      const secret = must(await openSecret(file, DEMO_PASSPHRASE))
      secrets.push(hex(secret.seed), ...secret.office.map(hex))
    }
    expect(secrets.length).toBe(2 * DEMO_PEOPLE.length)
    const files = readdirSync(data, { withFileTypes: true, recursive: true }).filter((one) => one.isFile())
    expect(files.length).toBeGreaterThan(30)
    for (const file of files) {
      const path = join(file.parentPath, file.name)
      const bytes = readFileSync(path)
      for (const secret of secrets) {
        expect(bytes.includes(Buffer.from(secret, 'hex')) || bytes.includes(secret), path).toBe(false)
      }
    }
  })

  test('the profile is that of this network', async () => {
    const profile = must(await readProfile(foldersIn(data).desktop))
    expect(profile).toMatchObject({ port: 4460, node: 'http://127.0.0.1:4461', demoPassphrase: DEMO_PASSPHRASE })
    expect(profile.people.map((one) => one.id)).toEqual(DEMO_PEOPLE.map((one) => one.id))
  })
})

describe('a start that was broken off', () => {
  test('is finished when all was made, and nothing is ever written over', async () => {
    const { province, desktop } = foldersIn(data)
    const making = join(data, 'making')
    expect(await findDemo(data)).toBe(true)
    // Between the two renames.
    mkdirSync(making)
    renameSync(desktop, join(making, 'desktop'))
    expect(await findDemo(data)).toBe(true)
    expect(existsSync(join(desktop, 'site.json')) && !existsSync(making)).toBe(true)
    renameSync(desktop, `${desktop}.away`)
    expect(await findDemo(data)).toBe(false)
    await expect(makeDemo({ data, port: 4460, nodePort: 4461 })).rejects.toThrow(province)
    renameSync(`${desktop}.away`, desktop)
    expect(await findDemo(data)).toBe(true)
  })
})

test('working days leave out weekends and the day itself, at +08:00', () => {
  // 2026-11-03 07:00 at +08:00 is still the evening of the 2nd in UTC.
  const days = workingDays(3, Date.UTC(2026, 10, 2, 23)).map((at) => new Date(at + 8 * 3_600_000).toISOString())
  expect(days).toEqual(['2026-10-29T00:00:00.000Z', '2026-10-30T00:00:00.000Z', '2026-11-02T00:00:00.000Z'])
})
