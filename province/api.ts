import type { Code } from '../shared/base/codes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { bytesUpTo, list, map, nullable } from '../shared/base/shape.ts'
import { consistencyProof, frame, inclusionProof, parseHead, SCOPE_CODE } from '../shared/ledger/index.ts'
import {
  askHeads,
  askPayloads,
  encodeMessage,
  type Heads,
  MEDIA_TYPE,
  openSession,
  type Problem,
  readMessage,
} from '../shared/sync/messages.ts'
import type { ProvinceNode } from './node.ts'
import type { Sessions } from './sessions.ts'

/** What a route is asked, whatever carried it. */
export interface Ask {
  readonly body: Uint8Array
  readonly query: URLSearchParams
  readonly authorization: string | undefined
}

export interface Reply {
  readonly status: number
  readonly type: string
  readonly cache: string
  readonly body: Uint8Array
  /** Ciphertext, which nothing makes smaller. */
  readonly sealed?: true
}

const FOREVER = 'public, max-age=31536000, immutable'
const FRESH = 'no-cache'
const PRIVATE = 'no-store'
/** Leaves per answer: enough for a long line's worth, little enough to resume cheaply on a short one. */
const LEAVES_BYTES = 1024 * 1024
const PAYLOAD_BYTES = 8 * 1024 * 1024

/**
 * Items as they come, with no more asked of each than that it is bytes: what is wrong with one is said of that one, signed (L8), and takes
 * nothing from the others.
 */
const anyPush = map({
  items: list(
    map({
      body: bytesUpTo(LIMITS.request),
      sig: bytesUpTo(LIMITS.request),
      payload: nullable(bytesUpTo(LIMITS.request)),
    }),
    LIMITS.itemsPerPush,
    1,
  ),
})

const STATUS: Partial<Record<Code, number>> = {
  'too-large': 413,
  'session-needed': 401,
  'unknown-key': 401,
  'key-revoked': 401,
  'bad-signature': 401,
  'unknown-suite': 401,
  'unknown-scope': 403,
  'not-found': 404,
  'no-attachment': 404,
  'wrong-host': 421,
  internal: 500,
  busy: 503,
  'record-behind': 503,
  'checkpoint-moved': 503,
  'store-damaged': 503,
  'disk-full': 503,
  'disk-failed': 503,
}

/** A refusal of a request as a whole. */
export function problem(code: Code, detail = ''): Reply {
  const body: Problem = { code, detail: detail.slice(0, 200) }
  return { status: STATUS[code] ?? 400, type: MEDIA_TYPE, cache: PRIVATE, body: encodeMessage(body) }
}

/** The answer to a request that was granted. */
export function reply(message: object, cache = PRIVATE): Reply {
  return { status: 200, type: MEDIA_TYPE, cache, body: encodeMessage(message) }
}

/** [W1] [W2] The routes of shared/sync/messages.ts, from bytes to bytes. */
export class Api {
  readonly #node: ProvinceNode
  readonly #sessions: Sessions

  constructor(node: ProvinceNode, sessions: Sessions) {
    this.#node = node
    this.#sessions = sessions
  }

  checkpoint(): Reply {
    const { note } = this.#node.ledger.published
    return { status: 200, type: 'text/plain; charset=utf-8', cache: FRESH, body: note }
  }

  /** `path` as after `/tile/`: `0/x001/234.p/8`, `entries/000`. Any width that the published log has had is served. */
  async tile(path: string): Promise<Reply> {
    const match = /^(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
      path,
    )
    if (match === null) return problem('not-found', 'no such tile')
    const [, level, place, partial] = match as unknown as [string, string, string, string | undefined]
    const parts = place.split('/').map((part) => part.replace('x', ''))
    const index = parts.reduce((sum, part) => sum * 1000 + Number(part), 0)
    const width = partial === undefined ? 256 : Number(partial)
    // One path per tile: no leading groups of zero, no partial of full width.
    if ((parts.length > 1 && parts[0] === '000') || (partial !== undefined && width > 255))
      return problem('not-found', 'no such tile')
    const { size } = this.#node.ledger.published.checkpoint
    const { tiles } = this.#node.parts
    const bytes =
      level === 'entries'
        ? await tiles.bundle(size, index, width)
        : await tiles.tile(size, { level: Number(level), index, width })
    if (bytes === null) return problem('not-found', 'no such tile')
    return { status: 200, type: 'application/octet-stream', cache: FOREVER, body: bytes }
  }

