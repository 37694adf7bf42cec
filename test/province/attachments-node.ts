import { createInterface } from 'node:readline'
import { ProvinceNode } from '../../province/node.ts'
import { serve } from '../../province/server.ts'
import { must } from '../../shared/base/result.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { PASSPHRASE } from './network.ts'

/**
 * A node that seals nothing by itself, with a clock that only the test moves: each line on its input is milliseconds to move it by, answered by
 * `moved`. Arguments: the data folder, and names under which it may be addressed.
 */
const [data = '', ...names] = process.argv.slice(2)
let now = Date.now()
const node = must(await ProvinceNode.open({ data, passphrase: PASSPHRASE, openStore: async () => new MemoryStore() }))
const { url } = await serve(node, { host: '127.0.0.1', port: 0, names, sealEvery: 1e9, now: () => now })
process.stdout.write(`province ready ${url}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  now += Number(line)
  process.stdout.write('moved\n')
}
process.exit()
