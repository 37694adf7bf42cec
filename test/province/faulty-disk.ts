import { basename } from 'node:path'
import { type Disk, realDisk } from '../../province/disk.ts'

/** What happens at one write: before it, in its middle, after it, or instead of it. */
export type Fault = (step: {
  n: number
  name: string
  path: string
  half: () => Promise<void>
}) => Promise<'do' | 'skip'>

/** A name for a kind of write that is the same in every run: `sync blocks.log`, `rename checkpoint.new`. */
function nameOf(method: string, path: string): string {
  return `${method} ${basename(path).replace(/[0-9]{5,}/g, '#')}`
}

/**
 * The file port over the real disk, with every changing call numbered from 0 and given to `before`, then to `after`. Reads are as they are.
 */
export function faultyDisk(before: Fault, after: (n: number, name: string) => Promise<void>): Disk {
  let count = 0
  const step = async <T>(name: string, path: string, act: () => Promise<T>, none: T, half: () => Promise<void>) => {
    const n = count++
    const what = nameOf(name, path)
    const done = (await before({ n, name: what, path, half })) === 'do' ? await act() : none
    await after(n, what)
    return done
  }
  const nothing = async () => undefined
  return {
    ...realDisk,
    makeFolder: (path) => step('makeFolder', path, () => realDisk.makeFolder(path), undefined, nothing),
    writeAt: (path, at, bytes) =>
      step(
        'write',
        path,
        () => realDisk.writeAt(path, at, bytes),
        undefined,
        () => realDisk.writeAt(path, at, bytes.subarray(0, Math.ceil(bytes.length / 2))),
      ),
    truncate: (path, length) => step('truncate', path, () => realDisk.truncate(path, length), undefined, nothing),
    sync: (path) => step('sync', path, () => realDisk.sync(path), undefined, nothing),
    rename: (from, to) => step('rename', from, () => realDisk.rename(from, to), undefined, nothing),
    link: (from, to) => step('link', to, () => realDisk.link(from, to), true, nothing),
    remove: (path) => step('remove', path, () => realDisk.remove(path), undefined, nothing),
  }
}

export type Kind = 'lost' | 'half done' | 'done and reported failed'

/** Fails once, at step `at`, in one of three ways; counts steps. */
export function failingAt(at: number, kind: Kind): { disk: Disk; steps: () => string[]; arm: () => void } {
  const names: string[] = []
  let armedFrom = Number.POSITIVE_INFINITY
  const disk = faultyDisk(
    async ({ n, name, half }) => {
      if (n >= armedFrom) names.push(name)
      if (n !== armedFrom + at || kind === 'done and reported failed') return 'do'
      if (kind === 'half done') await half()
      throw Object.assign(new Error(`${kind}: ${name}`), { code: 'EIO' })
    },
    async (n, name) => {
      total = n + 1
      if (n === armedFrom + at && kind === 'done and reported failed')
        throw Object.assign(new Error(`${kind}: ${name}`), { code: 'EIO' })
    },
  )
  let total = 0
  return {
    disk,
    steps: () => names,
    // Steps are counted from here on: what comes before is preparation.
    arm: () => {
      armedFrom = total
    },
  }
}
