import { cpSync } from 'node:fs'
import type { NodeOptions } from '../../province/node.ts'
import { tempFolder } from '../kit/temp.ts'
import { MemoryStore } from '../storage/memory-store.ts'
import { type Device, testNetwork } from './network.ts'

/** A province on disk that tests copy to begin from: making one takes longer than most of them. */
export interface Base {
  readonly data: string
  readonly options: NodeOptions
  readonly registrar: Device
  readonly clerk: Device
  readonly other: Device
}

export const inMemory = async () => new MemoryStore()

/** Made without a database folder: each node that opens a copy fills its own store from the files. */
export async function makeBase(data: string): Promise<Base> {
  const { node, ...rest } = await testNetwork(data, { openStore: inMemory })
  await node.close()
  return { data, ...rest }
}

/** A copy of the running test's own. */
export function copyOf(base: Base): { data: string; options: NodeOptions } {
  const data = `${tempFolder()}/data`
  cpSync(base.data, data, { recursive: true })
  return { data, options: { ...base.options, data } }
}
