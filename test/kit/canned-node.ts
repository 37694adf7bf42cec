import { hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { must, ok, type Result } from '../../shared/base/result.ts'
import type { RelayAnswer } from '../../shared/bridge.ts'
import {
  type Block,
  buildBlock,
  chainName,
  Gov,
  type LedgerRecord,
  type ScopeState,
} from '../../shared/contract/index.ts'
import {
  answerMessage,
  consistencyProof,
  encodeAnswer,
  encodeHead,
  entryId,
  frame,
  hash,
  inclusionProof,
  leafHash,
  type NoteKey,
  nodesOf,
  parseBody,
  rootOf,
  type ScopeHead,
  type SignedEntry,
  signCheckpoint,
} from '../../shared/ledger/index.ts'
import {
  askAttachments,
  askHeads,
  askPayloads,
  encodeMessage,
  type PushItem,
  push,
  readMessage,
} from '../../shared/sync/messages.ts'

export type Sign = (message: Uint8Array) => Uint8Array

/**
 * A node in memory that speaks the wire file, built on the same pure sealing as the real one: for what needs a node that can be stopped,
 * turned back, forked and made to lie. It admits what is next in its chain and refuses what it is told to. The real node is tested by itself.
 */
export class CannedNode {
  gov = new Gov()
  readonly scopes = new Map<string, ScopeState>()
  readonly records = new Map<string, Map<string, LedgerRecord>>()
  readonly leaves = new Map<string, Uint8Array[]>()
  readonly headers: Uint8Array[] = []
  /** Per height, all heads in order. */
  readonly headsAt: (readonly ScopeHead[])[] = []
  readonly payloads = new Map<string, Uint8Array>()
  /** Hex hash → sealed file; and the hashes that admitted entries name. */
  readonly attachments = new Map<string, Uint8Array>()
  readonly named = new Set<string>()
  /** Acknowledged and not yet sealed. */
  readonly waiting: SignedEntry[] = []
  /** Hex entry id → the code of its refusal. */
  readonly refusals = new Map<string, Code>()
  last: Block | null = null
  time = 1_800_000_000_000
  /** From its receipt to the promised sealing, ms. */
  promise = 60_000
  /** Blocks that its answers know of; null for all. Less than all is a node restored from a backup, or a slow mirror. */
  shown: number | null = null
  /** Leaves in one answer at most. */
  perAnswer = Number.POSITIVE_INFINITY
  readonly #net: Uint8Array
  readonly #log: { key: NoteKey; sign: Sign }
  readonly #ack: Sign
  /** Hex entry id → its promise; chain name → the next seq. */
  readonly #told = new Map<string, { id: Uint8Array; received: number; by: number }>()
  readonly #next = new Map<string, number>()

  constructor(net: Uint8Array, log: { key: NoteKey; sign: Sign }, ack: Sign) {
    this.#net = net
    this.#log = log
    this.#ack = ack
  }

  /** A second node with the same past: what either seals from here on, the other does not know. */
  fork(other: { log?: { key: NoteKey; sign: Sign }; ack?: Sign } = {}): CannedNode {
    const twin = new CannedNode(this.#net, other.log ?? this.#log, other.ack ?? this.#ack)
    twin.gov = Gov.from(this.gov.entries())
    for (const [code, state] of this.scopes) twin.scopes.set(code, state)
    for (const [code, records] of this.records) twin.records.set(code, new Map(records))
    for (const [code, leaves] of this.leaves) twin.leaves.set(code, [...leaves])
    for (const [commit, file] of this.payloads) twin.payloads.set(commit, file)
    for (const [h, file] of this.attachments) twin.attachments.set(h, file)
    for (const h of this.named) twin.named.add(h)
    twin.headers.push(...this.headers)
    twin.headsAt.push(...this.headsAt)
    twin.last = this.last
    twin.time = this.time
    for (const [name, seq] of this.#next) twin.#next.set(name, seq)
    return twin
  }

  /** Seals what waits, and `entries` after it, in one block a second later; honestly unless `scopesOf` says otherwise. */
  seal(
    entries: readonly SignedEntry[] = [],
    scopesOf = (entry: SignedEntry): readonly string[] => must(parseBody(entry.body)).scope,
  ): Block {
    const all = [...this.waiting.splice(0), ...entries]
    this.time += 1_000
    for (const entry of entries) this.#take(entry)
    const bytes = this.headers.at(-1)
    const block = buildBlock(
      {
        net: this.#net,
        last: this.last === null || bytes === undefined ? null : { header: this.last.header, bytes },
        scope: (code) => this.scopes.get(code),
        heads: new Map((this.last?.heads ?? []).map((head) => [head.code, head])),
        gov: this.gov,
        record: (scope, id) => this.records.get(scope)?.get(id),
      },
      all,
      scopesOf,
      this.time,
    )
    for (const one of block.sealed) {
      this.scopes.set(one.code, one.after)
      this.leaves.set(one.code, [...(this.leaves.get(one.code) ?? []), ...one.leaves])
      const records = this.records.get(one.code) ?? new Map<string, LedgerRecord>()
      for (const [key, value] of one.changes) records.set(key, value as unknown as LedgerRecord)
      this.records.set(one.code, records)
    }
    this.headers.push(block.headerBytes)
    this.headsAt.push(block.heads)
    this.last = block
    return block
  }

  checkpoint(size = this.shown ?? this.headers.length): Uint8Array {
    const root = rootOf(this.headers.slice(0, size).map(leafHash))
    return signCheckpoint({ origin: this.#log.key.name, size, root }, this.#log.key, this.#log.sign)
  }

  /** What a relay would bring back; tests wrap it to cut, change or turn back answers. */
  answer(input: { method: string; path: string; body: Uint8Array | null }): Result<RelayAnswer> {
    const [path, query] = input.path.split('?') as [string, string | undefined]
    const body = input.body ?? new Uint8Array(0)
    switch (path) {
      case '/v1/challenge':
        return this.#ok({ nonce: new Uint8Array(32).fill(5) })
      case '/v1/session':
        return this.#ok({
          token: 'token',
          expires: this.time + 900_000,
          scopes: ['gov', ...this.scopes.keys()].slice(0, 4),
        })
      case '/v1/push':
        return this.#ok({ answers: must(readMessage(push, body)).items.map((item) => this.#admit(item)) })
      case '/v1/heads':
        return this.#heads(must(readMessage(askHeads, body)))
      case '/v1/leaves':
        return this.#leaves(new URLSearchParams(query))
      case '/v1/payloads': {
        const { commits } = must(readMessage(askPayloads, body))
        return this.#ok({ files: commits.map((commit) => this.payloads.get(hex(commit)) ?? null) })
      }
      case '/v1/attachments': {
        const { files } = must(readMessage(askAttachments, body))
        return this.#ok({ here: files.map((h) => this.named.has(hex(h)) && this.attachments.has(hex(h))) })
      }
      default:
        return path.startsWith('/v1/files/') ? this.#attachment(path.slice(10), input.body) : this.#no('not-found')
    }
  }

  /** [N9] Taken only for an admitted entry. */
  #attachment(h: string, body: Uint8Array | null): Result<RelayAnswer> {
    if (!this.named.has(h)) return this.#no('not-found')
    if (body === null) {
      const file = this.attachments.get(h)
      return file === undefined ? this.#no('no-attachment') : ok({ status: 200, body: file, date: this.time })
    }
    if (hex(hash(body)) !== h) return this.#no('wrong-hash')
    this.attachments.set(h, body)
    return this.#ok({})
  }

  #no(code: Code): Result<RelayAnswer> {
    return ok({ status: 400, body: encodeMessage({ code, detail: '' }), date: this.time })
  }

  /** [L8] The promise or the refusal, as the node says and signs it. */
  say(said: Parameters<typeof encodeAnswer>[0]): { said: Uint8Array; sig: Uint8Array } {
    const bytes = encodeAnswer(said)
    return { said: bytes, sig: this.#ack(answerMessage(bytes)) }
  }

  #admit(item: PushItem): { said: Uint8Array; sig: Uint8Array } {
    const id = entryId(item.body)
    const told = this.#told.get(hex(id))
    if (told !== undefined) return this.say(told)
    const { key, epoch, seq, commit } = must(parseBody(item.body))
    const expected = this.#next.get(chainName(key, epoch)) ?? 0
    const code =
      this.refusals.get(hex(id)) ??
      (this.gov.key(key) === null ? 'unknown-key' : seq > expected ? 'chain-gap' : seq < expected ? 'chain-fork' : null)
    if (code !== null) return this.say({ id, received: this.time, code })
    const said = this.#take(item)
    this.waiting.push({ body: item.body, sig: item.sig })
    if (commit !== null && item.payload !== null) this.payloads.set(hex(commit), item.payload)
    return this.say(said)
  }

  #take(entry: SignedEntry): { id: Uint8Array; received: number; by: number } {
    const id = entryId(entry.body)
    const { key, epoch, seq, att } = must(parseBody(entry.body))
    for (const { h } of att) this.named.add(hex(h))
    this.#next.set(chainName(key, epoch), seq + 1)
    const said = { id, received: this.time, by: this.time + this.promise }
    this.#told.set(hex(id), said)
    return said
  }

  #heads(ask: { size: number; scopes: readonly string[] }): Result<RelayAnswer> {
    const size = this.shown ?? this.headers.length
    const log = nodesOf(this.headers.slice(0, size).map(leafHash))
    const heads = this.headsAt[size - 1] as readonly ScopeHead[]
    const encoded = heads.map(encodeHead)
    const inBlock = nodesOf(encoded.map(leafHash))
    return this.#ok({
      checkpoint: this.checkpoint(),
      consistency: ask.size > size ? [] : consistencyProof(log, ask.size, size),
      header: this.headers[size - 1] as Uint8Array,
      headerProof: inclusionProof(log, size - 1, size),
      heads: ask.scopes.flatMap((code) => {
        const index = heads.findIndex((head) => head.code === code)
        if (index < 0) return []
        return [{ head: encoded[index] as Uint8Array, index, proof: inclusionProof(inBlock, index, heads.length) }]
      }),
    })
  }

  #leaves(query: URLSearchParams): Result<RelayAnswer> {
    const scope = query.get('scope') ?? ''
    const from = Number(query.get('from'))
    const to = Math.min(Number(query.get('to')), from + this.perAnswer)
    return this.#ok({ scope, from, frames: frame((this.leaves.get(scope) ?? []).slice(from, to)) })
  }

  #ok(message: object): Result<RelayAnswer> {
    return ok({ status: 200, body: encodeMessage(message), date: this.time })
  }
}
