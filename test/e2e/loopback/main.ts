import { onParentLine, untilAsked } from '../../../main/browser/lifetime.ts'
import { runDesktop } from '../../../main/browser/run.ts'
import { browserArguments } from '../../../scripts/chromium.mjs'
import { handlers } from './handlers.ts'

/** The shell in a process of its own, to be killed: data folder, renderer folder, port, and `child` for one
 * that opens no window and ends with its parent. Says when the page has called. */
const [data = '', renderer = '', port = '', child = ''] = process.argv.slice(2)
process.exitCode = await runDesktop(
  { data, port: Number(port), browser: null, open: child === '', parentExit: child !== '' },
  {
    version: '0.0.0',
    renderer,
    fonts: renderer,
    open: async () => {
      const answers = handlers(() => console.log('called'))
      const close = async () => console.log('closed')
      return { ok: true, value: { handlers: answers, on: () => () => undefined, close } }
    },
    asked: untilAsked(child !== ''),
    onAgain: onParentLine,
    out: (line) => console.log(line),
    err: (line) => console.log(line),
    extraArgs: ['--headless', ...browserArguments()],
  },
)
process.exit()