  async gov({ query }: Ask): Promise<Reply> {
    const from = number(query.get('from') ?? '0')
    return from === null ? problem('wrong-shape', 'from') : this.#leaves('gov', from, Number.MAX_SAFE_INTEGER, FRESH)
  }

  challenge(): Reply {
    return reply(this.#sessions.challenge())
  }

  async session({ body }: Ask): Promise<Reply> {
    const read = readMessage(openSession, body, 4096)
    if (!read.ok) return problem(read.code, read.detail)
    const opened = await this.#sessions.open(read.value)
    return opened.ok ? reply(opened.value) : problem(opened.code, opened.detail)
  }

  async push({ body }: Ask): Promise<Reply> {
    const read = readMessage(anyPush, body, LIMITS.request)
    if (!read.ok) return problem(read.code, read.detail)
    const answers = await this.#node.push(read.value.items)
    return answers.ok ? reply({ answers: answers.value }) : problem(answers.code, answers.detail)
  }

  async heads({ body, authorization }: Ask): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const read = readMessage(askHeads, body, 16 * 1024)
    if (!read.ok) return problem(read.code, read.detail)
    const other = read.value.scopes.find((code) => !mine.value.includes(code))
    if (other !== undefined) return problem('unknown-scope', other)
    const answer = await headsAnswer(this.#node, read.value.size, read.value.scopes)
    return answer.ok ? reply(answer.value) : problem(answer.code, answer.detail)
  }

  async leaves({ query, authorization }: Ask): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const scope = query.get('scope') ?? ''
    const from = number(query.get('from') ?? '')
    const to = number(query.get('to') ?? String(Number.MAX_SAFE_INTEGER))
    const bytes = number(query.get('bytes') ?? String(LEAVES_BYTES))
    if (!SCOPE_CODE.test(scope) || from === null || to === null || bytes === null)
      return problem('wrong-shape', 'scope, from, to or bytes')
    if (!mine.value.includes(scope)) return problem('unknown-scope', scope)
    return this.#leaves(scope, from, to, PRIVATE, Math.min(Math.max(bytes, 1), LEAVES_BYTES))
  }

  /** Files in the order asked, as many as fit one answer: the asker asks again for the rest. */
  async payloads({ body, authorization }: Ask): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const read = readMessage(askPayloads, body, 64 * 1024)
    if (!read.ok) return problem(read.code, read.detail)
    const files: (Uint8Array | null)[] = []
    let bytes = 0
    const most = Math.min(read.value.bytes, PAYLOAD_BYTES)
    for (let at = 0; at < read.value.commits.length && (at === 0 || bytes < most); at += 16) {
      const some = await this.#node.parts.store.payloads(read.value.commits.slice(at, at + 16), mine.value)
      for (const file of some) bytes += file?.length ?? 0
      files.push(...some)
    }
    return reply({ files })
  }

  async #leaves(scope: string, from: number, to: number, cache: string, most = LEAVES_BYTES): Promise<Reply> {
    const { published } = this.#node.ledger
    const place = published.places.get(scope)
    const head = place === undefined ? null : parseHead(published.heads[place] as Uint8Array)
    if (head === null || !head.ok) return problem('unknown-scope', scope)
    const end = Math.min(to, head.value.size)
    const leaves = from < end ? await this.#node.parts.store.leaves(scope, from, end, most) : []
    if (leaves.length === 0 && from < end) return problem('busy', 'the store is being filled')
    return reply({ scope, from, frames: frame(leaves) }, cache)
  }
}

/** [C1] Proofs of the asked heads, all under one checkpoint. Code: unknown-scope. */
export async function headsAnswer(
  node: ProvinceNode,
  older: number,
  scopes: readonly string[],
): Promise<Result<Heads>> {
  const { published } = node.ledger
  const { checkpoint, note, headerBytes } = published
  const unknown = scopes.find((code) => !published.places.has(code))
  if (unknown !== undefined) return fail('unknown-scope', unknown)
  const { size } = checkpoint
  // To somebody who has seen more than we have there is nothing to prove: the answer itself tells them.
  const [headerProof, consistency] = await node.parts.tiles.withNodes(size, (read) => [
    inclusionProof(read, size - 1, size),
    older <= size ? consistencyProof(read, older, size) : [],
  ])
  const heads = [...new Set(scopes)].map((code) => {
    const index = published.places.get(code) as number
    const head = published.heads[index] as Uint8Array
    return { head, index, proof: inclusionProof(published.nodes, index, published.heads.length) }
  })
  return ok({ checkpoint: note, consistency, header: headerBytes, headerProof, heads })
}

function number(text: string): number | null {
  return /^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null
}
