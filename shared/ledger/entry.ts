import { compare } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { any, b32, bytes, list, map, nullable, oneOf, type Read, text, uint, where } from '../base/shape.ts'
import { decode, encode, isSortedSet, type Value } from './encoding.ts'
import { hashIn, inContext } from './hash.ts'

/** A scope code: `gov`, a GB/T 2260 code such as `632723`, or one of its departments such as `632723/land`. */
export const SCOPE_CODE = /^[a-z0-9]+(?:\/[a-z0-9-]+)*$/
const scopeCode = text(LIMITS.code, SCOPE_CODE)
/** `<home scope>/<type>/<name>`; the home scope is the prefix (X4). */
const subjectId = text(LIMITS.subjectId, /^[a-z0-9]+(?:\/[a-z0-9-]+)*\/[a-z][a-z0-9-]*\/[A-Za-z0-9._-]+$/)

const sortedHeads = where(
  list(b32, LIMITS.headsPerSubject),
  (heads) => heads.every((h, i) => i === 0 || compare(heads[i - 1] as Uint8Array, h) < 0),
  'sorted heads without repetition',
)
const data = where(
  any,
  (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Uint8Array),
  'map',
)

/** [N1] Exactly these keys. */
const body = map({
  v: oneOf(1),
  net: b32,
  kind: text(32, /^[a-z][a-z-]*$/),
  scope: where(list(scopeCode, LIMITS.scopesPerEntry, 1), isSortedSet, 'sorted scopes without repetition'),
  key: b32,
  epoch: uint,
  seq: uint,
  prev: nullable(b32),
  time: uint,
  case: nullable(subjectId),
  subj: where(
    list(map({ id: subjectId, heads: sortedHeads }), LIMITS.subjectsPerEntry),
    (s) => isSortedSet(s.map((one) => one.id)),
    'subjects sorted by id without repetition',
  ),
  data: data as unknown as (v: unknown, path: string) => Result<{ readonly [key: string]: Value }>,
  commit: nullable(b32),
  att: list(map({ h: b32, n: uint, t: text(128, /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/) }), LIMITS.attachmentsPerEntry),
})

/** One signed act by one key, as parsed. The bytes it came from are what is stored and hashed (E4). */
export type Body = Read<typeof body>

/** An entry as it travels: the body's bytes as its author made them, and the signature over `context ‖ body`. */
export interface SignedEntry {
  readonly body: Uint8Array
  readonly sig: Uint8Array
}

/** [N1] [E3] Codes: too-large, too-deep, not-canonical, wrong-shape. */
export function parseBody(bytes: Uint8Array): Result<Body> {
  const value = decode(bytes, { max: LIMITS.body })
  if (!value.ok) return value
  const read = body(value.value, 'body')
  if (!read.ok) return read
  // [N3] The first entry of an epoch has nothing before it, and only that one.
  if ((read.value.seq === 0) !== (read.value.prev === null))
    return fail('wrong-shape', 'body.prev: null exactly at seq 0')
  // [N1] The network is named by the id of its genesis entry, which cannot name itself.
  if (read.value.kind === 'genesis' && read.value.net.some((b) => b !== 0))
    return fail('wrong-shape', 'body.net: all zero in the genesis entry')
  return read
}

/** The bytes of a body that we author. Throws when it would not parse: a bug. */
export function encodeBody(value: Body): Uint8Array {
  const bytes = encode(value as unknown as Value)
  const back = parseBody(bytes)
  if (!back.ok) throw new Error(`${back.code}: ${back.detail}`)
  return bytes
}

/** [N2] H(`qhl/v1/entry\n` ‖ body). */
export function entryId(body: Uint8Array): Uint8Array {
  return hashIn('entry', body)
}

/** [N2] What the author signs. */
export function entryMessage(body: Uint8Array): Uint8Array {
  return inContext('entry', body)
}

/** [L2] A leaf, parsed: the sealing block's height and time, then the entry as received. */
export interface Leaf {
  readonly h: number
  readonly t: number
  readonly body: Uint8Array
  readonly sig: Uint8Array
}

export function encodeLeaf(leaf: Leaf): Uint8Array {
  const bytes = encode([leaf.h, leaf.t, leaf.body, leaf.sig])
  if (bytes.length > LIMITS.leaf) throw new Error('leaf over its limit')
  return bytes
}

const SIG = bytes(64)

/** [L2] Codes: too-large, not-canonical, wrong-shape. */
export function parseLeaf(bytes: Uint8Array): Result<Leaf> {
  const value = decode(bytes, { max: LIMITS.leaf })
  if (!value.ok) return value
  const v = value.value
  if (!Array.isArray(v) || v.length !== 4) return fail('wrong-shape', 'leaf: array of 4')
  const [h, t, b, s] = v as readonly Value[]
  const sig = SIG(s, 'leaf.sig')
  if (!sig.ok) return sig
  if (typeof h !== 'number' || typeof t !== 'number' || h < 0 || t < 0)
    return fail('wrong-shape', 'leaf: height and time')
  if (!(b instanceof Uint8Array)) return fail('wrong-shape', 'leaf.body: bytes')
  return ok({ h, t, body: b, sig: sig.value })
}

/** [X4] The scope whose leaves may change a subject: its id is `<scope>/<type>/<name>`, and neither type nor name holds a slash. */
export function homeScope(subject: string): string {
  const name = subject.lastIndexOf('/')
  return subject.slice(0, Math.max(0, subject.lastIndexOf('/', name - 1)))
}

/** The type of a subject: the last but one part of its id; `case` for a case. */
export function subjectType(subject: string): string {
  const name = subject.lastIndexOf('/')
  return name < 0 ? '' : subject.slice(subject.lastIndexOf('/', name - 1) + 1, name)
}
