import { expect, onTestFinished, test } from 'vitest'
import { inlinePool, workerPool } from '../../../renderer/replica/verify-pool.ts'
import {
  encodeBody,
  encodeLeaf,
  entryMessage,
  frame,
  type SubtleVerify,
  signPure,
} from '../../../shared/ledger/index.ts'
import { bodyOf, clerk, stranger } from '../../ledger/small-ledger.ts'

const subtle = crypto.subtle as unknown as SubtleVerify
/** More than a pool keeps to itself, odd, and every ninth signed by somebody else. */
const LEAVES = 201
const FALSE = 9

function task() {
  const leaves = Array.from({ length: LEAVES }, (_, i) => {
    const body = encodeBody(bodyOf({ seq: i, prev: i === 0 ? null : new Uint8Array(32).fill(i) }))
    const sig = signPure(i % FALSE === 0 ? stranger.seed : clerk.seed, entryMessage(body))
    return encodeLeaf({ h: 1, t: 1, body, sig })
  })
  return { frames: frame(leaves), pubs: [clerk.pub], which: new Uint16Array(LEAVES) }
}

function poolOf(...workers: Worker[]) {
  const pool = workerPool(workers, inlinePool(subtle))
  onTestFinished(() => pool.close())
  return pool
}

const good = () =>
  new Worker(new URL('../../../renderer/replica/verify-worker.ts', import.meta.url), { type: 'module' })
const program = (text: string) => new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))

test('[K3] every leaf is checked, whoever checks it: a worker that breaks down, or cannot, costs time and accuses nobody', async () => {
  const here = await inlinePool(subtle).check(task())
  expect([...here.holds].map((one, i) => (one === 1 ? -1 : i)).filter((i) => i >= 0)).toEqual(
    Array.from({ length: Math.ceil(LEAVES / FALSE) }, (_, i) => i * FALSE),
  )
  const broken = () => program('onmessage = () => { throw new Error("out of memory") }')
  const unable = () => program('onmessage = ({ data }) => postMessage({ id: data.id, answer: null })')
  for (const pool of [poolOf(good(), good()), poolOf(good(), broken()), poolOf(unable(), good()), poolOf(broken())]) {
    expect(await pool.check(task())).toEqual(here)
    expect(await pool.check(task())).toEqual(here)
  }
})
