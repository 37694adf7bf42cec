import { join } from 'node:path'
import { equal } from '../shared/base/bytes.ts'
import type { Code } from '../shared/base/codes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { answerMessage, type Body, encodeAnswer, type SignedAnswer } from '../shared/ledger/index.ts'
import { admit, type Desk, type Item } from './admission.ts'
import { Attachments } from './attachments.ts'
import { BLOCKS, BlockLog } from './block-log.ts'
import { CheckpointLock } from './checkpoint-lock.ts'
import { DeviceChains } from './device-chains.ts'
import { type Disk, diskCode, realDisk } from './disk.ts'
import { EvidenceFolder } from './evidence-folder.ts'
import { Exclusive } from './exclusive.ts'
import { Intake } from './intake.ts'
import { INTAKE, IntakeLog } from './intake-log.ts'
import { type NodeKeys, openKeys } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { PartialFiles } from './partial-files.ts'
import { holdFolder } from './process-lock.ts'
import { type Parts, recover } from './recover.ts'
import { sealNext } from './sequencer.ts'
import { openPgliteStore } from './store/pglite.ts'
import type { Store } from './store/port.ts'
import { TileFiles } from './tile-files.ts'

export interface NodeOptions {
  /** The data folder. */
  readonly data: string
  /** Folder of the second store (L7); it should lie on another disk. */
  readonly lock?: string | undefined
  readonly passphrase: string
  /** How long after its receipt an entry is promised to be sealed, ms. */
  readonly promise?: number
  readonly disk?: Disk
  readonly now?: () => number
  readonly say?: (line: string) => void
  readonly openStore?: (data: string) => Promise<Store>
}

const embedded = async (data: string) => (await openPgliteStore(join(data, 'pglite'))).store

/**
 * The provincial node: admits, keeps, seals. Holds its data folder for itself until `close`. Everything that it must not lose is in its
 * files; after any failed write it reads them anew before it goes on, and it never signs what they do not hold.
 */
export class ProvinceNode {
  #parts: Parts
  #ledger: Ledger
  readonly #options: NodeOptions
  readonly #intake: Intake
  readonly #chains = new DeviceChains()
  readonly #evidence: EvidenceFolder
  readonly attachments: Attachments
  readonly partial: PartialFiles
  readonly #turn = new Exclusive()
  readonly #sealing = new Exclusive()
  readonly #release: () => Promise<void>
  readonly #desk: Desk
  /** Why nothing is signed any more, for good. */
  #stopped: { code: Code; detail: string } | null = null
  /** A write has failed, and what memory holds may not be what the files hold. */
  #stale = false
  #closed = false

