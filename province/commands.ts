import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hex } from '../shared/base/bytes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import type { Result } from '../shared/base/result.ts'
import { bytes, bytesUpTo, map } from '../shared/base/shape.ts'
import { decode, formatVkey, openAnswer } from '../shared/ledger/index.ts'
import { push as pushReader, readMessage } from '../shared/sync/messages.ts'
import { createProvince } from './create.ts'
import { realDisk } from './disk.ts'
import { Executor } from './executor.ts'
import { createExecutorKeys, openExecutorKeys } from './executor-keys.ts'
import { exportLedger } from './export.ts'
import { createKeys, verify } from './keys.ts'
import { type NodeOptions, ProvinceNode } from './node.ts'
import { serve } from './server.ts'

const USAGE = `npm run province -- COMMAND --data DIR [options]

  serve    --data DIR [--port N] [--host H] [--name HOST:PORT]… [--seal-every MS]   serves the ledger until it is told to end
  export   --data DIR --out DIR                                     writes a folder that anyone can check (no keys needed)
  info     --data DIR                                               says what the folder holds, as JSON (no keys needed)
  import   --data DIR --in FILE                                     takes a file of entries (a push message), and seals them
  keys     --data DIR                                               makes the node's keys, and prints their public halves
  executor --data DIR                                               makes the keys of a one-click executor, and prints their public halves
  create   --data DIR --genesis FILE                                begins a network with a signed genesis entry

  --lock DIR             where the last signed checkpoint is kept: best on another disk (default: DATA/lock)
  --passphrase-file FILE opens the node's keys (default: DATA/passphrase)`

const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  in: { type: 'string' },
  genesis: { type: 'string' },
  port: { type: 'string', default: '8180' },
  host: { type: 'string', default: '127.0.0.1' },
  name: { type: 'string', multiple: true },
  lock: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'seal-every': { type: 'string', default: '1000' },
  help: { type: 'boolean', default: false },
} as const

type Values = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (line: string) => process.stdout.write(`${line}\n`)

/** Runs one command to its end; gives the exit code: 0 done, 1 failed, 2 asked wrongly. */
export async function run(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    say(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`)
    return 2
  }
  const { values, positionals } = parsed
  const [command] = positionals
  if (values.help) {
    print(USAGE)
    return 0
  }
  const commands: Record<string, (data: string, values: Values) => Promise<number>> = {
    serve: serveCommand,
    export: exportCommand,
    info: infoCommand,
    import: importCommand,
    keys: keysCommand,
    executor: executorCommand,
    create: createCommand,
  }
  const chosen = command === undefined ? undefined : commands[command]
  if (chosen === undefined || positionals.length !== 1 || values.data === undefined) {
    say(USAGE)
    return 2
  }
  try {
    return await chosen(values.data, values)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  }
}

function failed(result: Result<unknown> & { ok: false }): number {
  say(`${result.code}: ${result.detail}`)
  return 1
}

function count(text: string, what: string, most: number): number {
  if (!/^[0-9]+$/.test(text) || Number(text) > most) throw new Error(`--${what} ${text}: a number up to ${most}`)
  return Number(text)
}

async function passphrase(data: string, values: Values): Promise<string> {
  const path = values['passphrase-file'] ?? join(data, 'passphrase')
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(
      `The passphrase of the node's keys is read from ${path}: there is no such file. --passphrase-file names another.`,
    )
  })
  return text.replace(/\r?\n$/, '')
}

async function nodeOptions(data: string, values: Values): Promise<NodeOptions> {
  return { data, lock: values.lock, passphrase: await passphrase(data, values), say }
}

async function serveCommand(data: string, values: Values): Promise<number> {
  const port = count(values.port, 'port', 65_535)
  const sealEvery = count(values['seal-every'], 'seal-every', 3_600_000)
  const ending = new Promise<void>((end) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end())
  })
  const node = await ProvinceNode.open(await nodeOptions(data, values))
  if (!node.ok) return failed(node)
  try {
    const keys = await openExecutorKeys(realDisk, data, await passphrase(data, values))
    if (!keys.ok) return failed(keys)
    const at = { disk: realDisk, data, now: Date.now, say }
    const executor = keys.value === null ? undefined : await Executor.open(node.value, keys.value, at)
    const serving = await serve(node.value, { host: values.host, port, names: values.name ?? [], sealEvery, executor })
    print(`province ready ${serving.url}`)
    await ending
    await serving.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    say(`port-taken: ${values.host}:${port} is in use by another program`)
    return 1
  } finally {
    await node.value.close()
  }
  return 0
}

async function exportCommand(data: string, values: Values): Promise<number> {
  if (values.out === undefined) {
    say(USAGE)
    return 2
  }
  const done = await exportLedger(data, values.out)
  if (!done.ok) return failed(done)
  print(
    `${done.value.size} blocks and ${done.value.leaves} leaves of ${done.value.scopes} registers are in ${values.out}`,
  )
  return 0
}

async function infoCommand(data: string): Promise<number> {
  const { ledgerInfo } = await import('./export.ts')
  const info = await ledgerInfo(data)
  if (!info.ok) return failed(info)
  print(JSON.stringify(info.value, null, 2))
  return 0
}

async function importCommand(data: string, values: Values): Promise<number> {
  if (values.in === undefined) {
    say(USAGE)
    return 2
  }
  const read = readMessage(pushReader, new Uint8Array(await readFile(values.in)), 256 * 1024 * 1024)
  if (!read.ok) return failed(read)
  const opened = await ProvinceNode.open(await nodeOptions(data, values))
  if (!opened.ok) return failed(opened)
  const node = opened.value
  try {
    const answers = await node.push(read.value.items)
    if (!answers.ok) return failed(answers)
    let refused = 0
    for (const answer of answers.value) {
      const said = await openAnswer(answer, node.ledger.network.ack, verify)
      if (said.ok && said.value.kind === 'refused') {
        refused++
        say(`${hex(said.value.said.id)}: ${said.value.said.code}`)
      }
    }
    while (node.hasWork) {
      const sealed = await node.seal()
      if (!sealed.ok) return failed(sealed)
    }
    print(`${answers.value.length - refused} entries taken and sealed, ${refused} refused`)
    return refused === 0 ? 0 : 1
  } finally {
    await node.close()
  }
}

async function keysCommand(data: string, values: Values): Promise<number> {
  const keys = await createKeys(realDisk, data, await passphrase(data, values))
  print(JSON.stringify({ log: hex(keys.log.pub), ack: hex(keys.ack.pub) }))
  return 0
}

/** Registrars declare the key with the use `executor`, and the recipient with the office that the policy `executor` names. */
async function executorCommand(data: string, values: Values): Promise<number> {
  const keys = await createExecutorKeys(realDisk, data, await passphrase(data, values))
  print(JSON.stringify({ executor: hex(keys.signer.pub), recipient: keys.recipient }))
  return 0
}

const signedEntry = map({ body: bytesUpTo(LIMITS.body), sig: bytes(64) })

async function createCommand(data: string, values: Values): Promise<number> {
  if (values.genesis === undefined) {
    say(USAGE)
    return 2
  }
  const value = decode(new Uint8Array(await readFile(values.genesis)), { max: LIMITS.leaf })
  const genesis = value.ok ? signedEntry(value.value, 'genesis') : value
  if (!genesis.ok) return failed(genesis)
  const node = await createProvince({ ...(await nodeOptions(data, values)), genesis: genesis.value })
  if (!node.ok) return failed(node)
  print(formatVkey(node.value.ledger.network.log))
  await node.value.close()
  return 0
}
