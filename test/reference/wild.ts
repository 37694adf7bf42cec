import { compare, compareText, hex, utf8 } from '../../shared/base/bytes.ts'
import { recordsOfDecision, recordsToName } from '../../shared/contract/index.ts'
import { type DisputeRecord, isCase, type LedgerRecord } from '../../shared/contract/record.ts'
import { type Body, type Value } from '../../shared/ledger/index.ts'
import type { Random } from '../kit/random.ts'
import { sha256 } from '../simulation/shared-gov.ts'

/**
 * Entries that nobody in a simulated world would sign: what was signed there with something wrong in it, or on other heads, and decisions about
 * whatever is on record. Judging them asks what the order of the checks is, and what else a well-behaved desktop never comes to.
 */

export interface Setting {
  readonly scope: string
  readonly records: ReadonlyMap<string, LedgerRecord>
  readonly keys: readonly Uint8Array[]
  readonly supervisors: readonly Uint8Array[]
  readonly rnd: Random
}

type Data = { [key: string]: Value }
type Change = (entry: Body, on: Setting) => Body

const pick = <T>(rnd: Random, all: readonly T[]): T | undefined => (all.length === 0 ? undefined : rnd.pick(all))
const some = <T>(rnd: Random, all: readonly T[]): T[] => all.filter(() => rnd.int(2) === 0)
const bytes = (rnd: Random): Uint8Array => sha256(utf8(String(rnd.int(1e9))))
const sortedSubj = (subj: readonly Body['subj'][number][]): Body['subj'] => {
  const byId = new Map(subj.map((one) => [one.id, one]))
  return [...byId.values()].sort((a, b) => compareText(a.id, b.id))
}
const withData = (entry: Body, data: Data): Body => ({ ...entry, data: { ...entry.data, ...data } })
const map = (value: Value | undefined): Data => ({ ...(value as Data | undefined) })

/** Heads that somebody could have had: of what is there, or of some time before; now and then none, or one that never was. */
function heads(record: LedgerRecord | undefined, rnd: Random): Uint8Array[] {
  if (record === undefined) return rnd.int(4) === 0 ? [bytes(rnd)] : []
  if (rnd.int(2) === 0) return [...record.heads]
  const ids = some(rnd, record.log).map((touch) => touch.id)
  if (rnd.int(12) === 0) ids.push(bytes(rnd))
  return ids.slice(-(1 + rnd.int(3))).sort(compare)
}

const anew = (entry: Body, { records, rnd }: Setting, exactly = false): Body => ({
  ...entry,
  subj: entry.subj.map(({ id }) => {
    const record = records.get(id)
    return { id, heads: exactly ? [...(record?.heads ?? [])] : heads(record, rnd) }
  }),
})

const materials = ({ rnd }: Setting): Value => {
  const one = (id: string) => ({ id, copies: 1, original: true, files: rnd.int(3) === 0 ? [bytes(rnd)] : [] })
  const ids = some(rnd, ['paper', 'map', 'unheard-of'])
  return (rnd.int(5) === 0 ? [...ids, ...ids] : ids).map(one)
}

