import { hex } from '../../shared/base/bytes.ts'
import { isCase, type LedgerRecord } from '../../shared/contract/index.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'

/**
 * What stands on a record, name by name, as bytes that can be compared: read here anew and not by the code that is under test, after
 * docs/ledger-spec.md (X3 `set`). A record that is not there has nothing under any name.
 */
export type Standing = ReadonlyMap<string, string>

const NOTHING: Standing = new Map()
const known = new WeakMap<LedgerRecord, Standing>()
export const bytesOf = (value: unknown): string => hex(encode(value as Value))

export function standing(record: LedgerRecord | undefined): Standing {
  if (record === undefined) return NOTHING
  let out = known.get(record)
  if (out === undefined) {
    out = read(record)
    known.set(record, out)
  }
  return out
}

function read(record: LedgerRecord): Standing {
  const out = new Map<string, string>()
  const say = (name: string, value: unknown) => {
    if (value === null) return
    if (out.has(name)) throw new Error(`${name} stands twice`)
    out.set(name, bytesOf(value))
  }
  for (const [name, value] of Object.entries(record.fields)) say(name, value)
  for (const [name, value] of Object.entries(record.sealed)) say(name, value)
  if (isCase(record)) {
    say(':state', record.state)
    say(':overruled', record.overruled)
    for (const one of record.materials) say(`material:${one.id}`, one)
    for (const [name, value] of Object.entries(record.numbers)) say(`number:${name}`, value)
  } else {
    say('*', record.ended)
    say(':pending', record.pending)
    if (record.parents.length > 0) say(':parents', record.parents)
    if (record.children.length > 0) say(':children', record.children)
    for (const one of record.burdens) say(`burden:${one.kind}:${one.ref}`, one)
  }
  return out
}

/** A value out of a touch's `was`, as it stands in `standing`; null for nothing. */
export function stood(name: string, value: Value | undefined): string | null {
  const none = name.startsWith(':') && Array.isArray(value) && value.length === 0
  if (value === undefined || value === null || none) return null
  return bytesOf(value)
}
