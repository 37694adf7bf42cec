import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where and when a figure was measured. */
export interface Environment {
  readonly date: string
  readonly node: string
  readonly system: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGB: number
  /** Processes that wanted a core over the last minute, before the bench began: above 0 the figures are disturbed. */
  readonly load: number
}

export function environment(): Environment {
  const [cpu] = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    system: `${platform()} ${release()}`,
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}
