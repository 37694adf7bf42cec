import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  type CaseRecord,
  Gov,
  isVoid,
  judgeScope,
  type LedgerRecord,
  newSubject,
  type SubjectRecord,
} from '../../shared/contract/index.ts'
import { fieldsAt } from '../../shared/contract/service/fields-at.ts'
import {
  type Action,
  type Example,
  type FieldValue,
  type FieldValues,
  readDefinition,
  type ServiceDefinition,
} from '../../shared/contract/service/index.ts'
import { numberingAt } from '../../shared/contract/service/number-text.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { rowsOf } from '../../shared/contract/service/values.ts'
import { afterEffects, authorsBarred, isFinal, touchesSubjects } from '../../shared/contract/service/workflow.ts'
import { type Body, hash, subjectType, type Value } from '../../shared/ledger/index.ts'
import { SERVICES } from '../../shared/services/index.ts'
import { rich } from '../kit/definitions.ts'
import { plausible } from '../kit/plausible.ts'

/** Whatever people try in whatever order, and on however old a view, no service leaves its workflow. */

const H = 1
const SEALED = Date.UTC(2026, 10, 22)
const PEOPLE = [
  ['clerk', ['clerk']],
  ['clerk2', ['clerk']],
  ['reviewer', ['reviewer']],
  ['approver', ['approver', 'reviewer']],
  ['approver2', ['approver']],
  ['everything', ['clerk', 'reviewer', 'approver', 'supervisor']],
] as const
const keyOf = (member: string) => hash(utf8(`key of ${member}`))

function govWith(d: ServiceDefinition, county: string): Gov {
  const gov = new Gov()
  gov.put(`office/${county}`, { name: county, parent: null, level: 'county', from: 0, recipients: [] })
  for (const [i, [member, roles]] of PEOPLE.entries()) {
    gov.put(`member/${member}`, {
      name: member,
      office: county,
      history: [{ from: 0, roles: [...roles], scopes: [county] }],
    })
    const key = { pub: keyOf(member), suite: 'ed25519', use: 'entry', owner: member, from: 0, revoked: null }
    gov.put(`key/${hex(keyOf(member))}`, key)
    for (const { series } of d.numbers) {
      const name = `numbers/${county}/${series}`
      const before = (gov.get(name) as { blocks: Value[] } | undefined)?.blocks ?? []
      gov.put(name, { blocks: [...before, { key: keyOf(member), from: i * 50 + 1, to: i * 50 + 50, at: 0 }] })
    }
  }
  gov.put(`service/${d.code}/${d.version}`, { from: 0, definition: d as unknown as Value, signers: [] })
  return gov
}

/** One county of this service, with what its filings change on record as an example of it says. */
class Office {
  readonly records = new Map<string, LedgerRecord>()
  readonly old: Map<string, Uint8Array[]>[] = []
  readonly gov: Gov
  readonly county: string
  readonly #counted = new Map<string, number>()
  #at = 0

  constructor(
    readonly d: ServiceDefinition,
    readonly example: Example,
  ) {
    this.county = example.county
    this.gov = govWith(d, this.county)
    for (const { part, id, row } of subjectsOf(d, this.county, example.values) ?? []) {
      if (part.mode !== 'change') continue
      // What a service lifts lies there under the reference by which it will lift it.
      const refOf = (kind: string) => {
        const lifts = d.effects.find((one) => one.op === 'release' && one.on === part.name && one.kind === kind)
        const ref = lifts?.op === 'release' && 'from' in lifts.ref ? lifts.ref : undefined
        if (ref?.from === 'field') return example.values[ref.name] as string
        return ref?.from === 'row' ? String(row?.[ref.name]) : 'r'
      }
      const kinds = example.burdens?.[part.name] ?? []
      const burdens = kinds.map((kind) => ({ kind, ref: refOf(kind), case: 'c', fields: {} }))
      this.records.set(id, { ...newSubject(subjectType(id)), fields: { ...example.subjects?.[part.name] }, burdens })
    }
  }

  case(id: string): CaseRecord | undefined {
    return this.records.get(id) as CaseRecord | undefined
  }