const CHANGES: readonly Change[] = [
  (entry, on) => anew(entry, on),
  (entry, on) => anew(entry, on),
  (entry, on) => anew(entry, on, true),
  (entry, on) => ({ ...entry, key: pick(on.rnd, on.keys) ?? entry.key }),
  (entry, on) => ({ ...entry, key: on.rnd.int(9) === 0 ? bytes(on.rnd) : (pick(on.rnd, on.keys) ?? entry.key) }),
  (entry, { rnd }) => ({ ...entry, subj: entry.subj.filter(() => rnd.int(3) > 0) }),
  (entry, on) => {
    const id = pick(on.rnd, [...on.records.keys()]) ?? `${on.scope}/thing/T9`
    return anew(
      { ...entry, subj: sortedSubj([...entry.subj, { id, heads: [] }]).slice(0, 16) },
      on,
      on.rnd.int(2) === 0,
    )
  },
  (entry) => ({ ...entry, subj: sortedSubj([...entry.subj, { id: '632726/thing/T1', heads: [] }]).slice(0, 16) }),
  (entry, { rnd }) => ({ ...entry, commit: entry.commit === null ? bytes(rnd) : null }),
  (entry, { rnd }) => ({ ...entry, att: [{ h: bytes(rnd), n: 1, t: 'application/age' }] }),
  (entry, { rnd }) => ({ ...entry, kind: rnd.pick(['file', 'act', 'note', 'resolve', 'office', 'share']) }),
  (entry, { rnd }) => {
    const fields = map(entry.data['fields'])
    const name = rnd.pick([...Object.keys(fields), 'area', 'use', 'tags', 'holder', 'unheard'])
    fields[name] = rnd.pick<Value>([null, 7, 'T1', 'pasture', ['a'], ['a', 'a'], true, [{ x: 1 }]])
    return withData(entry, { fields })
  },
  (entry, { rnd }) => {
    const fields = map(entry.data['fields'])
    delete fields[rnd.pick([...Object.keys(fields), 'area'])]
    return withData(entry, { fields })
  },
  (entry, { rnd }) => {
    const sealed = map(entry.data['sealed'])
    sealed[rnd.pick(['holder', 'area'])] = rnd.int(3) === 0 ? null : bytes(rnd)
    return { ...withData(entry, { sealed }), commit: rnd.int(4) === 0 ? null : bytes(rnd) }
  },
  (entry, on) => withData(entry, { materials: materials(on) }),
  (entry, { rnd }) => {
    const series = rnd.pick(['quick-intake', 'quick-paper', 'realty-proof', 'unheard-of'])
    const period = rnd.pick(['2026', '20261122', '20261123', '20261124', '2027'])
    return withData(entry, { number: rnd.int(3) === 0 ? null : { series, period, n: rnd.int(120) } })
  },
  (entry, { rnd }) => withData(entry, { reason: rnd.pick<Value>(['', '　', null, '理由']) }),
  (entry, { rnd }) => withData(entry, { rules: rnd.int(2) === 0 ? null : bytes(rnd) }),
  (entry, { rnd }) =>
    withData(entry, {
      action: rnd.pick([
        'file',
        'accept',
        'return',
        'finish',
        'withdraw',
        'correct',
        'look',
        'grant',
        'hand-over',
        'x',
      ]),
    }),
  (entry, { rnd }) => withData(entry, { service: rnd.pick(['record', 'edit', 'move', 'split', 'close', 'x']) }),
  (entry, { rnd }) => withData(entry, { unheard: rnd.int(3) }),
  (entry, on) => {
    const cases = [...on.records].flatMap(([id, record]) => (isCase(record) ? [id] : []))
    const to = pick(on.rnd, [...cases, `${on.scope}/thing/T1`, '632726/case/X1']) ?? null
    const subj = sortedSubj(entry.subj.map((one) => (one.id === entry.case && to !== null ? { ...one, id: to } : one)))
    return anew({ ...entry, case: on.rnd.int(9) === 0 ? null : to, subj }, on, on.rnd.int(2) === 0)
  },
]

/** A filing of its own: the same, under a case that nobody has opened. */
function filedAnew(entry: Body, on: Setting): Body {
  const id = `${on.scope}/case/W${on.rnd.int(1e6)}`
  const subj = sortedSubj(entry.subj.map((one) => (one.id === entry.case ? { id, heads: [] } : one)))
  const out = anew({ ...entry, case: id, subj }, on, on.rnd.int(3) > 0)
  return { ...out, subj: out.subj.map((one) => (one.id === id ? { id, heads: [] } : one)) }
}

/** What was signed, with something else in it. */
export function variant(entry: Body, on: Setting): Body {
  let out = entry.kind === 'file' && on.rnd.int(4) > 0 ? filedAnew(entry, on) : entry
  for (let n = 1 + on.rnd.int(2); n > 0; n--) out = on.rnd.pick(CHANGES)(out, on)
  return out
}

/** The next step of a case that is there, by anybody. */
export function step(entry: Body, actions: readonly string[], on: Setting): Body | null {
  const { rnd, records } = on
  const kase = pick(
    rnd,
    [...records].flatMap(([id, record]) => (isCase(record) ? [[id, record] as const] : [])),
  )
  if (kase === undefined) return null
  const [id, record] = kase
  const subjects = rnd.int(2) === 0 ? record.subjects : []
  const data = {
    ...{ action: rnd.pick(actions), reason: '理由', fields: {}, sealed: {}, materials: [], number: null, rules: null },
  }
  const subj = sortedSubj([id, ...subjects].map((one) => ({ id: one, heads: [] })))
  const out = { ...entry, kind: 'act', case: id, commit: null, att: [], key: rnd.pick(on.keys), data, subj }
  return anew(out, on, rnd.int(3) > 0)
}

