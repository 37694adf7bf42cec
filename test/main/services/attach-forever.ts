import { openDesktop } from '../../../main/services/desktop.ts'
import { concat, hex } from '../../../shared/base/bytes.ts'
import { must, ok } from '../../../shared/base/result.ts'
import { JPEG } from '../../kit/pictures.ts'
import { draft } from './site.ts'

/**
 * A desktop that keeps attachments and files entries naming them without end, and says what it was told is safe: `put <hash> <bytes>`, then
 * `entry <id> <hash>`. For the test that kills it.
 */
const [data, passphrase, reader] = process.argv.slice(2) as [string, string, string]
const makePdf = async () => ok(new Uint8Array(0))
const { handlers } = must(await openDesktop({ data, shell: 'browser', version: '0.0.0', makePdf }))
must(await handlers['vault.unlock']({ person: 'clerk-a', passphrase }))
for (let n = 0; ; n++) {
  const bytes = concat(JPEG, new Uint8Array(200_000).fill(n))
  const att = must(await handlers['attachment.put']({ name: `${n}.jpg`, type: 'image/jpeg', bytes, readers: [reader] }))
  process.stdout.write(`put ${hex(att.h)} ${att.n}\n`)
  const kept = must(await handlers['filing.submit'](draft(n, { att: [att] })))
  process.stdout.write(`entry ${hex(kept.id)} ${hex(att.h)}\n`)
}
