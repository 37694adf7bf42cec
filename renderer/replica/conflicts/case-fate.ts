import { equal, hex } from '../../../shared/base/bytes.ts'
import { seenBy } from '../../../shared/contract/history.ts'
import type { Decided } from '../../../shared/contract/index.ts'
import type { CaseFate } from './decision-api.ts'
import { findTouch } from './foresee.ts'
import { caseOf, type Desk, type Placed } from './ground.ts'

/** What a decision means for each of these cases: by what it adopted, refused and undid, not by how the case stands now. */
export async function fatesOf(
  desk: Desk,
  ids: readonly string[],
  cases: readonly string[],
  decided: Decided,
): Promise<Map<string, CaseFate>> {
  const place = async (entries: readonly Uint8Array[]) => {
    const found = await Promise.all(entries.map((entry) => findTouch(desk, ids, entry)))
    return found.filter((one) => one !== null)
  }
  const [adopts, refuses, undoes, stands] = [
    await place(decided.adopts),
    await place(decided.refuses),
    await place(decided.undoes),
    await place(decided.stands),
  ]
  const out = new Map<string, CaseFate>()
  for (const id of cases) {
    const has = (of: readonly Placed[]) => of.some((one) => caseOf(one) === id)
    const [won, lost, gone, stays] = [has(adopts), has(refuses), has(undoes), has(stands)]
    if (decided.choice === 'reopen') out.set(id, 'open')
    else if ((won || stays) && (lost || gone)) out.set(id, 'divided')
    else if (won) out.set(id, 'adopted')
    else if (gone) out.set(id, (await isBuiltUpon(desk, ids, id, undoes)) ? 'consequence' : 'undone')
    else if (lost) out.set(id, 'refused')
    else out.set(id, stays ? 'kept' : 'untouched')
  }
  return out
}

/** Was the first thing that is undone of a case done upon what is undone of another? */
async function isBuiltUpon(desk: Desk, ids: readonly string[], id: string, undoes: readonly Placed[]) {
  const own = undoes.filter((one) => caseOf(one) === id).sort((a, b) => a.touch.at - b.touch.at)[0]
  if (own === undefined) return false
  const others = undoes.filter((one) => caseOf(one) !== id).map((one) => hex(one.touch.id))
  for (const on of ids) {
    const log = (await desk.records.get(on))?.log ?? []
    const here = log.find((touch) => equal(touch.id, own.touch.id))
    const seen = here === undefined ? null : seenBy(log, here.heads)
    if (seen !== null && others.some((one) => seen.has(one))) return true
  }
  return false
}
