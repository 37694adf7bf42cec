import type { Result } from '../../shared/base/result.ts'
import { type FromImport, GONE, type ImportWorker, type SessionCall, type ToImport } from './rpc.ts'

/** Starts the import worker and answers a handle to it. */
export function startImportWorker(): ImportWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (result: Result<never>) => void>()
  let next = 0
  let gone = false
  const end = () => {
    gone = true
    for (const resolve of waiting.values()) resolve(GONE)
    waiting.clear()
  }
  const call =
    (name: SessionCall) =>
    (...input: unknown[]) =>
      new Promise<Result<never>>((resolve) => {
        if (gone) return resolve(GONE)
        waiting.set(next, resolve)
        worker.postMessage({ call: next++, name, input } satisfies ToImport)
      })
  const handle: ImportWorker = {
    read: call('read'),
    check: call('check'),
    rows: call('rows'),
    bad: call('bad'),
    file: call('file'),
    stop: () => worker.postMessage({ stop: true } satisfies ToImport),
    onProgress: () => {},
    close() {
      end()
      worker.terminate()
    },
  }
  worker.addEventListener('error', end)
  worker.addEventListener('message', ({ data }: MessageEvent<FromImport>) => {
    if ('progress' in data) return handle.onProgress(data.progress)
    waiting.get(data.call)?.(data.result as Result<never>)
    waiting.delete(data.call)
  })
  return handle
}
