import { fromHex, hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { chainName } from '../../shared/contract/index.ts'
import { parseBody } from '../../shared/ledger/index.ts'
import type { Bulk, KeptEntry } from './bulk/bulk.ts'
import type { BulkEntry, BulkList } from './bulk/bulk-list.ts'
import { isImported } from './bulk/case-name.ts'
import type { OutboxRow, ReplicaDatabase } from './database.ts'
import { inOrderOfNeed, type Needy, needsOf } from './outbox-order.ts'

/** Do all of these come after everything of their chains that waits already? Then they go behind it, and nothing else has to move. */
export function isBehindAll(missing: readonly KeptEntry[], held: readonly OutboxRow[], list: BulkList): boolean {
  const last = new Map<string, number>()
  const note = (chain: string, seq: number) => last.set(chain, Math.max(last.get(chain) ?? -1, seq))
  for (const row of held) {
    const body = parseBody(row.body)
    if (body.ok) note(chainName(body.value.key, body.value.epoch), body.value.seq)
  }
  for (const one of list.inOrder()) note(one.chain, one.seq)
  return missing.every(({ body }) => body.seq > (last.get(chainName(body.key, body.epoch)) ?? -1))
}

/** A row as it stands already goes with its entry. */
interface Item extends Needy, KeptEntry {
  readonly row?: OutboxRow
}

/**
 * Within the caller's transaction: puts back what was missing, in an order in which it can be sent. `after`: the last order given so far; null when
 * everything has to be put in order anew. Answers the imported entries that were added.
 */
export async function putInOrder(
  db: ReplicaDatabase,
  bulk: Bulk,
  missing: readonly KeptEntry[],
  after: number | null,
  asRow: (kept: Kept) => OutboxRow,
): Promise<BulkEntry[]> {
  const items: Item[] = missing.map((one) => ({ ...one, id: hex(one.kept.id), needs: needsOf(one.body) }))
  const all = after === null ? [...(await everything(db)), ...items] : items
  if (after === null) await db.bulk.clear()
  const ordered = inOrderOfNeed(all)
  const added: BulkEntry[] = []
  const rows: OutboxRow[] = []
  const orderOf = (place: number) => (after ?? 0) + 1 + place
  for (let i = 0; i < ordered.length; ) {
    const from = i
    const { body, row, kept } = ordered[i] as Item
    while (i < ordered.length && isImported((ordered[i] as Item).body)) i++
    if (i > from) added.push(...(await bulk.put(ordered.slice(from, i), orderOf(from))))
    else if (!isImported(body)) rows.push({ ...(row ?? asRow(kept)), n: orderOf(i++) })
  }
  await db.outbox.bulkPut(rows)
  return added
}

/** All that waits, in the order that it has. */
async function everything(db: ReplicaDatabase): Promise<Item[]> {
  const out: { readonly n: number; readonly item: Item }[] = []
  const note = (
    n: number,
    row: Pick<OutboxRow, 'id' | 'body' | 'sig' | 'payload'>,
    more: Pick<Item, 'row' | 'was'>,
  ) => {
    const body = parseBody(row.body)
    if (!body.ok) return
    const kept = { id: must(fromHex(row.id)), body: row.body, sig: row.sig, sealed: row.payload }
    out.push({ n, item: { ...more, id: row.id, kept, body: body.value, needs: needsOf(body.value) } })
  }
  for (const row of await db.outbox.toArray()) note(row.n ?? 0, row, { row })
  for (const { entries } of await db.bulk.toArray()) for (const row of entries) note(row.n, row, { was: row })
  return out.sort((a, b) => a.n - b.n).map(({ item }) => item)
}
