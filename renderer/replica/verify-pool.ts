import { must } from '../../shared/base/result.ts'
import { frame, type SubtleVerify, unframe } from '../../shared/ledger/index.ts'
import { runtimeVerify, type VerifyAnswer, type VerifyTask, verifyLeaves } from './verify-leaves.ts'

export type { VerifyAnswer }

/** Checks chunks of leaves, somewhere else than here where it can. Answers in the order of the leaves. */
export interface VerifyPool {
  check(task: VerifyTask): Promise<VerifyAnswer>
  close(): void
}

/** In this thread: for runtimes without workers, and for chunks too small to be worth sending. */
export function inlinePool(subtle: SubtleVerify | undefined): VerifyPool {
  const verify = runtimeVerify(subtle)
  return { check: async (task) => verifyLeaves(task, await verify), close: () => {} }
}

const SMALL = 64

/** Halves each chunk between the workers; small ones stay here, and so does what a worker could not do. */
export function workerPool(workers: readonly Worker[], here: VerifyPool): VerifyPool {
  const all = workers.map(lineTo)
  return {
    check: async (task) => {
      const lines = all.filter(({ gone }) => !gone())
      if (task.which.length < SMALL || lines.length === 0) return here.check(task)
      const leaves = must(unframe(task.frames))
      const part = Math.ceil(leaves.length / lines.length)
      // Made anew for each who is asked: what goes to a worker is handed over, and gone here.
      const share = (i: number): VerifyTask => ({
        frames: frame(leaves.slice(i * part, (i + 1) * part)),
        pubs: task.pubs,
        which: task.which.slice(i * part, (i + 1) * part),
      })
      return join(await Promise.all(lines.map(async (line, i) => (await line.check(share(i))) ?? here.check(share(i)))))
    },
    close: () => {
      for (const worker of workers) worker.terminate()
      here.close()
    },
  }
}

/** Asks one worker; null when it could not do it. One that has failed as a whole is not asked again. */
function lineTo(worker: Worker) {
  const waiting = new Map<number, (answer: VerifyAnswer | null) => void>()
  let next = 0
  let gone = false
  const end = () => {
    gone = true
    for (const resolve of waiting.values()) resolve(null)
    waiting.clear()
  }
  worker.addEventListener('error', end)
  worker.addEventListener('messageerror', end)
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; answer: VerifyAnswer | null }>) => {
    waiting.get(data.id)?.(data.answer)
    waiting.delete(data.id)
  })
  return {
    gone: () => gone,
    check: (task: VerifyTask) =>
      new Promise<VerifyAnswer | null>((resolve) => {
        waiting.set(next, resolve)
        worker.postMessage({ id: next++, task }, [task.frames.buffer as ArrayBuffer, task.which.buffer as ArrayBuffer])
      }),
  }
}

function join(answers: readonly VerifyAnswer[]): VerifyAnswer {
  const all = (pick: (a: VerifyAnswer) => Uint8Array) => {
    const parts = answers.map(pick)
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
    let at = 0
    for (const p of parts) {
      out.set(p, at)
      at += p.length
    }
    return out
  }
  return { holds: all((a) => a.holds), ids: all((a) => a.ids), hashes: all((a) => a.hashes) }
}
