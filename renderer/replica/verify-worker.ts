import type { SubtleVerify } from '../../shared/ledger/index.ts'
import { runtimeVerify, type VerifyTask, verifyLeaves } from './verify-leaves.ts'

/** A worker that does nothing but check signatures: WebCrypto runs inline, so only more workers make it faster (limits.md). */
const verify = runtimeVerify(crypto.subtle as unknown as SubtleVerify)

self.addEventListener('message', (event: MessageEvent<{ id: number; task: VerifyTask }>) => {
  const { id, task } = event.data
  verify
    .then((one) => verifyLeaves(task, one))
    .then((answer) => self.postMessage({ id, answer }))
    .catch(() => self.postMessage({ id, answer: null }))
})
