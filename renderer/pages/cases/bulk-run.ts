import type { Code } from '../../../shared/base/codes.ts'
import type { Failure } from '../../../shared/base/result.ts'
import type { Replica } from '../../replica/api.ts'

/** What has become of one case: nothing yet, signed and kept as this entry, refused with its reason, or left alone because the run ended before it. */
export type Became =
  | { readonly state: 'waits' | 'runs' | 'left' }
  | { readonly state: 'signed'; readonly entry: string }
  | { readonly state: 'refused'; readonly failure: Failure }

/** After these the next one would only fail the same way. */
const ENDS_ALL: readonly Code[] = [
  'vault-locked',
  'vault-damaged',
  'journal-damaged',
  'disk-full',
  'disk-failed',
  'key-revoked',
  'key-frozen',
  'internal',
]

/**
 * Takes the same act on one case after the other, each signed and kept by itself: there is no signature over all of them. `stopped` is asked before each; what
 * has been signed stays. Tells what has become of each, and answers the failure that ended it early, if one did.
 */
export async function runBulk(
  replica: Pick<Replica, 'act'>,
  ids: readonly string[],
  act: { readonly action: string; readonly reason: string | null },
  tell: (id: string, became: Became) => void,
  stopped: () => boolean,
): Promise<Failure | null> {
  for (const [i, id] of ids.entries()) {
    if (stopped()) {
      leave(ids.slice(i), tell)
      return null
    }
    tell(id, { state: 'runs' })
    const answer = await replica.act({ case: id, ...act })
    if (answer.ok) {
      tell(id, { state: 'signed', entry: answer.value.entry })
      continue
    }
    tell(id, { state: 'refused', failure: answer })
    if (!ENDS_ALL.includes(answer.code)) continue
    leave(ids.slice(i + 1), tell)
    return answer
  }
  return null
}

function leave(ids: readonly string[], tell: (id: string, became: Became) => void): void {
  for (const id of ids) tell(id, { state: 'left' })
}
