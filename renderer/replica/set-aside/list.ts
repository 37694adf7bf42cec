import { compareText, equal, fromHex, hex } from '../../../shared/base/bytes.ts'
import { must, ok, type Result } from '../../../shared/base/result.ts'
import { isRevoked } from '../../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { namesOfCase } from '../../app/parties.ts'
import { definitionOf, numberOf, titleOf } from '../case-views.ts'
import type { OutcomeRow, ReplacedRow, SettledRow } from '../database.ts'
import { findCase, memberName } from '../snapshot.ts'
import { placesOf, type SealedPlaces } from '../unseal.ts'
import { maySend, planAgain } from './again.ts'
import type { AsideList, AsideRow, Stopped } from './api.ts'
import { type Aside, type AsideDesk, type Form, formOf, placesIn, refusedOne, voidOne } from './ground.ts'
import { groupOfCode, groupOfOutcome } from './reasons.ts'
import { countAside, settledIds, voidRows } from './settle.ts'

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
  // An act on a case that was never opened is known by the filing that was to open it, which was set aside too.
  const openings = new Map(all.flatMap((one) => (one.body.kind === 'file' ? [[one.body.case, one.id]] : [])))
  const replaced = await db.replaced.toArray()
  const rows: AsideRow[] = []
  for (const one of all) {
    const form = forms.get(one.id) ?? null
    const opening = form === null && one.body.kind === 'act' ? openings.get(one.body.case) : undefined
    const of = opening ?? one.id
    const shown = forms.get(of) ?? null
    const fields = shown?.record?.fields ?? shown?.said.fields ?? {}
    const values = { ...fields, ...opened.get(of) }
    const people = shown === null ? [] : namesOfCase(shown.definition, values as Parameters<typeof namesOfCase>[1])
    rows.push({
      ...(await rowOf(desk, one, form, shown?.definition ?? null, replaced, ended)),
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
  given: ServiceDefinition | null,
  replaced: readonly ReplacedRow[],
  ended: boolean,
): Promise<Omit<AsideRow, 'people' | 'settled'>> {
  const { id, body, code, sealed } = one
  const mine = equal(body.key, now.person.key)
  const author = now.gov.author(body.key, now.height)
  const group = sealed === null ? groupOfCode(code, body.kind) : groupOfOutcome(sealed.outcome, body.kind)
  const record = body.case === null ? null : await findCase(db, now, body.case)
  const definition = given ?? (record === null ? null : definitionOf(now, record))
  const act = typeof body.data['action'] === 'string' ? body.data['action'] : body.kind
  const isAct = body.kind === 'file' || body.kind === 'act'
  const title = definition?.workflow.actions.find((of) => of.name === act)?.title
  const { subject } = body.data
  const decides = body.kind === 'resolve' && typeof subject === 'string' ? subject : null
  const named = body.case ?? decides
  const rule = /^void\(rule:(.*)\)$/.exec(sealed?.outcome ?? '')?.[1]
  return {
    ...{ entry: id, group, kind: body.kind, case: body.case, mine, time: body.time, code },
    title: isAct ? (title ?? titleOf(now, record, act)) : null,
    service: definition?.title ?? null,
    decides,
    number: named === null ? null : numberOf(named),
    open: record !== null,
    byName: memberName(now, sealed?.by ?? author?.member ?? hex(body.key).slice(0, 8)),
    outcome: sealed?.outcome ?? null,
    rule: definition?.rules.find((of) => of.id === rule)?.message ?? null,
    papers: isAct && definition !== null ? papersIn(definition, act) : [],
    correct: form !== null && group !== 'stopped' && group !== 'look' && group !== 'update' && !ended,
    again: sealed === null && maySend(body, code, replaced),
  }
}

/** A slip is there for every filing, a notice for an act that has one; a certificate only of what has taken effect. */
function papersIn({ outputs: { notices } }: ServiceDefinition, action: string): AsideRow['papers'] {
  const notice = Object.hasOwn(notices, action) ? notices[action] : undefined
  return [
    ...(action === 'file' ? [{ kind: 'slip' as const, title: null }] : []),
    ...(notice === undefined ? [] : [{ kind: `notice-${action}` as const, title: notice.title }]),
  ]
}

async function stoppedNow({ db, now }: AsideDesk): Promise<Stopped> {
  const { bulk, person } = now
  const plan = await planAgain(db, bulk, person.key)
  const settled = await settledIds(db)
  const asked = plan.chains.flatMap((one) => one.refused.map(({ id }) => id)).filter((id) => !settled.has(id))
  const all = await planAgain(db, bulk, person.key, new Set(asked))
  const size = (of: typeof plan, part: 'free' | 'bound') => of.chains.reduce((sum, one) => sum + one[part].length, 0)
  const own = now.gov.author(person.key, now.height)
  const revoked = own !== null && isRevoked(own.key, now.height)
  return {
    free: size(plan, 'free'),
    bound: size(plan, 'bound'),
    refused: asked,
    withRefused: size(all, 'free'),
    others: [...new Set(plan.others.flatMap((key) => ownerOf(now, key)))].map((id) => memberName(now, id)),
    ended: plan.ended ?? (revoked ? 'key-revoked' : null),
  }
}

/** Nobody can sign again with a key that has been revoked. */
function ownerOf({ gov, height }: AsideDesk['now'], key: string): string[] {
  const author = gov.author(must(fromHex(key)), height)
  return author === null || isRevoked(author.key, height) ? [] : [author.member]
}
