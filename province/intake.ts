import type { IntakeLog } from './intake-log.ts'
import type { Waiting } from './ledger.ts'

/** Admitted, and not yet in the journal: it gets its number there. */
export type Admitted = Omit<Waiting, 'n'>

interface Group {
  readonly items: readonly Admitted[]
  readonly done: (error: unknown) => void
}

/** How much may wait: above it the node asks to be left alone for a while. */
const MOST = { items: 50_000, bytes: 256 * 1024 * 1024, group: 4_000, groupBytes: 32 * 1024 * 1024 }

/**
 * What has been admitted and is not yet sealed. Those who wait at the same time share one write and one sync (group commit). Admission may
 * build upon an entry before it is durable, because groups become durable in order; so when a write fails, all that are still
 * queued fail with it.
 */
export class Intake {
  readonly #log: IntakeLog
  /** Called when a write has failed, with what the journal then needs: run it when nobody is admitting. */
  readonly #failed: (mend: () => Promise<void>) => Promise<void>
  #waiting: Waiting[] = []
  readonly #byId = new Map<string, { entry: Admitted; durable: Promise<void> }>()
  readonly #byPlace = new Map<string, Admitted>()
  #queue: Group[] = []
  #writing: Promise<unknown> = Promise.resolve()
  #busy = false
  /** The journal holds what it should not, and must be mended or read anew before the next write. */
  #broken: unknown = null
  #generation = 0
  #count = 0
  #bytes = 0

  constructor(log: IntakeLog, failed: (mend: () => Promise<void>) => Promise<void>) {
    this.#log = log
    this.#failed = failed
  }

  /** Durable and not yet sealed, in order. */
  get waiting(): readonly Waiting[] {
    return this.#waiting
  }

  isFull(): boolean {
    return this.#count >= MOST.items || this.#bytes >= MOST.bytes
  }

  /** An entry that waits, by id; its promise holds only once `durable` has resolved. */
  find(id: Uint8Array): { entry: Admitted; durable: Promise<void> } | undefined {
    return this.#byId.get(nameOf(id))
  }

  /** The entry that waits at a position of a device's chain. */
  at(key: Uint8Array, epoch: number, seq: number): Admitted | undefined {
    return this.#byPlace.get(placeName(key, epoch, seq))
  }

  /** Resolves when all are on the medium; rejects with the disk's error when none of them counts. */
  add(items: readonly Admitted[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    if (this.#broken !== null) return Promise.reject(this.#broken)
    const durable = new Promise<void>((resolve, reject) => {
      this.#queue.push({ items, done: (error) => (error === null ? resolve() : reject(error)) })
    })
    durable.catch(() => undefined)
    for (const entry of items) this.#know(entry, durable)
    if (!this.#busy) void this.#write()
    return durable
  }

  /** What was sealed waits no more. */
  sealed(upto: number): void {
    const kept = this.#waiting.findIndex((one) => one.n >= upto)
    const gone = kept < 0 ? this.#waiting : this.#waiting.slice(0, kept)
    for (const one of gone) this.#forget(one)
    this.#waiting = kept < 0 ? [] : this.#waiting.slice(kept)
  }

  /** Before the journal is read anew: lets a running write end, and fails what is queued. Nobody may be admitting. */
  async halt(): Promise<void> {
    this.#generation++
    this.#abandon(new Error('the journal is read anew'))
    await this.#writing
  }

  /** As the journal has been read. */
  reset(waiting: readonly Waiting[]): void {
    this.#byId.clear()
    this.#byPlace.clear()
    this.#count = 0
    this.#bytes = 0
    this.#broken = null
    this.#waiting = [...waiting]
    for (const one of waiting) this.#know(one, Promise.resolve())
  }

  async #write(): Promise<void> {
    this.#busy = true
    const generation = this.#generation
    while (this.#queue.length > 0) {
      const groups = this.#nextGroups()
      const first = this.#log.next
      const items = groups.flatMap((group) => group.items).map((item, i): Waiting => ({ ...item, n: first + i }))
      const writing = this.#log.append(items)
      this.#writing = writing.catch(() => undefined)
      try {
        await writing
      } catch (error) {
        this.#busy = false
        this.#broken = error
        await this.#failed(async () => {
          // Read anew since: then the journal is what was found there.
          if (this.#generation !== generation) return
          this.#abandon(error)
          await this.#log.repair()
          this.reset(this.#waiting)
        })
        // Told only now: whoever asks again finds the chains as they are.
        for (const group of groups) group.done(error)
        return
      }
      if (this.#generation === generation) this.#waiting.push(...items)
      for (const group of groups) group.done(null)
      if (this.#generation !== generation) break
    }
    this.#busy = false
    if (this.#queue.length > 0) void this.#write()
  }

  #nextGroups(): Group[] {
    let items = 0
    let bytes = 0
    let n = 0
    for (const group of this.#queue) {
      items += group.items.length
      bytes += group.items.reduce((sum, one) => sum + sizeOf(one), 0)
      if (n > 0 && (items > MOST.group || bytes > MOST.groupBytes)) break
      n++
    }
    return this.#queue.splice(0, n)
  }

  #abandon(error: unknown): void {
    const queue = this.#queue
    this.#queue = []
    for (const group of queue) group.done(error)
  }

  #know(entry: Admitted, durable: Promise<void>): void {
    this.#byId.set(nameOf(entry.id), { entry, durable })
    this.#byPlace.set(placeName(entry.entry.key, entry.entry.epoch, entry.entry.seq), entry)
    this.#count++
    this.#bytes += sizeOf(entry)
  }

  #forget(entry: Admitted): void {
    this.#byId.delete(nameOf(entry.id))
    this.#byPlace.delete(placeName(entry.entry.key, entry.entry.epoch, entry.entry.seq))
    this.#count--
    this.#bytes -= sizeOf(entry)
  }
}

function sizeOf(entry: Admitted): number {
  return entry.body.length + (entry.payload?.length ?? 0) + 128
}

/** As a key of a Map: bytes as text, the quickest way there is. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

function placeName(key: Uint8Array, epoch: number, seq: number): string {
  return `${nameOf(key)}/${epoch}/${seq}`
}
