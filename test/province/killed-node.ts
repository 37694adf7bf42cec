import { appendFileSync, readFileSync } from 'node:fs'
import type { Item } from '../../province/admission.ts'
import { verify } from '../../province/keys.ts'
import { ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { decode, openAnswer } from '../../shared/ledger/index.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { faultyDisk } from './faulty-disk.ts'
import { PASSPHRASE } from './network.ts'

/**
 * A node that takes in and seals the pushes of a file, and kills itself with SIGKILL at one write: before it, or in its middle. Writes down
 * every promise before anything else happens, as a client that has received it would.
 * Arguments: data folder, file of pushes, file of promises, number of the write (from the first push on), `before` or `half`, store.
 */
const [data, pushes, promises, at, when, store] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
]

const die = () => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise<never>(() => undefined)
}
let armed = false
let count = 0
const names: string[] = []
const disk = faultyDisk(
  async ({ name, half }) => {
    if (!armed) return 'do'
    names.push(name)
    if (count++ !== Number(at)) return 'do'
    if (when === 'half') await half()
    return die()
  },
  async () => undefined,
)
const memory = store === 'memory' ? { openStore: async () => new MemoryStore() } : {}
const node = must(await ProvinceNode.open({ data, passphrase: PASSPHRASE, disk, ...memory }))
armed = true
for (const items of must(decode(new Uint8Array(readFileSync(pushes)), { max: 1e9 })) as unknown as Item[][]) {
  for (const answer of must(await node.push(items))) {
    const { said, kind } = must(await openAnswer(answer, node.ledger.network.ack, verify))
    appendFileSync(promises, `${kind} ${hex(said.id)}\n`)
  }
  must(await node.seal())
  appendFileSync(
    promises,
    `published ${node.ledger.published.checkpoint.size} ${hex(node.ledger.published.checkpoint.root)}\n`,
  )
}
appendFileSync(promises, `done ${JSON.stringify(names)}\n`)
armed = false
await node.close()
