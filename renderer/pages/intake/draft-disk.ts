import { Dexie, type Table } from 'dexie'

/** A draft as it was last kept, or null in its place: let go of. */
interface KeptRow {
  readonly name: string
  readonly text: string | null
  /** ms. */
  readonly at: number
}

class DraftDatabase extends Dexie {
  declare readonly drafts: Table<KeptRow, string>

  constructor() {
    super('county-ledger/drafts', { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ drafts: 'name' })
  }
}

/**
 * The second place of every draft, on disk before anything else is said of it: what a browser keeps for its pages reaches the disk seconds later, and
 * with the power or the process it would be gone. Of one draft only the newest text waits to be written.
 */
class DraftDisk {
  #database: DraftDatabase | null = null
  #waiting = new Map<string, KeptRow>()
  #writing: Promise<boolean> | null = null

  /** Hands a text over, or null for a draft that is let go of. */
  keep(row: KeptRow): void {
    this.#waiting.set(row.name, row)
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
  }

  /** Whether all that has been handed over is on disk, as soon as that is known. */
  settled(): Promise<boolean> {
    return this.#writing ?? Promise.resolve(true)
  }

  /** Every draft on disk, those let go of too; none where the disk cannot be read. */
  async all(): Promise<readonly KeptRow[]> {
    try {
      return (await this.#open().drafts.toArray()).filter(isRow)
    } catch {
      return []
    }
  }

  async #write(): Promise<boolean> {
    let safe = true
    while (this.#waiting.size > 0) {
      const rows = [...this.#waiting.values()]
      this.#waiting.clear()
      try {
        await this.#open().drafts.bulkPut(rows)
      } catch {
        safe = false
      }
    }
    return safe
  }

  #open(): DraftDatabase {
    this.#database ??= new DraftDatabase()
    return this.#database
  }
}

/** What lies on a disk is believed only as far as it has the right kind. */
function isRow(row: KeptRow): boolean {
  return (
    typeof row.name === 'string' && typeof row.at === 'number' && (row.text === null || typeof row.text === 'string')
  )
}

export const draftDisk = new DraftDisk()
