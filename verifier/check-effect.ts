import { hex } from '../shared/base/bytes.ts'
import {
  decisionsAmong,
  type Fate,
  fateOf,
  type LedgerRecord,
  type ResolveData,
  recordsAbout,
  resolveData,
  type Touch,
} from '../shared/contract/index.ts'
import { civilTime } from '../shared/contract/working-days.ts'
import type { Body } from '../shared/ledger/index.ts'
import type { ReadHeader } from './check-log.ts'
import type { Ledger } from './ledger.ts'
import type { PlacedLeaf } from './replay.ts'
import type { Effect, Findings } from './report.ts'

const KNOWN: Readonly<Record<Fate['state'], Effect['state']>> = {
  ...{ 'in-effect': 'in-effect', held: 'disputed', contested: 'disputed', proposed: 'disputed' },
  amended: 'in-effect',
  ...{ recalled: 'superseded', refused: 'superseded', undone: 'superseded', overruled: 'superseded' },
}
type Why = Exclude<Fate['state'], 'in-effect'>
const WORDS: Readonly<Record<Why, readonly [zh: string, en: string]>> = {
  recalled: ['裁定已收回这份文书', 'a decision has called this paper back'],
  refused: ['裁定不予采用这一办理', 'a decision has refused this act'],
  undone: ['裁定已撤销这一办理', 'a decision has undone this act'],
  overruled: ['裁定不予采用这一办件', 'a decision has put this case aside'],
  amended: ['有效，但其中几项已由裁定另行核定', 'in effect, but a decision has given some of its items other values'],
  held: ['有争议，尚待裁定，未生效', 'in dispute: without effect until somebody decides'],
  contested: ['现在有效，但有争议尚待裁定', 'in effect, but something is in dispute against it'],
  proposed: ['裁定尚待第二人签名', 'a decision that waits for its second signature'],
}

export interface Paper {
  readonly entry: Body
  readonly id: Uint8Array
  /** The paper itself proves that it was. */
  readonly sealed: boolean
}

/**
 * [X2] [X6] Is what a genuine paper says still in effect? Told from the records of a verified export, and of nothing that came after its checkpoint. Of
 * what is not genuine nothing else is said.
 */
export function checkEffect(paper: Paper, ledgers: readonly (Ledger | null)[], findings: Findings): void {
  if (!findings.ok) return
  const { entry, id, sealed } = paper
  const ledger = fullest(ledgers)
  if (ledger === null) {
    findings.effect = { state: 'unknown', why: null, decision: null, asOf: null }
    return findings.note(
      '手头没有账本：只能断定文书是真的；有没有被裁定收回或撤销，要用 --gov 给出账本导出才能知道',
      'no ledger at hand: only that the paper is genuine can be told; whether a decision has called it back or undone it needs an export (--gov)',
    )
  }
  const last = (ledger.headers.at(-1) as ReadHeader).header
  const asOf = { checkpoint: ledger.headers.length, time: new Date(last.time).toISOString() }
  const until = `第 ${asOf.checkpoint} 号检查点（${civilTime(last.time)}）`
  if (ledger.records === null) {
    findings.effect = { state: 'unknown', why: null, decision: null, asOf }
    return findings.note(
      '节点不向外公开登记簿：有没有被裁定收回或撤销，要用账本导出核对',
      'a node shows its registers to members only: whether a decision has called the paper back needs an export',
    )
  }
  const places = ledger.places.get(hex(id)) ?? []
  if (places.length === 0) {
    findings.effect = { state: sealed ? 'unknown' : 'not-sealed', why: null, decision: null, asOf }
    return findings.note(
      `到${until}为止，账本里还没有这一件`,
      `as of checkpoint ${asOf.checkpoint} of ${asOf.time} the ledger does not hold this entry yet`,
    )
  }
  findings.effect = { ...effectIn(entry, id, places, { ...ledger, records: ledger.records }, findings), asOf }
  findings.note(
    `以${until}为准：到此为止没有遗漏，之后的裁定这里看不到；同一标的后来依法另有登记的，不在此列`,
    `as of checkpoint ${asOf.checkpoint} of ${asOf.time}: nothing up to there can be missing, and no decision after it can be seen here; what has lawfully been registered since is another matter`,
  )
}

