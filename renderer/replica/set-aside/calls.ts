import { hex } from '../../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import type { ReplicaDatabase, SettledRow } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Unsealer } from '../unseal.ts'
import { planAgain, signStopped, toBeSent } from './again.ts'
import type { AsideCalls, AsideContent } from './api.ts'
import { type AsideDesk, asideOne, filesIn, formOf, valuesIn } from './ground.ts'
import { listAside } from './list.ts'
import { asidePaper } from './paper.ts'
import { settle, unsettle } from './settle.ts'

interface On {
  readonly db: ReplicaDatabase
  readonly bridge: Bridge
  readonly unsealer: Unsealer
  now(): Snapshot
  clock(): number
  inTurn<T>(task: () => Promise<Result<T>>): Promise<Result<T>>
  /** Takes up what main has signed, and shows it. */
  taken(): Promise<Result<null>>
  /** What is shown has changed. */
  changed(): Promise<unknown>
  sync(): Promise<void>
}

/** The calls about things that were set aside. */
export function asideCalls(on: On): AsideCalls {
  const { db, bridge, unsealer } = on
  const desk = (): AsideDesk => ({ db, now: on.now(), unsealer, clock: on.clock() })
  const then = async (done: Promise<Result<null>>) => {
    const result = await done
    if (result.ok) await on.changed()
    return result
  }
  return {
    aside: () => listAside(desk()),
    asideContent: (entry) => contentOf(desk(), entry),
    async sendAgain(entry) {
      const put = await on.inTurn(() => toBeSent(db, on.now().bulk, [entry]))
      if (!put.ok) return put
      await on.changed()
      const rowNow = async () => (await db.outbox.get(entry)) ?? (await on.now().bulk.row(entry))
      await on.sync()
      // A run that was under way has passed it by.
      if ((await rowNow())?.standing === 'saved') await on.sync()
      const row = await rowNow()
      return ok({ entry, standing: row?.standing ?? 'sealed', code: row?.code ?? null })
    },
    signAgain: (refused) =>
      on.inTurn(async () => {
        const { bulk, person } = on.now()
        const plan = await planAgain(db, bulk, person.key, new Set(refused))
        return signStopped(bridge, bulk, plan, () => on.taken())
      }),
    settleAside: ({ entry, instead }) => then(settle(db, settledBy(on, entry, instead))),
    unsettleAside: (entry) => then(unsettle(db, entry)),
    asidePaper: ({ entry, lang }) => asidePaper(desk(), entry, lang),
  }
}

/** Dealt with by whoever is signed in, now. */
export function settledBy(on: Pick<On, 'now' | 'clock'>, id: string, instead: string | null): SettledRow {
  return { id, at: on.clock(), by: on.now().person.id, instead }
}

async function contentOf(desk: AsideDesk, entry: string): Promise<Result<AsideContent>> {
  const one = await asideOne(desk, entry)
  if (one === null) return fail('not-found', entry)
  const form = await formOf(desk, one)
  if (form === null || one.body.case === null) return fail('wrong-shape', one.body.kind)
  const values = await valuesIn(desk, one, form)
  if (!values.ok) return values
  const { said, definition, action, record } = form
  const attachments = filesIn(one, form)
  const gone = [...Object.entries(said.fields), ...Object.entries(said.sealed)]
  return ok({
    ...{ entry, action, attachments, values: values.value, case: one.body.case },
    kind: record === null ? 'file' : 'act',
    service: definition.code,
    version: definition.version,
    reason: 'reason' in said ? (said.reason ?? '') : '',
    takenBack: gone.flatMap(([name, value]) => (value === null ? [name] : [])),
    materials: said.materials.map(({ id, copies, original, files }) => ({
      ...{ id, copies, original },
      files: attachments.filter(({ hash }) => files.some((h) => hex(h) === hash)),
    })),
  })
}
