import { hex } from '../../shared/base/bytes.ts'
import { parseBody } from '../../shared/ledger/index.ts'
import type { OutboxRow } from './database.ts'

/**
 * The rows in an order in which they can be sent and judged: each after the one before it in its device's chain (N3), and after those that
 * it was based on (X5). What claimed times say otherwise counts for nothing; else the order stays as it is.
 */
export function inOrderOfNeed(rows: readonly OutboxRow[]): OutboxRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const out = new Set<OutboxRow>()
  const visit = (row: OutboxRow) => {
    // Taken out first: entries cannot need each other, but bytes from a disk might say so.
    if (!byId.delete(row.id)) return
    for (const id of needsOf(row)) {
      const other = byId.get(id)
      if (other !== undefined) visit(other)
    }
    out.add(row)
  }
  for (const row of rows) visit(row)
  return [...out]
}

function needsOf(row: OutboxRow): string[] {
  const entry = parseBody(row.body)
  if (!entry.ok) return []
  const { prev, subj } = entry.value
  return [...(prev === null ? [] : [prev]), ...subj.flatMap(({ heads }) => heads)].map(hex)
}
