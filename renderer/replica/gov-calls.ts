import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Draft } from '../../shared/bridge.ts'
import { govKey, type ServiceFact } from '../../shared/contract/index.ts'
import type { ReplicaDatabase } from './database.ts'
import type { GovCalls, Governance } from './gov-api.ts'
import { draftGov } from './gov-draft.ts'
import { GovLog, pendingOf, waitingLines } from './gov-log.ts'
import { numbersOf } from './gov-numbers.ts'
import { peopleOf, policiesOf, seriesOf, servicesOf, signersOf } from './gov-view.ts'
import type { Snapshot } from './snapshot.ts'

/** Log lines that one answer brings at most. */
const MOST_LINES = 500

/**
 * The calls about gov. All of them speak of gov as it will be once this desktop's own entries are sealed: each says which those are. `keep` signs
 * and keeps what `draft` makes once its turn has come.
 */
export function govCalls(
  db: ReplicaDatabase,
  now: () => Snapshot,
  keep: (draft: () => Result<Draft>) => Promise<Result<{ readonly entry: string }>>,
): GovCalls {
  const log = new GovLog(db)
  return {
    governance: async () => ok(await governance(db, now(), log)),
    definition: async ({ code, version }) => {
      const { gov } = now().govWaiting
      const service = servicesOf(gov).find((one) => one.code === code && one.version === version)
      const fact = gov.get(govKey.service(code, version)) as unknown as ServiceFact | undefined
      if (service === undefined || fact === undefined) return fail('unknown-service', `${code} ${version}`)
      const about = govKey.service(code, version)
      const lines = await log.lines(now())
      const newest = gov.services(Number.MAX_SAFE_INTEGER).find((one) => one.code === code)?.version ?? null
      return ok({
        ...service,
        definition: fact.definition,
        inForce: newest === version ? null : newest,
        entries: [...lines, ...waitingLines(now())].filter((one) => one.about === about),
      })
    },
    govLog: async ({ kinds, limit }) => {
      const lines = await log.lines(now())
      const wanted = kinds.length === 0 ? lines : lines.filter((one) => kinds.includes(one.kind))
      return ok(wanted.slice(-Math.min(limit, MOST_LINES)).reverse())
    },
    govern: (act) => keep(() => draftGov(now(), act)),
  }
}

async function governance(db: ReplicaDatabase, now: Snapshot, log: GovLog): Promise<Governance> {
  const { gov } = now.govWaiting
  const author = gov.author(now.person.key, now.height)
  const registrar = author?.roles.includes('registrar') === true && author.scopes.includes('gov')
  return {
    may: registrar && author.key.revoked === null,
    signers: signersOf(gov),
    ...peopleOf(gov),
    services: servicesOf(gov),
    series: seriesOf(gov),
    numbers: await numbersOf(db, now),
    policies: policiesOf(gov),
    pending: pendingOf(now, await log.lines(now)),
  }
}
