import { compare, equal, hex } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { inEffect } from '../../../shared/contract/history.ts'
import type {
  CaseRecord,
  Dispute,
  LedgerRecord,
  ResolveData,
  SubjectRecord,
  Touch,
} from '../../../shared/contract/index.ts'
import { isCase, isVoid, judgeScope, recordsToName, sideOf } from '../../../shared/contract/index.ts'
import { isField } from '../../../shared/contract/pieces.ts'
import { foreseeResolve } from '../../../shared/contract/resolve.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import type { Body, Value } from '../../../shared/ledger/index.ts'
import { definitionOf, numberOf, titleOf } from '../case-views.ts'
import type { Consequence, Seen } from './api.ts'
import { caseOf, type Desk, type Placed, portion } from './ground.ts'

/** A decision before it is signed. */
export interface Proposed {
  readonly subject: string
  readonly disputes: readonly Dispute[]
  readonly choice: ResolveData['choice']
  readonly adopt: Uint8Array | null
  readonly set: ResolveData['set']
  readonly commit: Uint8Array | null
}

type Subj = Body['subj']
export type After = ReadonlyMap<string, LedgerRecord>

/** What a decision comes to once all have signed it. */
export interface Outcome {
  readonly refused: string | null
  readonly subj: Subj
  readonly after: After
  /** The disputes that it decides, and how. */
  readonly about: readonly Dispute[]
  readonly choice: Proposed['choice']
}

/** It would undo more than one decision may, or an earlier decision. */
const TOO_MUCH = 'void(dispute)'
const NO_ID = new Uint8Array(32)

/** The disputes that one decision is about: all of them, as far as it may name so many, and the records that change with them. */
export async function disputesFor(
  desk: Desk,
  disputes: readonly Dispute[],
  adopt: Uint8Array | null,
): Promise<Dispute[]> {
  const own = await ownSide(desk, disputes, adopt)
  for (let most = LIMITS.disputesPerDecision; ; most--) {
    const about = portion(disputes, own ?? [], most)
    if (about.length <= Math.max(1, own?.length ?? 0) || (await fits(desk, about, adopt))) return about
  }
}

/** The entry to be adopted with all that it builds upon; null when that is not among these disputes. */
export async function ownSide(
  desk: Desk,
  disputes: readonly Dispute[],
  adopt: Uint8Array | null,
): Promise<Dispute[] | null> {
  const named = (read: (id: string) => LedgerRecord | undefined) => ({ get: read, has: () => true })
  const side = await desk.records.settle((read) => sideOf({ disputes, named: named(read) }, adopt))
  return side === 'dispute' ? null : side
}

/** What cannot be decided at all fits: why not is said where it is judged. */
async function fits(desk: Desk, about: readonly Dispute[], adopt: Uint8Array | null): Promise<boolean> {
  const wanted = await recordsFor(desk, about, adopt)
  return typeof wanted === 'string' || wanted.length <= LIMITS.subjectsPerEntry
}

function recordsFor(
  { now: { gov, height: h }, records }: Desk,
  disputes: readonly Dispute[],
  adopt: Uint8Array | null,
) {
  return records.settle((read) => recordsToName({ gov, h, disputes }, read, adopt))
}

/** Judges a decision on a copy, by the ledger's own rules, whoever would sign it. */
export async function foresee(desk: Desk, one: Proposed): Promise<Outcome> {
  const { now, records } = desk
  const { gov, height: h } = now
  const { disputes: about, choice } = one
  const wanted = await recordsFor(desk, about, one.adopt)
  const much = about.length > LIMITS.disputesPerDecision
  if (much || typeof wanted === 'string' || wanted.length > LIMITS.subjectsPerEntry) {
    return { refused: TOO_MUCH, subj: [], after: new Map(), about, choice }
  }
  const subj = await basedOn(desk, wanted)
  const author = gov.author(now.person.key, h)
  if (author === null) return { refused: 'void(unknown-key)', subj, after: new Map(), about, choice }
  const body = bodyFor(desk, one, subj)
  const at = now.state.frontier.size
  const verdict = await records.settle((read) =>
    foreseeResolve(body, NO_ID, { gov, author, read, scope: now.office, h, t: desk.clock, again: false }, at),
  )
  const after = new Map([...verdict.changes].map(([id, value]) => [id, value as unknown as LedgerRecord]))
  return { refused: isVoid(verdict.outcome) ? verdict.outcome : null, subj, after, about, choice }
}

