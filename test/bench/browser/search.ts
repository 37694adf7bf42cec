import type { SearchAnswer, SearchAsk } from './search.worker.ts'

/** The worker that holds the search; `restart` is what a person does in the morning. */
export class SearchBench {
  #worker: Worker | null = null

  ask(message: SearchAsk): Promise<SearchAnswer> {
    this.#worker ??= new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' })
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => ('failed' in data ? reject(new Error(String(data.failed))) : resolve(data))
      worker.onerror = (event) => reject(new Error(event.message))
      worker.postMessage(message)
    })
  }

  restart(): void {
    this.#worker?.terminate()
    this.#worker = null
  }
}
