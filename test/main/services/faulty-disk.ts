import type { Disk, DiskFile } from '../../../main/services/disk.ts'

/** What can go wrong with one operation: it is not done, it is done and reported failed, or only part of it is done. */
export type Fault = 'lost' | 'done' | 'short' | 'full'
export type Operation = 'open' | 'read' | 'write' | 'truncate' | 'sync' | 'close' | 'rename' | 'remove' | 'syncFolder'

/** A disk over a real one, in whose way a fault can be put: the next operation of a kind, or all of them from now on. */
export interface FaultyDisk extends Disk {
  /** @param times how many operations of the kind fail */
  fail(operation: Operation, fault: Fault, times?: number): void
  mend(): void
  readonly done: Operation[]
}

export function faultyDisk(real: Disk): FaultyDisk {
  let next: { operation: Operation; fault: Fault; times: number }[] = []
  const done: Operation[] = []

  const error = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })
  async function through<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    done.push(operation)
    const planned = next.find((one) => one.operation === operation && one.times > 0)
    if (planned === undefined) return work()
    planned.times--
    // A handle is gone even when closing it fails.
    if (planned.fault === 'done' || operation === 'close') await work()
    throw error(planned.fault === 'full' ? 'ENOSPC' : 'EIO', operation)
  }

  const wrap = (file: DiskFile): DiskFile => ({
    read: () => file.read(),
    readAt: (at, length) => file.readAt(at, length),
    async write(bytes, at) {
      const planned = next.find((one) => one.operation === 'write' && one.times > 0)
      if (planned?.fault === 'short' || planned?.fault === 'full') {
        done.push('write')
        planned.times--
        const n = await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), at)
        if (planned.fault === 'full') throw error('ENOSPC', 'write')
        return n
      }
      return through('write', () => file.write(bytes, at))
    },
    truncate: (size) => through('truncate', () => file.truncate(size)),
    sync: () => through('sync', () => file.sync()),
    close: () => through('close', () => file.close()),
  })

  return {
    done,
    fail: (operation, fault, times = 1) => void next.push({ operation, fault, times }),
    mend: () => void (next = []),
    makeFolder: (path) => real.makeFolder(path),
    list: (folder) => real.list(folder),
    async open(path) {
      const file = await real.open(path)
      try {
        return await through('open', async () => wrap(file))
      } catch (error_) {
        await file.close()
        throw error_
      }
    },
    read: (path) => through('read', () => real.read(path)),
    rename: (from, to) => through('rename', () => real.rename(from, to)),
    remove: (path) => through('remove', () => real.remove(path)),
    syncFolder: (path) => through('syncFolder', () => real.syncFolder(path)),
  }
}
