/** A run that was begun here, so that somebody who comes back knows what is left. Holds nothing of the table but the name of its file. */
export interface LastRun {
  readonly run: string
  readonly service: string
  readonly file: string
  readonly size: number
  readonly startedAt: number
  readonly done: number
  readonly total: number
  readonly finished: boolean
}

/** Null for a run that was finished, and for what an older program kept. */
export function readLast(text: string | null): LastRun | null {
  if (text === null) return null
  try {
    const { run, service, file, size, startedAt, done, total, finished } = JSON.parse(text) as Record<string, unknown>
    const isWhole =
      [run, service, file].every((one) => typeof one === 'string') &&
      [size, startedAt, done, total].every((one) => typeof one === 'number')
    if (!isWhole || finished !== false) return null
    return { run, service, file, size, startedAt, done, total, finished } as LastRun
  } catch {
    return null
  }
}
