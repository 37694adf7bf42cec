import { createHash } from 'node:crypto'
import { mkdir, realpath, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, type Result } from '../shared/base/result.ts'

/**
 * One process per data folder. The lock is a local socket named after the folder: the system takes it from a process that dies, however it
 * dies, so that there is never a dead holder to judge, nor two that judge it at once. This guards against mistakes of an operator
 * on one computer; what guards the ledger is the checkpoint lock (L7). Code: already-running.
 */
export async function holdFolder(folder: string): Promise<Result<{ release: () => Promise<void> }>> {
  await mkdir(folder, { recursive: true })
  const address = addressOf(await realpath(folder))
  const first = await listen(address)
  if (first !== null) return ok({ release: () => close(first) })
  // Only where sockets are files can one outlive its process: then nobody answers on it.
  if (!address.startsWith('/') || (await answers(address))) return fail('already-running', folder)
  await unlink(address).catch(() => undefined)
  const second = await listen(address)
  return second === null ? fail('already-running', folder) : ok({ release: () => close(second) })
}

function addressOf(real: string): string {
  const name = `county-ledger-node-${createHash('sha256').update(real).digest('hex').slice(0, 32)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name)
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.unref()
    server.once('error', () => resolve(null))
    server.listen(address, () => resolve(server))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
