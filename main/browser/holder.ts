import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who listens on a TCP port of this computer, as `name (pid 123)`; empty where the system does not say. Never fails. */
export async function holderOf(port: number): Promise<string> {
  try {
    switch (process.platform) {
      case 'linux':
        return await onLinux(port)
      case 'win32':
        return await onWindows(port)
      default:
        return await withLsof(port)
    }
  } catch {
    return ''
  }
}

/** The socket's inode from /proc/net, then the process that has it open. Other users' processes cannot be looked into. */
async function onLinux(port: number): Promise<string> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const cells = line.trim().split(/\s+/)
      if (cells[1]?.endsWith(local) && cells[3] === '0A' && cells[9]) inodes.add(`socket:[${cells[9]}]`)
    }
  }
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if (!inodes.has(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''))) continue
      return `${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()} (pid ${pid})`
    }
  }
  return ''
}

async function onWindows(port: number): Promise<string> {
  const { stdout } = await run('netstat', ['-ano', '-p', 'TCP'], { windowsHide: true })
  const row = stdout.split(/\r?\n/).find((line) => new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+\\S+:0\\s`).test(line))
  const pid = /(\d+)\s*$/.exec(row ?? '')?.[1]
  if (pid === undefined) return ''
  const { stdout: tasks } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { windowsHide: true })
  const name = /^"([^"]+)"/.exec(tasks.trim())?.[1]
  return name === undefined ? `pid ${pid}` : `${name} (pid ${pid})`
}

async function withLsof(port: number): Promise<string> {
  const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'])
  const pid = /^p(\d+)$/m.exec(stdout)?.[1]
  const name = /^c(.+)$/m.exec(stdout)?.[1]
  return pid === undefined ? '' : `${name ?? '?'} (pid ${pid})`
}
