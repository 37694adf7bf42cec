import { equal } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, map, nullable, oneOf, type Read, text, uint } from '../base/shape.ts'
import { decode, encode, isSortedSet, type Value } from './encoding.ts'
import { SCOPE_CODE } from './entry.ts'
import { hash } from './hash.ts'
import { leafHash, rootOf } from './merkle.ts'

/** [L3] Scope head: [code, size, root, state]. */
export interface ScopeHead {
  readonly code: string
  readonly size: number
  readonly root: Uint8Array
  readonly state: Uint8Array
}

export function encodeHead(head: ScopeHead): Uint8Array {
  return encode([head.code, head.size, head.root, head.state])
}

const code = text(LIMITS.code, SCOPE_CODE)

/** Codes: too-large, not-canonical, wrong-shape. */
export function parseHead(bytes: Uint8Array): Result<ScopeHead> {
  const value = decode(bytes, { max: 512 })
  if (!value.ok) return value
  const v = value.value
  if (!Array.isArray(v) || v.length !== 4) return fail('wrong-shape', 'head: array of 4')
  const read = map({ code, size: uint, root: b32, state: b32 })
  return read({ code: v[0], size: v[1], root: v[2], state: v[3] }, 'head')
}

/** [L3] RFC 6962 root over the encoded heads, which must be sorted by code bytes. */
export function scopesRoot(heads: readonly Uint8Array[]): Uint8Array {
  return rootOf(heads.map(leafHash))
}

export function areSortedHeads(heads: readonly ScopeHead[]): boolean {
  return isSortedSet(heads.map((h) => h.code))
}

const header = map({
  v: oneOf(1),
  net: b32,
  h: uint,
  prev: nullable(b32),
  time: uint,
  scopes: b32,
  n: uint,
  new: uint,
})

/** [L4] The header of a block. `n` scopes, `new` leaves sealed. */
export type Header = Read<typeof header>

export function encodeHeader(value: Header): Uint8Array {
  return encode(value as unknown as Value)
}

/** Codes: too-large, not-canonical, wrong-shape. */
export function parseHeader(bytes: Uint8Array): Result<Header> {
  const value = decode(bytes, { max: 1024 })
  if (!value.ok) return value
  const read = header(value.value, 'header')
  if (!read.ok) return read
  if ((read.value.h === 0) !== (read.value.prev === null)) return fail('wrong-shape', 'header.prev: null exactly at 0')
  return read
}

/** [L4] `prev` of the header after this one. */
export function headerHash(bytes: Uint8Array): Uint8Array {
  return hash(bytes)
}

/** [L4] May `next` follow `before`? Heights by one, prev its hash, time not earlier, one network, scopes never fewer. */
export function checkHeaderChain(before: { header: Header; bytes: Uint8Array } | null, next: Header): Result<null> {
  if (before === null) return next.h === 0 ? ok(null) : fail('bad-proof', 'the first header is not of height 0')
  if (next.h !== before.header.h + 1) return fail('bad-proof', `height ${next.h} after ${before.header.h}`)
  if (next.prev === null || !equal(next.prev, headerHash(before.bytes)))
    return fail('bad-proof', `prev of header ${next.h}`)
  if (next.time < before.header.time) return fail('bad-proof', `time of header ${next.h}`)
  if (!equal(next.net, before.header.net)) return fail('wrong-network', `header ${next.h}`)
  if (next.n < before.header.n) return fail('bad-proof', `header ${next.h} has fewer scopes`)
  return ok(null)
}