/** Why whoever is signed in may not sign it, as an outcome; null when they may. */
export async function barredFrom(desk: Desk, one: Proposed, subj: Subj): Promise<string | null> {
  const { now, clock } = desk
  const body = bodyFor(desk, one, subj)
  const place = { scope: now.office, at: now.state.frontier.size, h: now.height, t: clock }
  const { outcome } = await desk.records.settle((read) => judgeScope(now.gov, read, body, NO_ID, place))
  return isVoid(outcome) ? outcome : null
}

export async function basedOn(desk: Desk, ids: readonly string[]): Promise<Subj> {
  const subj: Subj = []
  for (const id of ids) subj.push({ id, heads: [...((await desk.records.get(id))?.heads ?? [])] })
  return subj
}

function bodyFor({ now, clock }: Desk, one: Proposed, subj: Subj): Body {
  const data = resolveDataOf(one, subj, { ground: 'other', reason: '-', recall: [] })
  return {
    ...{ v: 1, net: now.site.net, kind: 'resolve', scope: [now.office], key: now.person.key, epoch: 0, seq: 0 },
    ...{ prev: null, time: clock, case: null, subj, data, commit: one.commit, att: [] },
  }
}

/** [X6] The data of the entry. */
export function resolveDataOf(
  { subject, disputes, choice, adopt, set }: Proposed,
  subj: Subj,
  why: Pick<ResolveData, 'ground' | 'reason' | 'recall'>,
): Body['data'] {
  const heads = subj.find(({ id }) => id === subject)?.heads ?? []
  const ids = disputes.map(({ id }) => id).sort(compare)
  return { subject, heads, choice, disputes: ids, adopt, set, ...why } as unknown as { [key: string]: Value }
}

export function seenOf(subj: Subj): Seen {
  return subj.map(({ id, heads }) => ({ id, heads: heads.map(hex) }))
}

/** What becomes of every record, of which acts are undone and which take effect: the same in words on screen and on paper. */
export async function consequencesOf(
  desk: Desk,
  one: Outcome,
  { signers, cases }: { readonly signers: number; readonly cases: readonly string[] },
  find: (entry: Uint8Array) => Promise<Placed | null>,
): Promise<Consequence[]> {
  const { now } = desk
  const { after } = one
  const out: Consequence[] = []
  const decided = [...after.values()].map((record) => record.log.at(-1)?.decided).find((one) => one !== undefined)
  const acts = async (kind: 'adopted' | 'undone' | 'notTaken', ids: readonly Uint8Array[]) => {
    for (const id of ids) {
      const placed = await find(id)
      if (placed === null) continue
      const of = caseOf(placed)
      const owner = of === null ? undefined : await desk.records.get(of)
      const what = titleOf(now, owner !== undefined && isCase(owner) ? owner : null, placed.touch.act)
      const at = owner !== undefined && isCase(owner) ? owner : null
      const registers = at !== null && !placed.touch.held && isEffective(desk, at, placed.touch)
      out.push({ kind, number: numberOf(of ?? placed.on), what, registers })
    }
  }
  await acts('adopted', [...(decided?.adopts ?? [])].reverse())
  await acts('undone', decided?.undoes ?? [])
  // A filing that is refused puts its whole case aside, which is said of the case.
  const shared = one.about.filter(
    ({ kind, case: of }) => kind !== 'file' && !one.about.some((o) => o.kind === 'file' && o.case === of),
  )
  const refused = new Set((decided?.refuses ?? []).map(hex))
  await acts(
    'notTaken',
    shared.flatMap(({ id }) => (refused.has(hex(id)) ? [id] : [])),
  )
  const records = [...after].filter(([, { t }]) => t !== 'dispute' && t !== 'numbers')
  const ofKind = (cases: boolean) => records.filter(([, record]) => isCase(record) === cases)
  for (const [id, record] of ofKind(false)) {
    const before = await desk.records.get(id)
    out.push(...subjectChange(id, before as SubjectRecord | undefined, record as SubjectRecord))
  }
  for (const [id, record] of ofKind(true)) {
    out.push(caseChange(desk, id, (await desk.records.get(id)) as CaseRecord | undefined, record as CaseRecord))
    const set = record.log.at(-1)?.set ?? []
    if (set.some(isField)) out.push({ kind: 'formChanges', number: numberOf(id), what: NO_TEXT, registers: false })
  }
  // A case that is not touched goes on, and people want to hear so.
  for (const id of cases) {
    const record = await desk.records.get(id)
    if (after.has(id) || record === undefined || !isCase(record)) continue
    out.push(caseChange(desk, id, record, record))
  }
  if (signers > 1) out.push({ kind: 'second', number: '', what: NO_TEXT, registers: false })
  return out
}

