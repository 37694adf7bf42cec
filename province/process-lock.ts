import { readFileSync } from 'node:fs'
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '../shared/base/result.ts'

/**
 * One process per data folder. The file names its holder; a holder that is gone (kill -9, power cut) is noticed and replaced. This guards
 * against mistakes of an operator; what guards the ledger is the checkpoint lock (L7).
 */
export async function holdFolder(folder: string): Promise<Result<{ release: () => Promise<void> }>> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'node.pid')
  const mine = `${path}.${process.pid}`
  await writeFile(mine, `${process.pid} ${startOf(process.pid)}\n`)
  try {
    for (let tries = 0; tries < 5; tries++) {
      try {
        await link(mine, path)
        return ok({ release: () => unlink(path) })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = await readFile(path, 'utf8').catch(() => '')
      if (isAlive(holder)) return fail('already-running', `process ${holder.split(' ')[0]} holds ${folder}`)
      // Moved away rather than removed: should another process have taken over meanwhile, its file is put back.
      const old = `${path}.old.${process.pid}`
      await rename(path, old).catch(() => undefined)
      if (isAlive(await readFile(old, 'utf8').catch(() => ''))) await link(old, path).catch(() => undefined)
      await unlink(old).catch(() => undefined)
    }
    return fail('already-running', `${folder} changes hands`)
  } finally {
    await unlink(mine).catch(() => undefined)
  }
}

/** Numbers of processes are used again; the time of a process's start tells it from a later one, where the system gives it. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}

function isAlive(holder: string): boolean {
  const [pid, start] = holder.trim().split(' ').map(Number)
  if (pid === undefined || start === undefined || !Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === '0' || start === 0 || now === String(start)
}
