import type { Inspection } from './inspect.ts'
import type { Ask, Found } from './inspect-worker.ts'

/** How long one check may take before it is stopped, ms. */
const MOST_MS = 20_000

/**
 * One worker that checks the newest text. It answers in the order asked, so while it is at an older one the newest simply waits; one that takes too long
 * is ended with its worker, and the next text gets another.
 */
export class Checker {
  #worker: Worker | null = null
  #turn = 0
  #tooLong: ReturnType<typeof setTimeout> | undefined

  /** `found` gets null when the check was stopped or has failed. Only the newest text is answered for. */
  ask(text: string, found: (inspection: Inspection | null) => void): void {
    const turn = ++this.#turn
    clearTimeout(this.#tooLong)
    this.#worker ??= new Worker(new URL('./inspect-worker.ts', import.meta.url), { type: 'module' })
    const worker = this.#worker
    const give = () => {
      this.stop()
      found(null)
    }
    worker.onerror = give
    worker.onmessage = ({ data }: MessageEvent<Found>) => {
      if (data.turn !== turn) return
      clearTimeout(this.#tooLong)
      found(data.inspection)
    }
    this.#tooLong = setTimeout(give, MOST_MS)
    worker.postMessage({ turn, text } satisfies Ask)
  }

  stop(): void {
    clearTimeout(this.#tooLong)
    this.#worker?.terminate()
    this.#worker = null
  }
}
