import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { demoContracts, demoTransfer, seeded } from '../../scripts/demo/seed.ts'
import { must } from '../../shared/base/result.ts'
import type { Draft, Kept } from '../../shared/bridge.ts'
import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'
import { encode, encodePayload, fieldCommit, type Value } from '../../shared/ledger/index.ts'
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { caller, makeSite, open as openDesktop } from '../main/services/site.ts'
import { interleave, type Outcome, quantile, ratioOf } from './frame.ts'
import type { Options } from './options.ts'
import { openPage } from './page.ts'
import { COUNTY, noise } from './world.ts'

/**
 * From the click to "saved": the page asks main over a loopback socket, main seals the payload, signs, appends to the journal and syncs, and the page
 * commits the outbox row strictly. Against the same number of bytes written and synced twice, by one file handle each.
 */
export async function submitToSafe(options: Options): Promise<Outcome> {
  const rounds = options.rounds ?? 200
  const site = await makeSite(join(options.data, 'desktop'))
  const desktop = must(await openDesktop(site.data))
  const call = caller(desktop)
  must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
  const drafts = filings(rounds + 1, site.recipients[COUNTY] as string)
  let last: Kept | null = null
  const { page, close } = await openPage(options.data, async (path) => {
    last = must(await call('filing.submit', drafts[Number(path.slice('/submit/'.length))] as Draft))
    return encode(last as unknown as Value)
  })
  const journal = await open(join(options.data, 'raw-journal'), 'a')
  const replica = await open(join(options.data, 'raw-replica'), 'a')
  try {
    let draft = 0
    const measured = await interleave(rounds, {
      ours: () => page.evaluate((n) => window.bench.submitOnce(n), draft++),
      raw: async () => {
        const bytes = encode(last as unknown as Value)
        const start = performance.now()
        for (const file of [journal, replica]) {
          await file.write(bytes)
          await file.sync()
        }
        return performance.now() - start
      },
    })
    const { ours, raw } = measured
    const at = (q: number) => quantile(ours, q) - quantile(raw, q)
    return {
      rounds,
      ratios: [ratioOf('submit to safe / two bare writes with a sync', 'ms', ours, raw)],
      notes: [
        { what: 'submit to safe, p50', value: quantile(ours, 0.5), unit: 'ms' },
        { what: 'submit to safe, p95', value: quantile(ours, 0.95), unit: 'ms' },
        { what: 'two bare syncs, p50', value: quantile(raw, 0.5), unit: 'ms' },
        { what: 'two bare syncs, p95', value: quantile(raw, 0.95), unit: 'ms' },
        { what: 'beyond the two syncs, p50', value: at(0.5), unit: 'ms' },
        { what: 'beyond the two syncs, p95', value: at(0.95), unit: 'ms' },
      ],
    }
  } finally {
    await journal.close()
    await replica.close()
    await close()
    await desktop.close()
  }
}

/** Transfers as a clerk files them: nine fields sealed to the office. */
function filings(count: number, recipient: string): Draft[] {
  const random = seeded(1)
  return demoContracts(COUNTY, count, random).map((contract, i) => {
    const values = demoTransfer(contract, '2026-11-22', random)
    const fields: Record<string, Value> = {}
    const sealed: Record<string, Uint8Array> = {}
    const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
    for (const [name, value] of Object.entries(values)) {
      if (!transfer.sealed.includes(name)) {
        fields[name] = value
        continue
      }
      const salt = noise(`${i} ${name}`, 32)
      sealed[name] = fieldCommit(salt, value)
      inPayload[name] = { salt, value }
    }
    const number = makeIntakeNumber({ office: COUNTY, device: 1, day: '2026-11-22', sequence: i })
    const of = `${COUNTY}/case/${number}`
    const materials = transfer.materials.map(({ id, copies }) => ({ id, copies, original: true }))
    return {
      kind: 'file',
      scope: [COUNTY],
      case: of,
      subj: [
        { id: of, heads: [] },
        { id: contract.subject, heads: [noise(contract.subject, 32)] },
      ],
      data: encode({ service: transfer.code, version: transfer.version, fields, sealed, materials }),
      payload: { clear: encodePayload({ fields: inPayload }), salt: noise(`${i}`, 32), readers: [recipient] },
      att: [],
    }
  })
}
