import { compareText, equal, hex } from '../../../shared/base/bytes.ts'
import { ok, type Result } from '../../../shared/base/result.ts'
import { isRevoked } from '../../../shared/contract/index.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import { namesOfCase } from '../../app/parties.ts'
import { definitionOf, numberOf, titleOf } from '../case-views.ts'
import type { OutcomeRow, ReplacedRow, SettledRow } from '../database.ts'
import { findCase, memberName } from '../snapshot.ts'
import { placesOf, type SealedPlaces } from '../unseal.ts'
import { maySend, planAgain } from './again.ts'
import type { AsideList, AsideRow, Stopped } from './api.ts'
import { type Aside, type AsideDesk, type Form, formOf, placesIn, refusedOne, voidOne } from './ground.ts'
import { groupOfCode, groupOfOutcome } from './reasons.ts'
import { countAside, voidRows } from './settle.ts'

const LISTED = 300
const SETTLED_LISTED = 100

/** Everything that was set aside for this office, with what can be done about it. */
export async function listAside(desk: AsideDesk): Promise<Result<AsideList>> {
  const { db, now } = desk
  const settled = new Map((await db.settled.toArray()).map((row) => [row.id, row]))
  const voids = await voidRows(db, now.office, now.person.id)
  const found = await foundIn(desk, voids)
  const open = found.filter(({ id }) => !settled.has(id)).slice(0, LISTED)
  const closed = found
    .filter(({ id }) => settled.has(id))
    .sort((a, b) => (settled.get(b.id)?.at ?? 0) - (settled.get(a.id)?.at ?? 0))
    .slice(0, SETTLED_LISTED)
  const stopped = await stoppedNow(desk)
  const rows = await rowsOf(desk, await allOf(desk, [...open, ...closed]), settled, stopped.ended !== null)
  return ok({
    rows: rows.filter((row) => row.settled === null),
    settled: rows.filter((row) => row.settled !== null),
    count: await countAside(db, now.bulk.list, now.office, now.person.id),
    stopped,
  })
}

interface Found {
  readonly id: string
  readonly time: number
  readonly row: OutcomeRow | null
}

/** The newest first, of the imported only as many as could be listed. */
async function foundIn({ db, now }: AsideDesk, voids: readonly OutcomeRow[]): Promise<Found[]> {
  const own = await db.outbox.filter(({ standing }) => standing === 'set-aside').toArray()
  const refused: Found[] = own.sort((a, b) => (b.n ?? 0) - (a.n ?? 0)).map(({ id }) => ({ id, time: 0, row: null }))
  let imported = 0
  for (const { id, standing, time } of now.bulk.list.newestFirst()) {
    if (standing !== 'set-aside') continue
    refused.push({ id, time, row: null })
    if (++imported === LISTED) break
  }
  const sealed = [...voids]
    .sort((a, b) => b.time - a.time || compareText(a.id, b.id))
    .map((row): Found => ({ id: row.id, time: row.time, row }))
  return [...refused, ...sealed]
}

async function allOf(desk: AsideDesk, found: readonly Found[]): Promise<Aside[]> {
  const out: Aside[] = []
  for (const { id, row } of found) {
    const one = row === null ? await refusedOne(desk, id) : await voidOne(desk, row)
    if (one !== null) out.push(one)
  }
  return out
}

async function rowsOf(
  desk: AsideDesk,
  all: readonly Aside[],
  settled: ReadonlyMap<string, SettledRow>,
  ended: boolean,
): Promise<AsideRow[]> {
  const { db, now, unsealer } = desk
  const forms = new Map<string, Form>()
  const places = new Map<string, SealedPlaces>()
  for (const one of all) {
    const form = await formOf(desk, one)
    if (form === null) continue
    forms.set(one.id, form)
    // The people of a case are those of its filing.
    places.set(one.id, form.record === null ? placesIn(one, form) : placesOf(form.record))
  }
  const opened = await unsealer.values(now, places)
  const replaced = await db.replaced.toArray()
  const rows: AsideRow[] = []
  for (const one of all) {
    const form = forms.get(one.id) ?? null
    const fields = form?.record?.fields ?? form?.said.fields ?? {}
    const values = { ...fields, ...opened.get(one.id) }
    const people = form === null ? [] : namesOfCase(form.definition, values as Parameters<typeof namesOfCase>[1])
    rows.push({
      ...(await rowOf(desk, one, form, replaced, ended)),
      people,
      settled: settledOf(desk, settled.get(one.id)),
    })
  }
  return rows
}

