import { createHash } from 'node:crypto'
import { ok, type Result } from '../shared/base/result.ts'
import { buildBlock, Gov, type LedgerRecord, recordsOf, scopeHead } from '../shared/contract/index.ts'
import { appliedBlock } from './applied-block.ts'
import { blockRecord } from './block-log.ts'
import type { Ledger, Waiting } from './ledger.ts'
import { asPublished, publishFile, signNext } from './publish.ts'
import type { Parts } from './recover.ts'
import { newScopes } from './replay.ts'
import type { Store } from './store/port.ts'

/** What one block may hold, so that sealing never takes long nor much memory. */
const MOST = { entries: 5_000, bytes: 24 * 1024 * 1024 }

/**
 * [L7] Seals what waits, up to one block's worth: builds the block, then makes durable, each before the next: its record in `blocks.log` (from
 * then on it is the block of its height), tiles, the signed checkpoint in the lock; then the store, and then everyone may see it.
 * Gives the number of entries sealed. Code: checkpoint-moved: sign nothing more. Throws when a disk or the store fails: then
 * `ledger` must be recovered from the files before anything else is done.
 */
export async function sealNext(
  parts: Parts,
  ledger: Ledger,
  waiting: readonly Waiting[],
  now: number,
): Promise<Result<number>> {
  const batch = batchOf(waiting)
  const last = batch.at(-1)
  if (last === undefined) return ok(0)
  const { scopes, network, published } = ledger
  const fetched = await fetchRecords(parts.store, batch)
  // Building writes into gov: only the copy may be ahead of what is sealed.
  const gov = batch.some((one) => one.entry.scope.includes('gov')) ? Gov.from(ledger.gov.entries()) : ledger.gov
  const block = buildBlock(
    {
      net: network.net,
      last: { header: published.header, bytes: published.headerBytes },
      scope: (code) => scopes.get(code),
      heads: new Map([...scopes].map(([code, state]) => [code, scopeHead(state)])),
      gov,
      record: (scope, id) => fetched.get(scope)?.get(id),
      hash: sha256,
    },
    batch,
    (entry) => (entry as Waiting).entry.scope,
    now,
  )
  const upto = last.n + 1
  await parts.blocks.append(blockRecord(block, scopes, upto))
  const tree = ledger.tree.clone()
  const narrower = tree.partial().map((file) => file.path)
  const full = tree.add(block.headerBytes)
  const partial = tree.partial()
  await parts.tiles.write([...full, ...partial])
  const before = { size: published.checkpoint.size, note: published.note }
  const signed = await signNext(parts.lock, parts.keys, network, before, tree)
  if (!signed.ok) return signed
  const declared = newScopes(gov, block.header.h, scopes, block.sealed)
  const { h, time } = block.header
  await parts.store.apply(
    appliedBlock(h, block.headerBytes, upto, batch.length, { sealed: block.sealed, declared }, batch, time),
  )
  await publishFile(parts.disk, parts.data, signed.value)
  for (const state of declared) scopes.set(state.code, state)
  for (const one of block.sealed) scopes.set(one.code, one.after)
  const next = asPublished(signed.value, block.header, block.headerBytes, scopes.values())
  if (!next.ok) return next
  Object.assign(ledger, { gov, tree, published: next.value, upto })
  const kept = new Set(partial.map((file) => file.path))
  await parts.tiles.remove(narrower.filter((path) => !kept.has(path)))
  return ok(batch.length)
}

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

function batchOf(waiting: readonly Waiting[]): readonly Waiting[] {
  let bytes = 0
  let n = 0
  for (const one of waiting) {
    bytes += (one.body.length + 128) * one.entry.scope.length
    if (n >= MOST.entries || (n > 0 && bytes > MOST.bytes)) break
    n++
  }
  return waiting.slice(0, n)
}

async function fetchRecords(
  store: Store,
  batch: readonly Waiting[],
): Promise<Map<string, ReadonlyMap<string, LedgerRecord>>> {
  const names = new Map<string, string[]>()
  for (const { entry } of batch) {
    for (const code of entry.scope) {
      if (code === 'gov') continue
      const touched = recordsOf(entry, code)
      const known = names.get(code)
      if (known === undefined) names.set(code, touched)
      else known.push(...touched)
    }
  }
  const out = new Map<string, ReadonlyMap<string, LedgerRecord>>()
  for (const [code, some] of names) out.set(code, await store.records(code, some))
  return out
}
