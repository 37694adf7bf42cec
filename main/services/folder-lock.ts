import { createHash } from 'node:crypto'
import { realpath, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../shared/base/result.ts'

/**
 * One process per data folder. The lock is a local socket named after the folder: the system takes it away from a process that
 * dies, however it dies, so there is no stale lock to judge. It does not reach across computers: a data folder belongs on a local
 * disk. Codes: already-running (with the process id where it answers), not-found.
 */
export async function lockFolder(folder: string): Promise<Result<() => Promise<void>>> {
  let real: string
  try {
    real = await realpath(folder)
  } catch {
    return fail('not-found', folder)
  }
  const address = lockAddress(real)
  const server = await listen(address)
  if (server !== null) return ok(() => release(server))
  const holder = await ask(address)
  // Only where sockets are files does one survive its process.
  if (holder === null && !isFile(address)) return fail('already-running')
  if (holder !== null) return fail('already-running', holder)
  await unlink(address).catch(() => undefined)
  const again = await listen(address)
  return again === null ? fail('already-running') : ok(() => release(again))
}

function lockAddress(real: string): string {
  const name = `county-ledger-${createHash('sha256').update(real).digest('hex').slice(0, 32)}`
  switch (process.platform) {
    case 'win32':
      return `\\\\.\\pipe\\${name}`
    case 'linux':
      return `\0${name}`
    default:
      return join(tmpdir(), name)
  }
}

function isFile(address: string): boolean {
  return address.startsWith('/')
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(`pid ${process.pid}`)
    })
    server.unref()
    server.once('error', () => resolve(null))
    server.listen(address, () => resolve(server))
  })
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** What the holder says of itself; null when nobody answers. */
function ask(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(address)
    const done = (answer: string | null) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(2_000, () => done('a process that does not answer'))
    socket.on('data', (part) => (said = (said + part.toString('latin1')).slice(0, 40)))
    socket.once('error', () => done(null))
    socket.once('close', () => resolve(said))
  })
}
