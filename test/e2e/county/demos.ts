import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readProfile, writeProfile } from '../../../main/services/profile.ts'
import { foldersIn, makeDemo } from '../../../scripts/demo/make.ts'
import type { DemoMember } from '../../../scripts/demo/seed.ts'
import { must } from '../../../shared/base/result.ts'
import { freePort } from '../loopback/kit.ts'

/** Where the demos of one run of the tests are, by how many contracts each county has and who works there beside everybody. */
const SHARED = 'COUNTY_LEDGER_TEST_DEMOS'

/**
 * A demo of one's own in `data`, with free ports. Making one takes seconds, most of them for the node's empty database; within one run of the tests
 * it is made once and then copied. Test files that use it run one after the other.
 */
export async function demoIn(
  data: string,
  contractsPerCounty: number,
  more: readonly DemoMember[] = [],
): Promise<void> {
  const folder = process.env[SHARED]
  const ports = { port: await freePort(), nodePort: await freePort() }
  if (folder === undefined) return makeDemo({ data, contractsPerCounty, more, ...ports })
  const made = join(folder, [contractsPerCounty, ...more.map(({ id }) => id)].join('-'))
  if (!existsSync(foldersIn(made).desktop)) {
    // What a broken-off try has left is not whole.
    rmSync(made, { recursive: true, force: true })
    await makeDemo({ data: made, contractsPerCounty, more, ...ports })
  }
  cpSync(made, data, { recursive: true })
  const { desktop } = foldersIn(data)
  const node = `http://127.0.0.1:${ports.nodePort}`
  must(await writeProfile(desktop, { ...must(await readProfile(desktop)), port: ports.port, node }))
}

/** Around all end-to-end tests of a run; the processes of the tests inherit what is set here. */
export default function shareDemos(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'county-demos-'))
  process.env[SHARED] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
