import { join } from 'node:path'
import { hex } from '../shared/base/bytes.ts'
import { type Disk, replaceFile } from './disk.ts'

/**
 * [N4] Evidence of two entries for one position, one file each, durable before the key counts as frozen. The files are what makes a key
 * frozen at this node: they are read at start.
 */
export class EvidenceFolder {
  readonly #disk: Disk
  readonly #folder: string
  readonly #frozen = new Set<string>()

  constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  async load(): Promise<void> {
    this.#frozen.clear()
    for (const name of await this.#disk.list(this.#folder)) {
      const key = /^equivocation-([0-9a-f]{64})\.cbor$/.exec(name)?.[1]
      if (key !== undefined) this.#frozen.add(key)
    }
  }

  isFrozen(key: Uint8Array): boolean {
    return this.#frozen.has(hex(key))
  }

  async freeze(key: Uint8Array, evidence: Uint8Array): Promise<void> {
    if (this.isFrozen(key)) return
    await this.#disk.makeFolder(this.#folder)
    await replaceFile(this.#disk, join(this.#folder, `equivocation-${hex(key)}.cbor`), evidence)
    this.#frozen.add(hex(key))
  }
}
