import 'fake-indexeddb/auto'
import { registerCsv, registerRows } from '../../kit/register-file.ts'
import { realDesk } from './real-desk.ts'
import { runImport, takeTable } from './taken.ts'

/** A desktop that imports a register and says after every batch how many rows it was told are safe. For the test that kills it. */
const [data = '', rows = '0', batch = '0'] = process.argv.slice(2)
const desk = await realDesk(data)
const taken = await takeTable(registerCsv(registerRows(Number(rows))))
await runImport(desk.core.calls, taken, Number(batch), ({ done }) => process.stdout.write(`${done}\n`))
// It ends by being killed alone.
setInterval(() => {}, 1_000)
