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

/** Halves each chunk between the workers; small ones stay here. A worker that fails leaves its half unverified, never verified. */
export function workerPool(workers: readonly Worker[], here: VerifyPool): VerifyPool {
  const waiting = new Map<number, (answer: VerifyAnswer | null) => void>()
  let next = 0
  for (const worker of workers) {
    worker.addEventListener('message', (event: MessageEvent<{ id: number; answer: VerifyAnswer | null }>) => {
      waiting.get(event.data.id)?.(event.data.answer)
      waiting.delete(event.data.id)
    })
  }
  const send = (worker: Worker, task: VerifyTask) =>
    new Promise<VerifyAnswer>((resolve) => {
      const id = next++
      waiting.set(id, (answer) => resolve(answer ?? refused(task)))
      worker.postMessage({ id, task }, [task.frames.buffer as ArrayBuffer, task.which.buffer as ArrayBuffer])
    })
  return {
    check: async (task) => {
      if (task.which.length < SMALL || workers.length === 0) return here.check(task)
      const leaves = must(unframe(task.frames))
      const part = Math.ceil(leaves.length / workers.length)
      const answers = await Promise.all(
        workers.map((worker, i) =>
          send(worker, {
            frames: frame(leaves.slice(i * part, (i + 1) * part)),
            pubs: task.pubs,
            which: task.which.slice(i * part, (i + 1) * part),
          }),
        ),
      )
      return join(answers)
    },
    close: () => {
      for (const worker of workers) worker.terminate()
      here.close()
    },
  }
}

function refused(task: VerifyTask): VerifyAnswer {
  const n = task.which.length
  return { holds: new Uint8Array(n), ids: new Uint8Array(n * 32), hashes: new Uint8Array(n * 32) }
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
