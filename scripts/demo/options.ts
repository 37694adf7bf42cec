import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DemoCommand {
  readonly data: string
  readonly port: number | null
  readonly open: boolean
}

export const USAGE = `npm start -- [--no-open] [--data DIR] [--port N]

  --no-open    不开窗口，只显示地址 · start everything and print the address, but open no window
  --data DIR   数据文件夹 · where the demo keeps its data (default: ./data)
  --port N     桌面端口 · the port of the desktop on 127.0.0.1; the node takes the next one (1024 to 65534)`

/** Throws with what is wrong with the command line, in words. */
export function readCommand(args: string[]): DemoCommand {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: 'data' },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
    },
  })
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && !(Number.isInteger(port) && port >= 1024 && port <= 65_534)) {
    throw new Error(`--port ${values.port}: 1024 到 65534 · from 1024 to 65534`)
  }
  return { data: resolve(values.data), port, open: !values['no-open'] }
}
