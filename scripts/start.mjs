import { giveUp, say } from './process.mjs'
import { handOver } from './run.mjs'
import { setup } from './setup.mjs'

const USAGE = `npm start -- [--no-open] [--data DIR] [--port N]

  --no-open    start everything and print the address, but open no window
  --data DIR   where the demo province and the desktop keep their data (default: ./data)
  --port N     the port of the desktop on 127.0.0.1 (the node takes the next one)`

const args = process.argv.slice(2)
if (args.includes('--help')) {
  say(USAGE)
} else {
  try {
    const opens = !args.includes('--no-open')
    const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    // A browser is wanted without a window too: the browser shell makes PDFs with it.
    await setup({ browser: true, electron: opens && display })
    await handOver('demo', args)
  } catch (error) {
    giveUp(error)
  }
}