  #heads(id: string, stale: boolean): Uint8Array[] {
    const view = stale ? this.old[Math.floor(this.old.length / 2)] : undefined
    return [...(view?.get(id) ?? this.records.get(id)?.heads ?? [])]
  }

  /** Judges an act as the ledger does, writes what it changes, and answers its outcome. */
  say(
    member: string,
    kind: 'file' | 'act',
    id: string,
    data: object,
    named: readonly string[],
    stale: boolean,
  ): string {
    const sealed = (data as { sealed: object }).sealed
    const entry = {
      ...{ v: 1, net: hash(utf8('net')), kind, scope: [this.county], key: keyOf(member), epoch: 0, seq: this.#at },
      ...{ prev: null, time: 1_790_000_000_000 + this.#at, case: id, att: [] },
      subj: [...new Set([id, ...named])]
        .sort()
        .map((one) => ({ id: one, heads: kind === 'file' && one === id ? [] : this.#heads(one, stale) })),
      data,
      commit: Object.keys(sealed).length > 0 ? hash(utf8(`commit ${this.#at}`)) : null,
    } as unknown as Body
    this.old.push(new Map([...this.records].map(([one, record]) => [one, [...record.heads]])))
    const place = { scope: this.county, at: this.#at++, h: H, t: SEALED }
    const verdict = judgeScope(this.gov, (one) => this.records.get(one), entry, hash(utf8(`entry ${this.#at}`)), place)
    for (const [one, record] of verdict.changes) this.records.set(one, record as unknown as LedgerRecord)
    return verdict.outcome
  }

  #number(member: string, action: string) {
    const numbering = numberingAt(this.d, action)
    if (numbering === null) return null
    const i = PEOPLE.findIndex(([one]) => one === member)
    const n = (this.#counted.get(`${member}/${numbering.series}`) ?? 0) + 1
    this.#counted.set(`${member}/${numbering.series}`, n)
    return { series: numbering.series, period: numbering.period === 'day' ? '20261120' : '2026', n: i * 50 + n }
  }

  #split(values: Readonly<Record<string, unknown>>) {
    const fields: Record<string, unknown> = {}
    const sealed: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(values)) {
      if (this.d.sealed.includes(name)) sealed[name] = hash(utf8(`${name} ${this.#at}`))
      else fields[name] = value
    }
    return { fields, sealed }
  }

  file(member: string, id: string): string {
    const { d } = this
    const action = d.workflow.actions[0] as Action
    const filing = fieldsAt(d, action)
    const values = Object.fromEntries(Object.entries(this.example.values).filter(([name]) => filing.has(name)))
    const subjects = subjectsOf(d, this.county, values) ?? []
    const named = subjects.filter((one) => action.effects === true || one.part.mode === 'change').map((one) => one.id)
    const materials = this.example.materials.map((one) => ({ id: one, copies: 1, original: true, files: [] }))
    const number = this.#number(member, 'file')
    const data = { service: d.code, version: d.version, ...this.#split(values), materials, number }
    return this.say(member, 'file', id, data, named, false)
  }

  act(member: string, id: string, action: Action, stale: boolean, seed: number): string {
    const { d } = this
    const open = this.case(id) as CaseRecord
    let left = seed * 7919 + this.#at
    const chance = (n: number) => {
      left = (left * 1103515245 + 12345) % 2147483648
      return Math.floor(left / 65536) % n
    }
    const optional = (action.fields ?? []).filter((name) => name !== '*' && chance(2) === 0)
    const asked = [...new Set([...(action.needs ?? []), ...optional])]
    const values = Object.fromEntries(
      asked.map((name) => [name, GIVEN[d.code]?.[name]?.(open.fields) ?? plausible(d, name, chance)]),
    )
    const subjects = (subjectsOf(d, this.county, open.fields) ?? []).filter(
      (one) => touchesSubjects(d, action) && (action.effects === true || one.part.mode === 'change'),
    )
    const data = {
      action: action.name,
      reason: '理由',
      ...this.#split(values),
      ...{ materials: [], number: this.#number(member, action.name), rules: null },
    }
    return this.say(
      member,
      'act',
      id,
      data,
      subjects.map((one) => one.id),
      stale,
    )
  }
}

/** How many acts each state is away from the effects. */
function toEffects(d: ServiceDefinition): ReadonlyMap<string, number> {
  const { actions } = d.workflow
  const out = new Map<string, number>(
    actions.filter((a) => a.effects === true).flatMap((a) => a.from.map((s) => [s, 0] as const)),
  )
  for (const [state, n] of out) {
    for (const a of actions) {
      if (a.to === state) for (const s of a.from) if (!out.has(s)) out.set(s, n + 1)
    }
  }
  return out
}

const all = [
  ...SERVICES.map((one) => must(readDefinition(structuredClone(one)))),
  must(readDefinition(structuredClone(rich))),
]
/** Values that a guard holds against the rest of the form. */
const GIVEN: Readonly<Record<string, Readonly<Record<string, (form: FieldValues) => FieldValue>>>> = {
  'archive-transfer': {
    receivedCount: (form) => rowsOf(form['items']).reduce((sum, row) => sum + Number(row['quantity']), 0),
    fourChecks: () => 'passed',
  },
}

const step = fc.record({
  who: fc.nat(PEOPLE.length - 1),
  what: fc.nat(60),
  likely: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
})

describe.each(all.map((d) => [d.code, d] as const))('%s', (_, d) => {
  const sound = d.examples.filter((one) => one.expect.problems.length === 0)
  const ends = new Set<string>()
  const outcomes = new Map<string, number>()
  const distance = toEffects(d)
  const taken = new Set<string>()

  test('[X5] no sequence of acts leaves its workflow', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(step, { minLength: 4, maxLength: 24 }), (which, steps) => {
        const office = new Office(d, sound[which % sound.length] as Example)
        const id = `${office.county}/case/C1`
        expect(office.file('clerk', id)).toBe('applied')
        for (const { who, what, likely, stale } of steps) follow(office, id, who, what, likely, stale)
      }),
      { numRuns: 40, seed: 20261122 },
    )
    // The runs are worth something: the good end was reached, and most actions were taken.
    const effects = d.workflow.actions.filter((a) => a.effects === true)
    expect(
      effects.some((a) => taken.has(a.name) || a.name === 'file'),
      JSON.stringify([...outcomes]),
    ).toBe(true)
    expect(taken.size).toBeGreaterThanOrEqual(Math.floor((d.workflow.actions.length - 1) * 0.5))
  })

  function follow(office: Office, id: string, who: number, what: number, likely: boolean, stale: boolean): void {
    const before = office.case(id) as CaseRecord
    const others = new Map([...office.records].filter(([one]) => one !== id))
    const { actions } = d.workflow
    const open = actions.filter((a) => a.from.includes(before.state))
    const from = likely && open.length > 0 ? open : actions.slice(1)
    // Every other likely step goes towards the effects; left to chance, a long workflow is seldom walked to its end.
    const onward = open.find((a) => distance.get(a.to) === (distance.get(before.state) ?? 0) - 1 || a.effects === true)
    const action = likely && what % 2 === 0 && onward !== undefined ? onward : from[what % Math.max(from.length, 1)]
    if (action === undefined) return
    const able = PEOPLE.filter(([, roles]) => action.roles.some((role) => (roles as readonly string[]).includes(role)))
    const [member] =
      (likely ? able[who % Math.max(able.length, 1)] : PEOPLE[who]) ?? (PEOPLE[who] as (typeof PEOPLE)[number])
    const roles = PEOPLE.find(([one]) => one === member)?.[1] as readonly string[]
    const outcome = office.act(member, id, action, stale, what)
    const after = office.case(id) as CaseRecord
    outcomes.set(`${action.name} ${outcome}`, (outcomes.get(`${action.name} ${outcome}`) ?? 0) + 1)
    if (isVoid(outcome)) {
      // Void: nothing but a used-up number is changed, and that not either.
      expect(after).toBe(before)
      for (const [one, record] of others) expect(office.records.get(one)).toBe(record)
      return
    }
    if (outcome === 'disputed') {
      // What stands stays in effect.
      expect({ state: after.state, fields: after.fields }).toEqual({ state: before.state, fields: before.fields })
      expect(
        after.disputes.length + [...others.keys()].flatMap((one) => office.records.get(one)?.disputes ?? []).length,
      ).toBeGreaterThan(0)
      return
    }
    taken.add(action.name)
    expect(action.from).toContain(before.state)
    expect(action.roles.some((role) => roles.includes(role))).toBe(true)
    expect(before.log.some((touch) => authorsBarred(d, action).includes(touch.act) && touch.by === member)).toBe(false)
    if (action.once === true) expect(before.log.some((touch) => touch.act === action.name)).toBe(false)
    expect(after.state).toBe(action.to)
    expect(isFinal(d, before.state)).toBe(false)
    if (isFinal(d, after.state)) ends.add(after.state)
    const effects = after.log.filter((touch) => d.workflow.actions.find((a) => a.name === touch.act)?.effects === true)
    expect(effects.length).toBe(afterEffects(d).has(after.state) ? 1 : 0)
    for (const [one, record] of others) {
      const now = office.records.get(one) as SubjectRecord
      if (now === record || now.t === 'numbers') continue
      expect(touchesSubjects(d, action)).toBe(true)
      if (action.effects !== true)
        expect({ ...now, pending: null, heads: [], log: [] }).toEqual({ ...record, pending: null, heads: [], log: [] })
    }
    if (isFinal(d, after.state))
      for (const one of after.subjects)
        expect((office.records.get(one) as SubjectRecord | undefined)?.pending ?? null).not.toBe(id)
  }
})
