import { fileURLToPath } from 'node:url'
import { onParentLine, untilAsked } from '../../../main/browser/lifetime.ts'
import { runDesktop } from '../../../main/browser/run.ts'
import { openDesktop } from '../../../main/services/desktop.ts'
import { browserArguments } from '../../../scripts/chromium.mjs'

/**
 * The desktop's own process as main/browser/index.ts runs it, but for the arguments that a browser needs to make PDFs as root.
 * Arguments: the data folder and the project's root.
 */
const [data = '', root = ''] = process.argv.slice(2)
process.exitCode = await runDesktop(
  { data, port: null, browser: null, open: false, parentExit: true },
  {
    version: '0.0.0',
    renderer: fileURLToPath(new URL('build/renderer', `file://${root}/`)),
    fonts: fileURLToPath(new URL('build/fonts', `file://${root}/`)),
    open: openDesktop,
    asked: untilAsked(true),
    onAgain: onParentLine,
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    extraArgs: browserArguments(),
  },
)
process.exit()