  private constructor(
    parts: Parts,
    intake: Intake,
    ledger: Ledger,
    options: NodeOptions,
    release: () => Promise<void>,
  ) {
    this.#parts = parts
    this.#ledger = ledger
    this.#options = options
    this.#intake = intake
    this.#release = release
    this.#evidence = new EvidenceFolder(parts.disk, join(parts.data, 'evidence'))
    const named = (files: readonly Uint8Array[], scopes: readonly string[]) => this.#namedIn(files, scopes)
    this.attachments = new Attachments(parts.disk, parts.data, named, parts.say)
    this.partial = new PartialFiles(parts.disk, this.attachments)
    this.#desk = {
      ledger: () => this.#ledger,
      store: () => this.#parts.store,
      blocks: () => this.#parts.blocks,
      intake,
      chains: this.#chains,
      evidence: this.#evidence,
      turn: this.#turn,
      now: options.now ?? Date.now,
      promise: options.promise ?? 60_000,
    }
  }

  /**
   * Codes: already-running, not-found (no keys or no block yet), wrong-passphrase, vault-damaged, store-damaged, record-behind,
   * checkpoint-moved, disk-full, disk-failed.
   */
  static async open(options: NodeOptions): Promise<Result<ProvinceNode>> {
    const disk = options.disk ?? realDisk
    const held = await holdFolder(options.data)
    if (!held.ok) return held
    let store: Store | null = null
    try {
      const keys = await openKeys(disk, options.data, options.passphrase)
      if (!keys.ok) return await giveUp(keys)
      store = await (options.openStore ?? embedded)(options.data)
      const parts = partsOf(options, disk, keys.value, store)
      const recovered = await recover(parts)
      if (!recovered.ok) return await giveUp(recovered)
      let node: ProvinceNode | null = null
      const intake = new Intake(parts.intake, async (mend) => node?.mend(mend))
      node = new ProvinceNode(parts, intake, recovered.value.ledger, options, held.value.release)
      intake.reset(recovered.value.waiting)
      node.#resetChains()
      await node.#evidence.load()
      return ok(node)
    } catch (error) {
      return await giveUp(fail(diskCode(error), error instanceof Error ? error.message : ''))
    }
    async function giveUp<T>(why: T): Promise<T> {
      await store?.close().catch(() => undefined)
      if (held.ok) await held.value.release()
      return why
    }
  }

  /** What everyone may read. */
  get ledger(): Ledger {
    return this.#ledger
  }

  get parts(): Parts {
    return this.#parts
  }

  /** Acknowledged and not yet sealed. */
  get waiting(): number {
    return this.#intake.waiting.length
  }

  /** Is there anything for `seal` to do? */
  get hasWork(): boolean {
    return this.#stopped === null && (this.#stale || this.#intake.waiting.length > 0)
  }

  /** Why nothing is signed any more, or null. */
  get stopped(): { code: Code; detail: string } | null {
    return this.#stopped
  }

  /** Where the chain of a device's epoch ends, with what waits; for whoever signs beside the node. */
  chainEnd(key: Uint8Array, epoch: number): { readonly seq: number; readonly id: Uint8Array } | null {
    return this.#chains.end(key, epoch)
  }

  /** What a device has handed in and is not sealed yet, in order. */
  waitingOf(key: Uint8Array): readonly { readonly entry: Body }[] {
    return this.#intake.waiting.filter(({ entry }) => equal(entry.key, key))
  }

  /**
   * [L8] Takes entries in: one signed answer for each, in their order. Codes, for all of them together: busy, record-behind,
   * checkpoint-moved, store-damaged, disk-full, disk-failed; then nothing was promised.
   */
  async push(items: readonly Item[]): Promise<Result<SignedAnswer[]>> {
    if (this.#stopped !== null) return fail(this.#stopped.code, this.#stopped.detail)
    if (this.#closed || this.#intake.isFull()) return fail('busy', `${this.#intake.waiting.length} entries wait`)
    try {
      const said = await admit(this.#desk, items)
      return ok(
        said.map((one) => {
          const bytes = encodeAnswer(one)
          return { said: bytes, sig: this.#parts.keys.ack.sign(answerMessage(bytes)) }
        }),
      )
    } catch (error) {
      this.#parts.say(`a push failed: ${error instanceof Error ? error.message : String(error)}`)
      return fail(diskCode(error), 'nothing was taken')
    }
  }

  /**
   * Seals what waits, at most one block. Gives the number of entries sealed. Codes: those of `stopped`, which are for good; disk-full and
   * disk-failed, which are tried again.
   */
  seal(): Promise<Result<number>> {
    return this.#sealing.run(async () => {
      if (this.#stopped !== null) return fail(this.#stopped.code, this.#stopped.detail)
      try {
        if (this.#stale) {
          const again = await this.#reload()
          if (!again.ok) return this.#stop(again)
        }
        const sealed = await sealNext(this.#parts, this.#ledger, this.#intake.waiting, this.#desk.now())
        if (!sealed.ok) return this.#stop(sealed)
        this.#intake.sealed(this.#ledger.upto)
        return sealed
      } catch (error) {
        this.#stale = true
        this.#parts.say(`sealing failed: ${error instanceof Error ? error.message : String(error)}`)
        return fail(diskCode(error), 'sealing')
      }
    })
  }

  /** [N9] What entries that are acknowledged name, sealed or not yet: these first, for they may be sealed while the store is asked. */
  async #namedIn(files: readonly Uint8Array[], scopes: readonly string[]): Promise<number[][]> {
    const waiting = this.#intake.waiting
      .filter(({ entry }) => entry.att.length > 0 && entry.scope.some((code) => scopes.includes(code)))
      .flatMap(({ entry }) => entry.att)
    const lengths = files.map((h) => waiting.filter((one) => equal(one.h, h)).map(({ n }) => n))
    const sealed = await this.#parts.store.attachments(files, scopes)
    return lengths.map((some, i) => [...some, ...(sealed[i] ?? [])])
  }

  /** Ends what is under way, and lets the folder go. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#sealing.run(() => this.#turn.run(() => this.#intake.halt()))
    await this.#parts.store.close()
    await this.#release()
  }

  /** After a failed write of the journal: nobody admits while it is mended. */
  async mend(task: () => Promise<void>): Promise<void> {
    await this.#turn.run(async () => {
      try {
        await task()
        this.#resetChains()
      } catch (error) {
        this.#parts.say(`the journal could not be mended: ${error instanceof Error ? error.message : String(error)}`)
        this.#stale = true
      }
    })
  }

  /** Reads everything anew, the store included when it is what has failed. */
  #reload(): Promise<Result<null>> {
    return this.#turn.run(async () => {
      await this.#intake.halt()
      const recovered = await recover(this.#parts).catch(async (error: unknown) => {
        await this.#parts.store.close().catch(() => undefined)
        const store = await (this.#options.openStore ?? embedded)(this.#options.data)
        this.#parts = { ...this.#parts, store }
        throw error
      })
      if (!recovered.ok) return recovered
      this.#ledger = recovered.value.ledger
      this.#intake.reset(recovered.value.waiting)
      this.#resetChains()
      await this.#evidence.load()
      this.#stale = false
      return ok(null)
    })
  }

  #resetChains(): void {
    this.#chains.reset(this.#ledger.scopes.values(), this.#intake.waiting)
  }

  #stop<T>(why: Result<T> & { ok: false }): Result<T> {
    this.#stopped = { code: why.code, detail: why.detail }
    this.#parts.say(`stopped signing: ${why.code}: ${why.detail}`)
    return why
  }
}

function partsOf(options: NodeOptions, disk: Disk, keys: NodeKeys, store: Store): Parts {
  const { data } = options
  return {
    disk,
    data,
    keys,
    lock: new CheckpointLock(disk, options.lock ?? join(data, 'lock')),
    blocks: new BlockLog(disk, join(data, BLOCKS)),
    intake: new IntakeLog(disk, join(data, INTAKE)),
    tiles: new TileFiles(disk, data),
    store,
    say: options.say ?? (() => undefined),
  }
}
