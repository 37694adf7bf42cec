import { guessSources, guessTitles, type Mapping, targetsOf } from '../../../renderer/import/mapping.ts'
import type { ImportWorker } from '../../../renderer/import/rpc.ts'
import { ImportRunner, type RunState } from '../../../renderer/import/runner.ts'
import { type CheckSummary, ImportSession } from '../../../renderer/import/session.ts'
import { NO_CHOICES } from '../../../renderer/import/table.ts'
import type { ImportCalls } from '../../../renderer/replica/bulk/api.ts'
import { must, ok } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import grassland from '../../../shared/services/grassland-stock.json' with { type: 'json' }

const OFFICE = '632723'
export const stock = must(readDefinition(structuredClone(grassland) as unknown as Value))

/** A table read and checked by the real session, as the worker of the page would hold it. */
export interface Taken {
  readonly worker: Pick<ImportWorker, 'rows' | 'bad' | 'file'>
  readonly mapping: Mapping
  readonly checked: CheckSummary
}

/** Reads and checks a table with what the program guesses of its columns. */
export async function takeTable(bytes: string | Uint8Array<ArrayBuffer>, today = '2026-11-22'): Promise<Taken> {
  const session = new ImportSession(async () => true)
  const read = must(await session.read(new Blob([bytes]), NO_CHOICES))
  const targets = targetsOf(stock)
  const titles = guessTitles(read.first, targets, {})
  const cells = read.first.find((row) => row.n === titles)?.cells ?? []
  const mapping = { titles, sources: guessSources(cells, targets, {}) }
  const checked = must(await session.check({ definition: stock, office: OFFICE, today, mapping }))
  return {
    worker: {
      rows: async (from, count) => ok(session.rows(from, count)),
      bad: async (from, count) => ok(session.bad(from, count)),
      file: async (...input) => ok(session.file(...input)),
    },
    mapping,
    checked,
  }
}

/** Files every sound row through a replica, from the first to the last or to the first failure. */
export async function runImport(
  replica: Pick<ImportCalls, 'importLook' | 'importFile'>,
  { worker, checked }: Taken,
  batch = 250,
  changed: (state: RunState) => void = () => {},
): Promise<ImportRunner> {
  const runner = new ImportRunner({
    ...{ worker, replica, batch, changed, total: checked.sound },
    run: { service: stock.code, version: stock.version, run: checked.run },
  })
  await runner.start()
  return runner
}
