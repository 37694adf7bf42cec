import { LIMITS } from '../shared/base/limits.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { entriesPath, TILE_WIDTH, type Tile, tilePath, unframe } from '../shared/ledger/index.ts'
import { leaves, readMessage } from '../shared/sync/messages.ts'

const WAIT_MS = 30_000
/** More blocks or leaves than this are checked from an export. */
const MOST_BLOCKS = 5_000_000
const MOST_GOV_LEAVES = 1_000_000

/** The public half of a node's answers (W2), read with bounded sizes and waits. It is never believed, only read. */
export class NodeReader {
  readonly #base: string

  constructor(address: string) {
    this.#base = address.replace(/\/+$/, '')
  }

  /** Codes: no-line, bad-answer, not-found, too-large. */
  async get(path: string, max: number): Promise<Result<Uint8Array>> {
    try {
      const answer = await fetch(`${this.#base}/${path}`, { redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) })
      if (answer.status === 404) return fail('not-found', path)
      if (answer.status !== 200) return fail('bad-answer', `${path}: status ${answer.status}`)
      const parts: Uint8Array[] = []
      let size = 0
      for await (const part of answer.body ?? []) {
        size += part.length
        if (size > max) return fail('too-large', path)
        parts.push(part)
      }
      return ok(new Uint8Array(Buffer.concat(parts)))
    } catch (error) {
      return fail('no-line', `${path}: ${error instanceof Error ? error.message : ''}`)
    }
  }

  checkpoint(): Promise<Result<Uint8Array>> {
    return this.get('checkpoint', LIMITS.note)
  }

  /** The first `size` headers, out of the entry bundles. */
  async headers(size: number): Promise<Result<Uint8Array[]>> {
    if (size > MOST_BLOCKS) return fail('too-large', `${size} blocks`)
    const out: Uint8Array[] = []
    for (let index = 0; out.length < size; index++) {
      const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH)
      const bundle = await this.#partial(
        (w) => entriesPath(index, w),
        width,
        TILE_WIDTH * 1026,
        (bytes) => {
          const items = unframe(bytes)
          return items.ok && items.value.length >= width
            ? ok(items.value.slice(0, width))
            : fail('truncated', 'entries')
        },
      )
      if (!bundle.ok) return bundle
      out.push(...bundle.value)
    }
    return ok(out)
  }

  tile(tile: Tile): Promise<Result<Uint8Array>> {
    const size = tile.width * 32
    return this.#partial(
      (width) => tilePath({ ...tile, width }),
      tile.width,
      TILE_WIDTH * 32,
      (bytes) =>
        bytes.length >= size && bytes.length % 32 === 0 ? ok(bytes.slice(0, size)) : fail('truncated', 'tile'),
    )
  }

  /** All leaves of gov, page by page. */
  async gov(): Promise<Result<Uint8Array[]>> {
    const out: Uint8Array[] = []
    while (out.length <= MOST_GOV_LEAVES) {
      const bytes = await this.get(`v1/gov?from=${out.length}`, LIMITS.answer)
      if (!bytes.ok) return bytes
      const message = readMessage(leaves, bytes.value)
      if (!message.ok) return message
      if (message.value.scope !== 'gov' || message.value.from !== out.length) return fail('bad-answer', 'v1/gov')
      const items = unframe(message.value.frames)
      if (!items.ok) return items
      if (items.value.length === 0) return ok(out)
      out.push(...items.value)
    }
    return fail('too-large', 'gov')
  }

  /** A partial tile may be gone once the full one is there (C2SP tlog-tiles): then the beginning of the full one. */
  async #partial<T>(
    path: (width: number) => string,
    width: number,
    max: number,
    read: (bytes: Uint8Array) => Result<T>,
  ): Promise<Result<T>> {
    let bytes = await this.get(path(width), max)
    if (!bytes.ok && bytes.code === 'not-found' && width < TILE_WIDTH) bytes = await this.get(path(TILE_WIDTH), max)
    return bytes.ok ? read(bytes.value) : bytes
  }
}
