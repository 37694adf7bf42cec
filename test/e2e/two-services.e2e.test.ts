import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asked } from './services/filings.ts'
import { begin, carryOn, prove, type Walk, type Walked } from './services/matrix.ts'
import { openOffice } from './services/office.ts'
import { judge } from './services/outcomes.ts'

/** Two of the services that `npm run services` walks, by the same driver and with the same checks; each try in an office of its own. */
test('from the window to the certificate: decided by one-click with a line, and by four people without one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'county-two-'))
  const office = await openOffice(folder)
  try {
    const online = office.walk(true)
    const [insurance] = await walkAll(online, 'medical-insurance')
    await prove(online, insurance as Walked)

    await office.county.node.stop()
    // The mortgage is on a house that is put on record first.
    const [house, mortgage] = await walkAll(office.walk(false), 'realty-mortgage')
    await office.county.node.start()
    await office.desk.syncNow()
    await prove(online, house as Walked)
    await prove(online, mortgage as Walked)

    expect(insurance?.seen).toEqual(['auto-finish', 'proof'])
    expect(house?.seen).toEqual(['proof'])
    expect(mortgage?.seen).toEqual(['accept', 'review', 'finish', 'deliver', 'proof'])
    expect(await judge(office, folder)).toBeNull()
  } finally {
    await office.county.remove()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** A service and what it builds on, each to its good end. */
async function walkAll(walk: Walk, service: string): Promise<Walked[]> {
  const all: Walked[] = []
  for (const filing of asked([service])) {
    const walked = await begin(walk, filing)
    await carryOn(walk, walked)
    all.push(walked)
  }
  return all
}
