import type { Failure, Result } from '../../shared/base/result.ts'
import { fail, ok } from '../../shared/base/result.ts'
import type { Reader } from '../../shared/base/shape.ts'
import type { Bridge } from '../../shared/bridge.ts'
import {
  type AskHeads,
  asFailure,
  attachmentsHere,
  challenge,
  encodeMessage,
  type Heads,
  heads,
  type Leaves,
  leaves,
  type Pushed,
  type PushItem,
  payloads,
  pushed,
  readMessage,
  session,
} from '../../shared/sync/messages.ts'
import { FIRST_PIECE, nextPiece } from '../../shared/sync/piece-size.ts'

/** ms from a request to its answer by which the clocks are compared: two seconds of delay each way are an ordinary day. */
const QUICK = 20_000
/** How often one request is sent anew when the line breaks off under it. */
const BREAKS = 3

/** What the node's answers say about the line, beside their content. */
export interface LineReport {
  bytesUp: number
  bytesDown: number
  /** The province's clock minus ours, ms; from the Date header, so to the second. */
  skew: number | null
}

/** The messages of the wire file, spoken through main's relay. Owns the session: opens one when it is needed and once more when it has run out. */
export class NodeClient {
  readonly report: LineReport = { bytesUp: 0, bytesDown: 0, skew: null }
  readonly #bridge: Bridge
  readonly #now: () => number
  #token: string | null = null
  /** Something has come since the line last broke off. */
  #carriesNow = false
  #pieces = { up: FIRST_PIECE, down: FIRST_PIECE }

  constructor(bridge: Bridge, now: () => number) {
    this.#bridge = bridge
    this.#now = now
  }

  /** How much is sent and asked for at a time, bytes: what this line has been seen to carry. */
  get pieces(): { readonly up: number; readonly down: number } {
    return this.#pieces
  }

  async push(items: readonly PushItem[]): Promise<Result<Pushed>> {
    const message = encodeMessage({ items })
    return this.#timed(
      'up',
      () => this.#send('POST', '/v1/push', pushed, message, false),
      () => message.length,
    )
  }

  async heads(ask: AskHeads): Promise<Result<Heads>> {
    return this.#send('POST', '/v1/heads', heads, encodeMessage(ask), true)
  }

  async leaves(scope: string, from: number, to: number): Promise<Result<Leaves>> {
    const path = `/v1/leaves?scope=${encodeURIComponent(scope)}&from=${from}&to=${to}&bytes=${this.#pieces.down}`
    return this.#timed(
      'down',
      () => this.#send('GET', path, leaves, null, true),
      ({ frames }) => frames.length,
    )
  }

  /** As many as fit a piece; the rest is asked for again. */
  async payloads(commits: readonly Uint8Array[]): Promise<Result<{ files: (Uint8Array | null)[] }>> {
    return this.#timed(
      'down',
      () => this.#send('POST', '/v1/payloads', payloads, encodeMessage({ commits, bytes: this.#pieces.down }), true),
      ({ files }) => files.reduce((sum, file) => sum + (file?.length ?? 0), 0),
    )
  }

  async #timed<T>(way: 'up' | 'down', ask: () => Promise<Result<T>>, size: (value: T) => number): Promise<Result<T>> {
    const begun = this.#now()
    const answer = await ask()
    const isBroken = !answer.ok && (answer.code === 'no-line' || answer.code === 'truncated')
    if (answer.ok || isBroken) {
      const came = answer.ok ? { bytes: size(answer.value), ms: this.#now() - begun } : null
      this.#pieces = { ...this.#pieces, [way]: nextPiece(this.#pieces[way], came) }
    }
    return answer
  }

  /** [N9] Which of these sealed files the province has. */
  async attachmentsHere(files: readonly Uint8Array[]): Promise<Result<{ here: boolean[] }>> {
    return this.#send('POST', '/v1/attachments', attachmentsHere, encodeMessage({ files }), true)
  }

  /** [N9] Main brings it, in pieces. */
  async sendAttachment(h: Uint8Array): Promise<Result<null>> {
    return this.#withToken((token) => this.#bridge.call('attachment.send', { h, token }))
  }

  async attachment(h: Uint8Array): Promise<Result<{ file: Uint8Array }>> {
    return this.#withToken((token) => this.#bridge.call('attachment.fetch', { h, token }))
  }

  async #withToken<T>(ask: (token: string) => Promise<Result<T>>): Promise<Result<T>> {
    for (let last = false; ; last = true) {
      if (this.#token === null) {
        const opened = await this.#open()
        if (opened !== null) return opened
      }
      const answer = await ask(this.#token ?? '')
      if (answer.ok || answer.code !== 'session-needed') return answer
      this.#token = null
      if (last) return answer
    }
  }

  async #send<T>(
    method: 'GET' | 'POST',
    path: string,
    reader: Reader<T>,
    body: Uint8Array | null,
    withSession: boolean,
  ): Promise<Result<T>> {
    const once = async (token: string | null): Promise<Result<T>> => {
      const answer = await this.#relay(method, path, body, token)
      return answer.ok ? readMessage(reader, answer.value) : answer
    }
    for (let breaks = 0; ; breaks++) {
      const answer = await (withSession ? this.#withToken(once) : once(null))
      const isBroken = !answer.ok && answer.code === 'no-line'
      if (!isBroken || breaks === BREAKS || !this.#carriesNow) return answer
      // Whatever is asked may be asked twice (W1). Without this nothing that takes several requests is ever done between two breaks.
      this.#carriesNow = false
    }
  }

  async #relay(
    method: 'GET' | 'POST',
    path: string,
    body: Uint8Array | null,
    token: string | null,
  ): Promise<Result<Uint8Array>> {
    const asked = this.#now()
    const answer = await this.#bridge.call('relay.request', { method, path, body, token })
    if (!answer.ok) return answer
    this.report.bytesUp += body?.length ?? 0
    this.report.bytesDown += answer.value.body.length
    this.#carriesNow = true
    const { date } = answer.value
    const took = this.#now() - asked
    // Of an answer that was long on its way nobody knows when it was dated.
    if (date !== null && took >= 0 && took < QUICK) this.report.skew = date - asked - Math.round(took / 2)
    return answer.value.status === 200 ? ok(answer.value.body) : asFailure(answer.value.status, answer.value.body)
  }

  async #open(): Promise<Failure | null> {
    const asked = await this.#relay('GET', '/v1/challenge', null, null)
    if (!asked.ok) return asked
    const nonce = readMessage(challenge, asked.value, 256)
    if (!nonce.ok) return nonce
    const signed = await this.#bridge.call('vault.session', { nonce: nonce.value.nonce })
    if (!signed.ok) return signed
    const { key, sig } = signed.value
    const answer = await this.#relay('POST', '/v1/session', encodeMessage({ key, nonce: nonce.value.nonce, sig }), null)
    if (!answer.ok) return answer
    const opened = readMessage(session, answer.value, 8192)
    if (!opened.ok) return opened
    if (opened.value.token === '') return fail('bad-answer', 'empty token')
    this.#token = opened.value.token
    return null
  }
}
