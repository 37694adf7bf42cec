import type { CaseEntry, ReplicaDatabase } from '../database.ts'

/** Rows of cases by the positions at which they were opened, in no order; those that are not there are left out. */
export async function casesAt(db: ReplicaDatabase, orders: readonly number[]): Promise<CaseEntry[]> {
  if (orders.length === 0) return []
  const first = Math.min(...orders)
  const last = Math.max(...orders)
  // Close together: one read of all between is quicker than one for each.
  if (last - first < orders.length * 8) {
    const wanted = new Set(orders)
    const rows = await db.cases.where('order').between(first, last, true, true).toArray()
    return rows.filter(({ order }) => wanted.has(order))
  }
  const rows = await db.transaction('r', db.cases, () =>
    Promise.all(orders.map((order) => db.cases.where('order').equals(order).first())),
  )
  return rows.filter((row) => row !== undefined)
}