const NO_TEXT: Text = { zh: '', en: '' }

function subjectChange(id: string, before: SubjectRecord | undefined, after: SubjectRecord): Consequence[] {
  const number = numberOf(id)
  const set = after.log.at(-1)?.set ?? []
  if (after.ended !== null && (before?.ended ?? null) === null)
    return [{ kind: 'ends', number, what: NO_TEXT, registers: false }]
  const out: Consequence[] = []
  if (set.some((name) => isField(name) || name === '*' || name.startsWith('burden:') || name === ':children'))
    out.push({ kind: 'changes', number, what: NO_TEXT, registers: false })
  const pending = after.pending
  if (pending !== (before?.pending ?? null)) {
    const of = pending === null ? '' : numberOf(pending)
    out.push({ kind: pending === null ? 'free' : 'claimed', number, what: { zh: of, en: of }, registers: false })
  }
  return out.length > 0 ? out : [{ kind: 'same', number, what: NO_TEXT, registers: false }]
}

/** Does this act of a case change the register? */
function isEffective({ now }: Desk, record: CaseRecord, { act }: Touch): boolean {
  const actions = definitionOf(now, record)?.workflow.actions ?? []
  return actions.some(({ name, effects }) => name === act && effects === true)
}

function caseChange(desk: Desk, id: string, before: CaseRecord | undefined, after: CaseRecord): Consequence {
  const { now } = desk
  const number = numberOf(id)
  const what = definitionOf(now, after)?.workflow.states[after.state]?.title ?? { zh: after.state, en: after.state }
  const put = after.overruled !== null
  const ended = definitionOf(now, after)?.workflow.states[after.state]?.final === true
  const registers = ended || inEffect(after.log).some((touch) => isEffective(desk, after, touch))
  if (put && before?.overruled === null) return { kind: 'putAside', number, what, registers }
  if (!put && before !== undefined && before.overruled !== null) return { kind: 'restored', number, what, registers }
  return { kind: before !== undefined && before.state !== after.state ? 'state' : 'goesOn', number, what, registers }
}

/** Is everything as it stood on the screen? The records that a decision names now, and their heads, exactly. */
export function isStale(seen: Seen, subj: Subj): boolean {
  const now = seenOf(subj)
  const held = new Map(seen.map(({ id, heads }) => [id, heads.join()]))
  return now.length !== held.size || now.some(({ id, heads }) => held.get(id) !== heads.join())
}

/** Finds a touch by its entry on any of these records. */
export async function findTouch(desk: Desk, ids: readonly string[], entry: Uint8Array): Promise<Placed | null> {
  for (const on of ids) {
    const touch = (await desk.records.get(on))?.log.find((one) => equal(one.id, entry))
    if (touch !== undefined) return { on, touch }
  }
  return null
}
