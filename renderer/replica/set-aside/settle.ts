import type { Failure, Result } from '../../../shared/base/result.ts'
import { ok } from '../../../shared/base/result.ts'
import { isVoid } from '../../../shared/contract/index.ts'
import type { BulkList } from '../bulk/bulk-list.ts'
import type { OutcomeRow, ReplicaDatabase, SettledRow } from '../database.ts'
import { asStoreFailure } from '../store-failure.ts'

/** Somebody has dealt with it: it is off the list, is never sent by itself any more, and can be put back. */
export async function settle(db: ReplicaDatabase, row: SettledRow): Promise<Result<null>> {
  try {
    await db.settled.put(row)
    return ok(null)
  } catch (error) {
    return asStoreFailure(error)
  }
}

export async function unsettle(db: ReplicaDatabase, id: string): Promise<Result<null>> {
  try {
    await db.settled.delete(id)
    return ok(null)
  } catch (error) {
    return asStoreFailure(error)
  }
}

/** Failures after which the journal may hold what was signed all the same. */
const LEFT_OPEN: ReadonlySet<Failure['code']> = new Set<Failure['code']>(['disk-full', 'disk-failed', 'internal'])

/**
 * Signs something in place of what was set aside. That is put away first: whatever happens in between, the two are never both sent. Where nothing was
 * signed it comes back to the list.
 */
export async function inPlaceOf<T extends { readonly case: string }>(
  db: ReplicaDatabase,
  old: SettledRow | null,
  sign: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (old === null) return sign()
  const put = await settle(db, old)
  if (!put.ok) return put
  const signed = await sign()
  if (signed.ok) await settle(db, { ...old, instead: signed.value.case })
  else if (!LEFT_OPEN.has(signed.code)) await unsettle(db, old.id)
  return signed
}

/** Sealed entries without effect that concern this office or whoever is signed in: those of the office, their own in gov, and what nobody here knows. */
export async function voidRows(db: ReplicaDatabase, office: string, person: string): Promise<OutcomeRow[]> {
  return db.outcomes
    .filter(
      ({ scope, outcome, by }) =>
        isVoid(outcome) &&
        (scope === office || (scope === 'gov' && (by === person || outcome === 'void(not-understood)'))),
    )
    .toArray()
}

export async function settledIds(db: ReplicaDatabase): Promise<Set<string>> {
  return new Set(await db.settled.toCollection().primaryKeys())
}

/** How many wait for somebody: the one figure for light, navigation, desk and page. */
export async function countAside(db: ReplicaDatabase, list: BulkList, office: string, person: string): Promise<number> {
  const settled = await settledIds(db)
  const own = await db.outbox.filter(({ id, standing }) => standing === 'set-aside' && !settled.has(id)).count()
  const voids = (await voidRows(db, office, person)).filter(({ id }) => !settled.has(id)).length
  const put = [...settled].filter((id) => list.get(id)?.standing === 'set-aside').length
  return own + voids + list.counts['set-aside'] - put
}
