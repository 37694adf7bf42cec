import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findDemo, makeDemo } from './make.ts'
import { type DemoCommand, readCommand, USAGE } from './options.ts'
import { freePorts } from './ports.ts'
import { runDemo } from './run.ts'

/** The command behind `npm start`, bundled to build/demo.mjs: makes the demo when it is not there, and starts it. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const say = (line: string) => console.log(line)

async function main(command: DemoCommand): Promise<number> {
  if (await findDemo(command.data)) {
    say(`演示数据在 ${command.data} · the demo is there`)
  } else {
    say(`正在 ${command.data} 建立演示省份 · making a demo province`)
    const port = await freePorts(command.port)
    await makeDemo({ data: command.data, port, nodePort: port + 1, say })
  }
  return runDemo(ROOT, command, say)
}

let command: DemoCommand | null = null
try {
  command = readCommand(process.argv.slice(2))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`)
  process.exitCode = 2
}
if (command !== null) {
  try {
    process.exitCode = await main(command)
  } catch (error) {
    // What a person can mend is said in words; the rest is a bug, and its trace is what helps.
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = 1
  }
  // The terminal's input may still be open.
  process.exit()
}
