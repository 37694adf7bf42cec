import { hex } from '../shared/base/bytes.ts'
import { must } from '../shared/base/result.ts'
import { readLeaf, type ScopeState, type SealedScope } from '../shared/contract/index.ts'
import type { Waiting } from './ledger.ts'
import type { AppliedBlock } from './store/port.ts'

/**
 * A block as the store takes it. `count` is how many submissions it was made of; where the journal no longer holds them all, the entries are
 * taken from the leaves, with the block's time for a promise.
 */
export function appliedBlock(
  h: number,
  header: Uint8Array,
  upto: number,
  count: number,
  { sealed, declared }: { sealed: readonly SealedScope[]; declared: readonly ScopeState[] },
  submissions: readonly Waiting[],
  time: number,
): AppliedBlock {
  const entries: AppliedBlock['entries'][number][] = submissions.map(({ entry, id, received, by }) => ({
    key: entry.key,
    epoch: entry.epoch,
    seq: entry.seq,
    id,
    received,
    by,
  }))
  const named = submissions.map(({ entry }) => entry)
  if (submissions.length < count) {
    const known = new Set(submissions.map((one) => hex(one.id)))
    for (const leaf of sealed.flatMap((one) => one.leaves)) {
      const { entry, id } = must(readLeaf(leaf))
      if (known.has(hex(id))) continue
      known.add(hex(id))
      named.push(entry)
      entries.push({ key: entry.key, epoch: entry.epoch, seq: entry.seq, id, received: time, by: time })
    }
  }
  const payloads = submissions.flatMap(({ entry, payload }) =>
    entry.commit === null || payload === null
      ? []
      : entry.scope.map((scope) => ({ commit: entry.commit as Uint8Array, scope, file: payload })),
  )
  return {
    h,
    header,
    upto,
    scopes: sealed.map(({ code, from, leaves, changes, after }) => ({ code, from, leaves, changes, after })),
    declared,
    entries,
    payloads,
    attachments: named.flatMap(({ att, scope }) =>
      att.flatMap(({ h, n }) => scope.map((code) => ({ h, n, scope: code }))),
    ),
  }
}
