import { openDesktop } from '../../../main/services/desktop.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must, ok } from '../../../shared/base/result.ts'
import { draft } from './site.ts'

/** A desktop that files without end and says the id of every entry that it was told is safe. For the test that kills it. */
const [data, passphrase, reader] = process.argv.slice(2) as [string, string, string]
const makePdf = async () => ok(new Uint8Array(0))
const { handlers } = must(await openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf }))
must(await handlers['vault.unlock']({ person: 'clerk-a', passphrase }))
for (let n = 0; ; n++) {
  const payload = n % 2 === 0 ? null : { clear: new Uint8Array(300), salt: new Uint8Array(32), readers: [reader] }
  const kept = must(await handlers['filing.submit'](draft(n, { payload })))
  process.stdout.write(`${hex(kept.id)}\n`)
}
