import { readdirSync, readFileSync } from 'node:fs'

/**
 * Milliseconds of processor time that the processes begun by this one have used so far, with all of theirs; null where the system does not tell (only
 * Linux does). Other work on the machine slows a bench down, but hardly changes this. Only for processes that live on: what has ended
 * is not counted.
 */
export function childrenProcessorTime(): number | null {
  const stats = readStats()
  if (stats === null) return null
  const inside = new Set([process.pid])
  let ticks = 0
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, { parent, used }] of stats) {
      if (inside.has(pid) || !inside.has(parent)) continue
      inside.add(pid)
      ticks += used
      grown = true
    }
  }
  // Linux counts in hundredths of a second towards programs, whatever its own clock.
  return ticks * 10
}

function readStats(): Map<number, { parent: number; used: number }> | null {
  const out = new Map<number, { parent: number; used: number }>()
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const read = statOf(name)
      if (read !== null) out.set(Number(name), read)
    }
  } catch {
    return null
  }
  return out
}

/** proc(5): after the name in brackets, which may hold anything: state, parent, … and from there the 12th and 13th, user and system. */
function statOf(pid: string): { parent: number; used: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const parts = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(parts[1]), used: Number(parts[11]) + Number(parts[12]) }
  } catch {
    // It has ended meanwhile.
    return null
  }
}

/** Milliseconds of processor time of this process, on all its threads. */
export function ownProcessorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
