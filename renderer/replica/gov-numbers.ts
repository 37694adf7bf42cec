import { hex } from '../../shared/base/bytes.ts'
import { isMap } from '../../shared/base/shape.ts'
import { isRevoked, type NumbersFact } from '../../shared/contract/index.ts'
import { numbersId } from '../../shared/contract/numbers.ts'
import type { ReplicaDatabase } from './database.ts'
import type { GovNumbers } from './gov-api.ts'
import { nameOf } from './gov-view.ts'
import { findSubject, type Snapshot } from './snapshot.ts'

/**
 * [N10] Every series of every office with its blocks, those that are on their way to gov among them. How far they are used stands in the register
 * of the office, and so is known here for one's own office alone.
 */
export async function numbersOf(db: ReplicaDatabase, now: Snapshot): Promise<GovNumbers[]> {
  const { gov } = now.govWaiting
  const out: GovNumbers[] = []
  for (const [key, value] of gov.entries()) {
    if (!key.startsWith('numbers/')) continue
    const name = key.slice('numbers/'.length)
    // The code of an office may have slashes, a series has none.
    const at = name.lastIndexOf('/')
    const [office, series] = [name.slice(0, at), name.slice(at + 1)]
    const { blocks } = value as unknown as NumbersFact
    out.push({
      office,
      series,
      blocks: blocks.map(({ key: id, from, to, at: height }) => {
        const fact = gov.key(id)
        const owner = fact === null ? { id: '', name: hex(id).slice(0, 8) } : nameOf(gov, fact.owner)
        return { key: hex(id), owner, revoked: fact !== null && isRevoked(fact, now.height), from, to, at: height }
      }),
      given: office === now.office ? await givenIn(db, now, series, blocks) : null,
    })
  }
  return out.sort((a, b) => (`${a.office} ${a.series}` < `${b.office} ${b.series}` ? -1 : 1))
}

type Given = NonNullable<GovNumbers['given']>[string]

async function givenIn(
  db: ReplicaDatabase,
  now: Snapshot,
  series: string,
  blocks: NumbersFact['blocks'],
): Promise<Record<string, Given>> {
  const out: Record<string, Given> = {}
  for (const { key } of blocks) {
    const name = hex(key)
    if (Object.hasOwn(out, name)) continue
    const record = await findSubject(db, now, numbersId(now.office, series, key))
    const { period, n } = record?.fields ?? {}
    if (typeof period === 'string' && typeof n === 'number') out[name] = { period, n }
  }
  // What waits here counts, also where it was refused: it may stand on a paper.
  for (const { entry } of now.overlay.waiting) {
    const given = entry.data['number']
    if (!isMap(given) || given['series'] !== series) continue
    const { period, n } = given
    if (typeof period !== 'string' || typeof n !== 'number') continue
    const one = { period, n }
    const name = hex(entry.key)
    const last = Object.hasOwn(out, name) ? out[name] : undefined
    if (last === undefined || one.period > last.period || (one.period === last.period && one.n > last.n))
      out[name] = one
  }
  return out
}
