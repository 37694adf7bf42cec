import { openDesktop } from '../../../main/services/desktop.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must, ok } from '../../../shared/base/result.ts'
import { draft } from './site.ts'

/** A desktop that files batches without end and says the ids of every batch that it was told is safe. For the test that kills it. */
const [data, passphrase, reader] = process.argv.slice(2) as [string, string, string]
const makePdf = async () => ok(new Uint8Array(0))
const { handlers } = must(await openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf }))
must(await handlers['vault.unlock']({ person: 'clerk-a', passphrase }))
for (let n = 0; ; n += 60) {
  const payload = { clear: new Uint8Array(300), salt: new Uint8Array(32), readers: [reader] }
  const drafts = Array.from({ length: 60 }, (_, i) => draft(n + i, { payload }))
  // A batch is under way as soon as the one before is answered: most kills fall into one.
  const { kept } = must(await handlers['filing.submit-many']({ drafts }))
  process.stdout.write(`${kept.map(({ id }) => hex(id)).join(' ')}\n`)
}