/** One that has its registers, else one that has not; of two the longer. */
function fullest(ledgers: readonly (Ledger | null)[]): Ledger | null {
  const known = ledgers.filter((one) => one !== null)
  const whole = known.filter((one) => one.records !== null)
  return (whole.length > 0 ? whole : known).sort((a, b) => b.headers.length - a.headers.length)[0] ?? null
}

type WholeLedger = Ledger & { readonly records: (id: string) => LedgerRecord | undefined }

function effectIn(
  entry: Body,
  id: Uint8Array,
  places: readonly PlacedLeaf[],
  ledger: WholeLedger,
  findings: Findings,
): Omit<Effect, 'asOf'> {
  const outcome = voidIn(places, ledger)
  if (outcome !== null) {
    findings.fail('effect', 'superseded', `登记规则判定无效 / ${outcome}: the rules gave it no effect`)
    return { state: 'void', why: outcome, decision: null }
  }
  const fate = fateIn(entry, id, places, ledger)
  if (fate.state === 'in-effect') {
    findings.pass('effect', `block ${places[0]?.leaf.h}`)
    return { state: 'in-effect', why: null, decision: null }
  }
  const [zh, en] = WORDS[fate.state]
  if (!('by' in fate)) {
    findings.fail('effect', 'in-dispute', `${zh} / ${en}`)
    return { state: KNOWN[fate.state], why: fate.state, decision: null }
  }
  const decision = decisionOf(fate.by, ledger)
  const by = `${civilTime(fate.by.sealed)} ${decision.office} ${decision.name}`
  const words = `${zh}（${by}）/ ${en} (${by}, entry ${decision.entry.slice(0, 16)})`
  findings.fail('effect', fate.state === 'amended' ? 'amended' : 'superseded', words)
  return { state: KNOWN[fate.state], why: fate.state, decision }
}

/** Its outcome where it was void when it first was sealed; a second sealing of it is void in any case. */
function voidIn(places: readonly PlacedLeaf[], { outcomes }: Ledger): string | null {
  const first = new Map<string, PlacedLeaf>()
  for (const place of places) if (!first.has(place.scope)) first.set(place.scope, place)
  const found = [...first.values()].map(({ scope, index }) => outcomes.get(scope)?.[index] ?? '')
  return found.find((outcome) => outcome.startsWith('void(')) ?? null
}

/** The fate by the records of the entry, and by those of every decision of its scopes that calls it back. */
function fateIn(entry: Body, id: Uint8Array, places: readonly PlacedLeaf[], ledger: WholeLedger): Fate {
  const records = recordsAbout(entry, ledger.records)
  const wanted = hex(id)
  for (const scope of new Set(places.map((one) => one.scope))) {
    for (const leaf of ledger.decisions.get(scope) ?? []) {
      const data = resolveData(leaf.entry.data, 'data')
      if (!data.ok || !data.value.recall.some((one) => hex(one) === wanted)) continue
      for (const { id: on } of leaf.entry.subj) records.set(on, ledger.records(on))
    }
  }
  const said = new Map<string, ResolveData>()
  for (const touch of decisionsAmong(records.values())) {
    const leaf = ledger.places.get(hex(touch.id))?.[0]
    const data = leaf === undefined ? null : resolveData(leaf.entry.data, 'data')
    if (data?.ok === true) said.set(hex(touch.id), data.value)
  }
  return fateOf(id, entry.case, records, (touch) => said.get(hex(touch.id)) ?? null)
}

function decisionOf(touch: Touch, { gov }: Ledger): NonNullable<Effect['decision']> {
  const member = gov.member(touch.by)
  const office = member === null ? null : gov.office(member.office)
  return {
    entry: hex(touch.id),
    claimed: new Date(touch.time).toISOString(),
    sealed: new Date(touch.sealed).toISOString(),
    member: touch.by,
    name: member?.name ?? touch.by,
    office: office?.name ?? member?.office ?? '',
  }
}