function settledOf({ now }: AsideDesk, row: SettledRow | undefined): AsideRow['settled'] {
  return row === undefined ? null : { at: row.at, byName: memberName(now, row.by), instead: row.instead }
}

async function rowOf(
  { db, now }: AsideDesk,
  one: Aside,
  form: Form | null,
  replaced: readonly ReplacedRow[],
  ended: boolean,
): Promise<Omit<AsideRow, 'people' | 'settled'>> {
  const { id, body, code, sealed } = one
  const mine = equal(body.key, now.person.key)
  const author = now.gov.author(body.key, now.height)
  const group = sealed === null ? groupOfCode(code) : groupOfOutcome(sealed.outcome, body.kind)
  const record = body.case === null ? null : await findCase(db, now, body.case)
  const known = record === null ? null : definitionOf(now, record)
  const definition = form?.definition ?? known
  const rule = /^void\(rule:(.*)\)$/.exec(sealed?.outcome ?? '')?.[1]
  return {
    ...{ entry: id, group, kind: body.kind, case: body.case, mine, time: body.time, code },
    title: titleIn(one, form, () => titleOf(now, record, actIn(one))),
    service: definition?.title ?? null,
    number: body.case === null ? null : numberOf(body.case),
    open: record !== null,
    byName: memberName(now, sealed?.by ?? author?.member ?? hex(body.key).slice(0, 8)),
    outcome: sealed?.outcome ?? null,
    rule: definition?.rules.find((of) => of.id === rule)?.message ?? null,
    papers: papersIn(form),
    correct: form !== null && group !== 'stopped' && group !== 'look' && group !== 'update' && !ended,
    again: sealed === null && maySend(body, code, replaced),
  }
}

const actIn = ({ body }: Aside) => (typeof body.data['action'] === 'string' ? body.data['action'] : body.kind)

function titleIn({ body }: Aside, form: Form | null, ofAct: () => Text): Text | null {
  if (body.kind !== 'file' && body.kind !== 'act') return null
  const action = form?.definition.workflow.actions.find((one) => one.name === form.action)
  return action?.title ?? ofAct()
}

/** A slip is there for every filing, a notice for an act that has one; a certificate only of what has taken effect. */
function papersIn(form: Form | null): AsideRow['papers'] {
  if (form === null) return []
  const { definition, action } = form
  const notices = definition.outputs.notices
  const notice = Object.hasOwn(notices, action) ? notices[action] : undefined
  return [
    ...(action === 'file' ? [{ kind: 'slip' as const, title: null }] : []),
    ...(notice === undefined ? [] : [{ kind: `notice-${action}` as const, title: notice.title }]),
  ]
}

async function stoppedNow({ db, now }: AsideDesk): Promise<Stopped> {
  const { bulk, person } = now
  const plan = await planAgain(db, bulk, person.key)
  const refused = plan.chains.flatMap((one) => one.refused.filter(({ bytes }) => bytes > 0).map(({ id }) => id))
  const settled = new Set(await db.settled.toCollection().primaryKeys())
  const asked = refused.filter((id) => !settled.has(id))
  const all = await planAgain(db, bulk, person.key, new Set(asked))
  const size = (of: typeof plan, part: 'free' | 'bound') => of.chains.reduce((sum, one) => sum + one[part].length, 0)
  const own = now.gov.author(person.key, now.height)
  const revoked = own !== null && isRevoked(own.key, now.height)
  return {
    free: size(plan, 'free'),
    bound: size(plan, 'bound'),
    refused: asked,
    withRefused: size(all, 'free'),
    others: plan.others.map((key) => memberName(now, ownerOf(now, key))),
    ended: plan.ended ?? (revoked ? 'key-revoked' : null),
  }
}

function ownerOf(now: AsideDesk['now'], key: string): string {
  const known = now.site.people.find((one) => hex(one.key) === key)
  return known?.id ?? key.slice(0, 8)
}
