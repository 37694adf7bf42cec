import type { CatchUpJob, Caught } from './catch-up.worker.ts'
import type { Raw } from './raw.worker.ts'

/** One worker for each side, made once: starting workers and compiling code is not what is measured. */
export class CatchUp {
  readonly #replica = worker(() => new Worker(new URL('./catch-up.worker.ts', import.meta.url), { type: 'module' }))
  readonly #raw = worker(() => new Worker(new URL('./raw.worker.ts', import.meta.url), { type: 'module' }))

  /** Fetches, verifies, judges and stores the whole scope into an empty database. */
  run(job: CatchUpJob): Promise<Caught> {
    return this.#replica(job) as Promise<Caught>
  }

  /** Throws the databases of earlier rounds away. */
  async clean(): Promise<void> {
    await this.#replica(null)
  }

  /** Verifies the same signatures and does nothing else: verifications per second. */
  raw(): Promise<Raw> {
    return this.#raw({}) as Promise<Raw>
  }
}

function worker(make: () => Worker): (message: unknown) => Promise<unknown> {
  let made: Worker | null = null
  return (message) =>
    new Promise((resolve, reject) => {
      made ??= make()
      made.onmessage = ({ data }) => ('failed' in data ? reject(new Error(String(data.failed))) : resolve(data))
      made.onerror = (event) => reject(new Error(event.message))
      made.postMessage(message)
    })
}