/** A decision about some of what is or was in dispute, mostly on what stands. */
export function decision(
  entry: Body,
  gov: Parameters<typeof recordsToName>[0]['gov'],
  h: number,
  on: Setting,
): Body | null {
  const { rnd, records, scope } = on
  const all = [...records.values()].flatMap((one) => (one.t === 'dispute' ? [(one as DisputeRecord).dispute] : []))
  const first = pick(rnd, all)
  if (first === undefined) return null
  const read = (id: string) => records.get(id)
  const isWith = ({ decided, proposed }: (typeof all)[number]) =>
    hex(decided?.id ?? new Uint8Array()) === hex(first.decided?.id ?? new Uint8Array()) &&
    (first.proposed === null || hex(proposed?.id ?? new Uint8Array()) === hex(first.proposed.id))
  const others = all.filter((one) => one !== first && isWith(one))
  const about = [first, ...(rnd.int(2) === 0 ? others : some(rnd, others))].slice(0, 16)
  const waits = first.proposed !== null && rnd.int(3) > 0
  const choice =
    rnd.int(12) === 0
      ? rnd.pick(['keep', 'adopt', 'amend', 'confirm', 'reopen'])
      : first.decided !== null
        ? 'reopen'
        : waits
          ? 'confirm'
          : rnd.pick(['keep', 'adopt', 'adopt', 'amend'])
  const adopted = choice === 'adopt' || (choice === 'amend' && rnd.int(2) === 0) ? rnd.pick(about).id : null
  const adopt = choice === 'confirm' ? (first.proposed?.id ?? first.id) : adopted
  const decidesOn =
    (choice === 'confirm' ? ((first.proposed?.data['adopt'] ?? null) as Uint8Array | null) : adopted) ?? null
  const on1 =
    pick(
      rnd,
      first.subj.filter(({ id }) => records.has(id)),
    )?.id ?? (first.subj[0]?.id as string)
  const record = records.get(on1)
  const wanted =
    choice === 'reopen' && first.decided !== null && record !== undefined
      ? recordsOfDecision(record, on1, first.decided.id)
      : recordsToName({ gov, h, disputes: [...about].sort((a, b) => a.at - b.at) }, read, decidesOn)
  let names = typeof wanted === 'string' ? about.flatMap(({ subj }) => subj.map(({ id }) => id)) : wanted
  if (rnd.int(10) === 0) names = some(rnd, names)
  if (rnd.int(10) === 0) names = [...names, ...some(rnd, [...records.keys()]).slice(0, 2)]
  const subj = sortedSubj(names.slice(0, 16).map((id) => ({ id, heads: [...(records.get(id)?.heads ?? [])] })))
  const set =
    choice === 'amend' && rnd.int(12) > 0
      ? amendments(
          subj.map(({ id }) => id),
          on,
        )
      : []
  const sealed = set.some((one) => Object.keys(one.sealed).length > 0)
  const data = {
    ...{
      subject: on1,
      heads: subj.find(({ id }) => id === on1)?.heads ?? [],
      choice,
      adopt,
      set: set as unknown as Value,
    },
    ...{ ground: 'documents', reason: rnd.int(20) === 0 ? ' ' : '依材料裁定', recall: [] },
    disputes: about.map(({ id }) => id).sort(compare),
  }
  return {
    ...{
      ...entry,
      kind: 'resolve',
      case: rnd.int(30) === 0 ? first.case : null,
      att: [],
      key: rnd.pick(rnd.int(12) > 0 ? on.supervisors : on.keys),
    },
    ...{ subj, data, commit: sealed !== (rnd.int(40) === 0) ? bytes(rnd) : null, scope: [scope] },
  }
}

function amendments(ids: readonly string[], { rnd, records }: Setting) {
  const id = pick(rnd, ids)
  const record = id === undefined ? undefined : records.get(id)
  if (id === undefined) return []
  const name = rnd.pick([...Object.keys(record?.fields ?? {}), 'unheard'])
  const cover = pick(rnd, Object.keys(record?.sealed ?? {}))
  const value = rnd.pick<Value>([9, '裁', ['a']])
  const fields: Data = rnd.int(4) > 0 ? { [name]: value } : {}
  return [{ id, fields, sealed: cover !== undefined && rnd.int(3) === 0 ? { [cover]: bytes(rnd) } : {} }]
}
