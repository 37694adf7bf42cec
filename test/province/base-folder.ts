import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeOptions } from '../../province/node.ts'
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

/** A copy below `folder`. */
export function copyOf(base: Base, folder: string): { data: string; options: NodeOptions } {
  const data = join(folder, 'data')
  cpSync(base.data, data, { recursive: true })
  return { data, options: { ...base.options, data } }
}
