import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const MAX = 2 * 1024 * 1024

/**
 * The local log: one line per event, kept on this computer, at most two files of 2 MiB. Errors go in with their stack and
 * nothing of what people typed. A log that cannot be written never stops the work.
 */
export function openLog(file: string): (line: unknown) => void {
  return (line) => {
    const text = line instanceof Error ? (line.stack ?? line.message) : String(line)
    try {
      mkdirSync(dirname(file), { recursive: true })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX) renameSync(file, `${file}.old`)
      appendFileSync(file, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 })
    } catch {
      // Nowhere left to say it.
    }
  }
}
