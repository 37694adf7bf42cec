import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openDesktop } from '../services/desktop.ts'
import { onParentLine, untilAsked } from './lifetime.ts'
import { readOptions } from './options.ts'
import { runDesktop } from './run.ts'
import { USAGE } from './words.ts'

/** The loopback shell's command, bundled to build/desktop.mjs beside build/renderer and build/fonts. */
const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const options = readOptions(process.argv.slice(2))
if (!options.ok) {
  console.error(`${options.detail}\n${USAGE}`)
  process.exit(2)
}
const { version } = JSON.parse(readFileSync(beside('../package.json'), 'utf8')) as { version: string }

process.exitCode = await runDesktop(options.value, {
  version,
  renderer: beside('./renderer'),
  fonts: beside('./fonts'),
  open: openDesktop,
  asked: untilAsked(options.value.parentExit),
  onAgain: onParentLine,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
// Whatever still holds the loop open has been closed or is idle; the exit code stands.
process.exit()
