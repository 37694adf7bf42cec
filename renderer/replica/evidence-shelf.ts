import { hex } from '../../shared/base/bytes.ts'
import { hash } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'

/** A node that goes on lying gives no end of evidence: of each kind the first ones are enough to convict it. */
const MOST = 16

/** [C3] Files of evidence, kept beside the replica. Writes go one after the other; one that fails is found again as long as the lie is told. */
export class EvidenceShelf {
  readonly #db: ReplicaDatabase
  #last: Promise<void> = Promise.resolve()

  constructor(db: ReplicaDatabase) {
    this.#db = db
  }

  /** `about` says what it is evidence of, so that the same thing is not kept again with every newer checkpoint. */
  keep(kind: string, file: Uint8Array, about = file): void {
    const prefix = `evidence/${kind}/`
    const key = prefix + hex(hash(about)).slice(0, 32)
    this.#last = this.#last
      .then(() =>
        this.#db.transaction('rw', this.#db.meta, async () => {
          const held = await this.#db.meta.where('key').startsWith(prefix).primaryKeys()
          if (held.length < MOST && !held.includes(key)) await this.#db.meta.put({ key, value: file })
        }),
      )
      .catch(() => undefined)
  }

  /** When all that was given is written, or was not to be. */
  settled(): Promise<void> {
    return this.#last
  }
}
