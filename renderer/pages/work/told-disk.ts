import { Dexie, type Table } from 'dexie'

/** People of one case have been told of one decision: when this was ticked, and by whom. */
export interface Told {
  /** See `toldKey`. */
  readonly key: string
  /** ms. */
  readonly at: number
  readonly by: string
}

class ToldDatabase extends Dexie {
  declare readonly told: Table<Told, string>

  constructor() {
    // On disk before a tick is shown: who was told must not be forgotten with the power.
    super('county-ledger/told', { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ told: 'key' })
  }
}

/** A decision and a case: both are known by ids that no other network has. */
export function toldKey(entry: string, of: string): string {
  return `${entry} ${of}`
}

/**
 * Ticks of this computer, beside the replica: they are nobody's act on the ledger, and a replica that is rebuilt must not lose them. Every function opens
 * what it needs and throws nothing.
 */
export const toldDisk = {
  /** Of these, those that are ticked; none where the disk cannot be read. */
  async of(keys: readonly string[]): Promise<ReadonlyMap<string, Told>> {
    try {
      const rows = await database().told.bulkGet([...keys])
      return new Map(rows.flatMap((row) => (isTold(row) ? [[row.key, row] as const] : [])))
    } catch {
      return new Map()
    }
  },

  /** Ticks, or takes the tick back with null; answers whether it is on disk. */
  async set(key: string, told: Omit<Told, 'key'> | null): Promise<boolean> {
    try {
      if (told === null) await database().told.delete(key)
      else await database().told.put({ key, ...told })
      return true
    } catch {
      return false
    }
  },
}

let open: ToldDatabase | null = null
const database = () => (open ??= new ToldDatabase())

/** What lies on a disk is believed only as far as it has the right kind. */
function isTold(row: Told | undefined): row is Told {
  return row !== undefined && typeof row.key === 'string' && typeof row.at === 'number' && typeof row.by === 'string'
}
