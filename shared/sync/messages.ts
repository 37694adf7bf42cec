import { isCode } from '../base/codes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, type Result } from '../base/result.ts'
import { b32, bool, bytes, bytesUpTo, list, map, nullable, type Read, type Reader, text, uint } from '../base/shape.ts'
import { decode, encode, SCOPE_CODE, type Value } from '../ledger/index.ts'

/**
 * [W1] Version 1 of everything that is said between a replica and a node, as CBOR maps. Paths:
 *
 *   GET  /checkpoint                         signed note (C2SP)                                   public
 *   GET  /tile/…, /tile/entries/…            the block log's C2SP tiles; entries are headers       public
 *   GET  /v1/gov?from=N                      leaves of gov (Leaves)                                public
 *   GET  /v1/challenge                       {nonce}                                               public
 *   POST /v1/session      OpenSession        {token, expires}                                      signed
 *   POST /v1/push         Push               {answers}                                             public: entries are signed
 *   POST /v1/heads        AskHeads           Heads                                                 token
 *   GET  /v1/leaves?scope=C&from=N&to=M&bytes=B   Leaves; about B bytes at most, and the node may give fewer   token
 *   POST /v1/payloads     AskPayloads        Payloads                                              token
 *   POST /v1/attachments  AskAttachments     AttachmentsHere                                       token
 *   HEAD, PATCH  /v1/files/<hex of h>/<length>   a sealed file in pieces, by the core of tus 1.0.0      token
 *   GET  /v1/files/<hex of h>            its bytes; with `Range: bytes=N-` the rest of them          token
 *
 * The token travels as `Authorization: Bearer …`. Refusals of a request as a whole have an HTTP status ≥ 400 and a Problem as their body.
 */
export const MEDIA_TYPE = 'application/cbor'
/** [N9] Where sealed files go up and down in pieces; the version of tus that is spoken, and the type of its pieces. */
export const FILES_PATH = '/v1/files'
export const TUS = '1.0.0'
/** The code of a refusal, where its answer has no body (HEAD). */
export const CODE_HEADER = 'qhl-code'
export const OFFSET_TYPE = 'application/offset+octet-stream'

const code = text(LIMITS.code, SCOPE_CODE)
const proof = list(b32, 64)

/** A whole request was refused; single items of a push have signed answers instead (L8). */
export const problem = map({ code: text(32), detail: text(400) })
export type Problem = Read<typeof problem>

export const challenge = map({ nonce: b32 })
export const openSession = map({ key: b32, nonce: b32, sig: bytes(64) })
export type OpenSession = Read<typeof openSession>
export const session = map({ token: text(128), expires: uint, scopes: list(code, 64) })
export type Session = Read<typeof session>

/** One entry on its way up, with the age file of its payload when it has one. Idempotent by entry id. */
const pushItem = map({
  body: bytesUpTo(LIMITS.body),
  sig: bytes(64),
  payload: nullable(bytesUpTo(LIMITS.payload)),
})
export type PushItem = Read<typeof pushItem>
export const push = map({ items: list(pushItem, LIMITS.itemsPerPush, 1) })
/** In the order of the items: what the node said of each, signed (L8). */
export const pushed = map({ answers: list(map({ said: bytesUpTo(512), sig: bytes(64) }), LIMITS.itemsPerPush) })
export type Pushed = Read<typeof pushed>

/** `size`: the block-log size of the last checkpoint that the asker has verified; 0 when none. */
export const askHeads = map({ size: uint, scopes: list(code, 64, 1) })
export type AskHeads = Read<typeof askHeads>
/** [C1] One checkpoint, consistency from `size`, the last header with its inclusion proof, and the asked scope heads with theirs. */
export const heads = map({
  checkpoint: bytesUpTo(LIMITS.note),
  consistency: proof,
  header: bytesUpTo(1024),
  headerProof: proof,
  heads: list(map({ head: bytesUpTo(512), index: uint, proof }), 64),
})
export type Heads = Read<typeof heads>

/** Consecutive leaves of one scope from `from`, framed (F1). */
export const leaves = map({ scope: code, from: uint, frames: bytesUpTo(LIMITS.answer) })
export type Leaves = Read<typeof leaves>

/** `bytes`: about how much of them one answer may carry. */
export const askPayloads = map({ commits: list(b32, 512, 1), bytes: uint })
/** In the order asked, and perhaps only the first of them; null where the node has none or may not give it. */
export const payloads = map({ files: list(nullable(bytesUpTo(LIMITS.payload)), 512) })

/** [N9] Which of these sealed files the node has; to be asked before one is sent over a thin line. */
export const askAttachments = map({ files: list(b32, 512, 1) })
/** In the order asked; false where no entry that the asker may read names it, too. */
export const attachmentsHere = map({ here: list(bool, 512) })
/** The bytes of a message. */
export function encodeMessage(message: object): Uint8Array {
  return encode(message as Value)
}

/** Reads a message strictly, size first. Codes: too-large, too-deep, not-canonical, wrong-shape. */
export function readMessage<T>(reader: Reader<T>, bytesIn: Uint8Array, max: number = LIMITS.answer): Result<T> {
  const value = decode(bytesIn, { max })
  return value.ok ? reader(value.value, 'message') : value
}

/** A status ≥ 400 with its problem, as the failure that it is. */
export function asFailure(status: number, body: Uint8Array): Result<never> {
  const read = readMessage(problem, body, 4096)
  if (!read.ok) return fail('bad-answer', `status ${status}`)
  return fail(isCode(read.value.code) ? read.value.code : 'bad-answer', read.value.detail)
}
