import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bulk } from '../../../renderer/replica/bulk/bulk.ts'
import { ExpectedRecords } from '../../../renderer/replica/bulk/expected.ts'
import { factsOfCase } from '../../../renderer/replica/case-facts.ts'
import { actionsFor } from '../../../renderer/replica/case-views.ts'
import { checkAct, checkFiling } from '../../../renderer/replica/check-filing.ts'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { draftAct, draftFiling } from '../../../renderer/replica/filing.ts'
import type { Snapshot } from '../../../renderer/replica/snapshot.ts'
import { takeSnapshot } from '../../../renderer/replica/snapshot.ts'
import { Unsealer } from '../../../renderer/replica/unseal.ts'
import { must } from '../../../shared/base/result.ts'
import type { Draft } from '../../../shared/bridge.ts'
import {
  type CaseRecord,
  Gov,
  govKey,
  judgeScope,
  type LedgerRecord,
  newSubject,
  type SubjectRecord,
  type Touch,
} from '../../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import { type Body, decode, hash, type Value } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { DOC, FIELDS, from, small, thing, WALK, withFields } from '../../simulation/services.ts'
import { Desk } from './desk.ts'

/** What the screen allows and what the ledger says, on records, disputes and services of every kind: the two never differ. */

const SUBJECT = `${OFFICE}/thing/T1`
const CASE = `${OFFICE}/case/C1`
const OTHER = `${OFFICE}/case/C2`
const TODAY = '2026-11-22'
const id = (n: number) => hash(new Uint8Array([n]))

const service = fc.record({
  blocks: fc.option(fc.subarray(['file', 'effects', 'acts'] as const)),
  claims: fc.boolean(),
  atOnce: fc.boolean(),
  whileDisputed: fc.boolean(),
  once: fc.boolean(),
  creates: fc.boolean(),
  effect: fc.constantFrom(
    { op: 'burden', on: 'thing', kind: 'seizure', ref: from('docNo'), fields: {} },
    { op: 'release', on: 'thing', kind: 'seizure', ref: from('docNo') },
    { op: 'end', on: 'thing' },
  ),
})
type Service = typeof service extends fc.Arbitrary<infer T> ? T : never

function definitionOf({ blocks, claims, atOnce, whileDisputed, once, creates, effect }: Service): ServiceDefinition {
  const { start: _, ...walk } = WALK
  const actions = walk.actions.map((one) => {
    const { whileDisputed: __, ...rest } = one as typeof one & { whileDisputed?: true }
    const more = { ...(whileDisputed ? { whileDisputed: true } : {}), ...(once ? { once: true } : {}) }
    if (rest.name === 'file') return atOnce ? { ...rest, effects: true } : rest
    if (rest.name === 'correct') return { ...rest, fields: ['docNo'], ...more }
    if (rest.name === 'finish' && atOnce) return { ...rest, effects: undefined }
    return rest.name === 'finish' ? rest : { ...rest, ...more }
  })
  const document = small('agree', {
    ...withFields({ no: FIELDS.no, ...DOC }, ['no', 'docNo']),
    workflow: { start: 'received', ...walk, actions: JSON.parse(JSON.stringify(actions)) },
    subjects: [thing(creates ? 'create' : 'change')],
    effects: [creates ? { op: 'set', on: 'thing', fields: { docNo: from('docNo') } } : effect],
    claims: claims && !atOnce,
    ...(blocks === null ? {} : { disputes: { blocks, signers: 1 } }),
  })
  return must(readDefinition(structuredClone(document)))
}

/** Reading a definition is dear: so many are made for all the worlds. */
const SERVICES = 60

const world = fc.record({
  service: fc.constantFrom(...fc.sample(service, SERVICES)),
  there: fc.boolean(),
  disputed: fc.boolean(),
  pending: fc.constantFrom(null, CASE, OTHER),
  ended: fc.constantFrom(null, null, null, OTHER),
  laid: fc.boolean(),
  state: fc.constantFrom('received', 'accepted', 'accepted', 'accepted', 'finished'),
  /** The case itself in dispute, its claim, or neither. */
  held: fc.constantFrom('case', 'claim', 'no', 'no'),
  overruled: fc.constantFrom(true, false, false, false),
  /** Acts that whoever is signed in has taken on it, and what became of them. */
  taken: fc.array(
    fc.record({
      act: fc.constantFrom('file', 'correct', 'accept'),
      mine: fc.constantFrom(true, false, false),
      as: fc.constantFrom('plain', 'held', 'undone', 'adopted'),
    }),
    { maxLength: 3 },
  ),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

const touch = (n: number, act: string, more: Partial<Touch> = {}): Touch => ({
  ...{ id: id(n), heads: n === 1 ? [] : [id(n - 1)], set: [':state'], was: [null], held: false, with: [] },
  ...{ act, by: 'colleague', at: n, time: 0, sealed: 0 },
  ...more,
})

function subjectOf({ there, disputed, pending, ended, laid }: World): SubjectRecord | null {
  if (!there) return null
  const log = [touch(1, 'file'), ...(disputed ? [touch(2, 'file', { held: true, was: [] })] : [])]
  const burdens = laid ? [{ kind: 'seizure', ref: 'D1', case: OTHER, fields: {} }] : []
  const heads = [id(log.length)]
  return { ...newSubject('thing'), heads, log, disputes: disputed ? [id(2)] : [], pending, ended, burdens }
}

function caseOf({ state, held, overruled, taken }: World, d: ServiceDefinition): CaseRecord {
  const steps = taken.map(({ act, mine, as }, i) =>
    touch(i + 2, act, {
      by: mine ? 'all' : 'colleague',
      ...(as === 'held' || as === 'adopted' ? { held: true, was: [] } : {}),
    }),
  )
  const undoes = taken.flatMap(({ as }, i) => (as === 'undone' ? [id(i + 2)] : []))
  const n = steps.length + 2
  const adopts = taken.flatMap(({ as }, i) => (as === 'adopted' ? [id(i + 2)] : []))
  const decided = { choice: 'adopt' as const, adopts, refuses: [], stands: [], undoes, reopens: null }
  const last = touch(n, 'resolve', { decided })
  const log = [
    touch(1, 'file'),
    ...steps,
    last,
    ...(held === 'case' ? [touch(n + 1, 'accept', { held: true, was: [] })] : []),
  ]
  return {
    ...{
      t: 'case',
      service: d.code,
      version: d.version,
      state,
      sealed: {},
      subjects: [SUBJECT],
      materials: [],
      numbers: {},
    },
    ...{ heads: [id(log.length)], log, fields: { no: 'T1', docNo: 'D1' }, overruled: overruled ? id(n) : null },
    disputes: held === 'case' ? [id(n + 1)] : held === 'claim' ? [id(1)] : [],
  }
}

const PLAIN: Service = {
  ...{ blocks: [], claims: true, atOnce: false, whileDisputed: false, once: false, creates: false },
  effect: { op: 'release', on: 'thing', kind: 'seizure', ref: from('docNo') },
}
const AT_END: World = {
  ...{ service: PLAIN, there: true, disputed: true, pending: CASE, ended: null, laid: true, state: 'accepted' },
  ...{ held: 'claim', overruled: false, taken: [] },
}
/** Each alone stands against the last step, or nothing does. */
const EXAMPLES: [World][] = [
  [AT_END],
  [{ ...AT_END, pending: OTHER }],
  [{ ...AT_END, laid: false }],
  [{ ...AT_END, overruled: true }],
  [{ ...AT_END, service: { ...PLAIN, blocks: ['effects'] } }],
  [{ ...AT_END, service: { ...PLAIN, blocks: ['acts'] } }],
  [{ ...AT_END, taken: [{ act: 'file', mine: true, as: 'plain' }] }],
  [{ ...AT_END, service: { ...PLAIN, atOnce: true }, laid: false }],
  [{ ...AT_END, service: { ...PLAIN, once: true }, taken: [{ act: 'correct', mine: false, as: 'adopted' }] }],
]

describe('the screen and the ledger', () => {
  let desk: Desk
  let db: ReplicaDatabase
  let base: Snapshot
  let unsealer: Unsealer

  beforeAll(async () => {
    const county = await County.found('agree')
    county.node.seal([county.member('all', ['clerk', 'reviewer', 'approver'])])
    desk = new Desk(county)
    const person = desk.person('all', ['clerk', 'reviewer', 'approver'])
    must(await desk.open(person))
    db = new ReplicaDatabase(desk.name)
    await db.open()
    const bulk = new Bulk(db, OFFICE)
    base = await takeSnapshot(
      db,
      { site: desk.site, person, office: OFFICE, bulk, expected: new ExpectedRecords(db, bulk) },
      null,
    )
    unsealer = new Unsealer({ call: () => Promise.reject(new Error('nothing is sealed here')), on: () => () => {} }, db)
  })
  afterAll(async () => {
    db.close()
    await desk.wipe()
  })

  /** What the ledger would say to what the screen signs. */
  const verdict = (
    now: Snapshot,
    { kind, scope, case: of, subj, data, att }: Draft,
    records: ReadonlyMap<string, LedgerRecord>,
  ) => {
    const read = must(decode(data, { max: 100_000, depth: 16 })) as { [key: string]: Value }
    const body: Body = {
      ...{ v: 1, net: now.site.net, kind, scope, key: now.person.key, epoch: 0, seq: 0, prev: null, time: 0 },
      ...{ case: of, subj: subj as Body['subj'], data: read, commit: null, att: att as Body['att'] },
    }
    const place = { scope: OFFICE, at: 99, h: now.height, t: 0 }
    return judgeScope(now.gov, (one) => records.get(one), body, id(99), place).outcome
  }

  const published = new Map<Service, { d: ServiceDefinition; gov: Gov }>()
  const publish = (one: Service) => {
    const d = definitionOf(one)
    const gov = Gov.from(base.gov.entries())
    gov.put(govKey.service(d.code, d.version), { from: 0, definition: d as unknown as Value, signers: [] })
    return { d, gov }
  }
  const settled = (w: World) => {
    const { d, gov } = published.get(w.service) ?? publish(w.service)
    published.set(w.service, { d, gov })
    const records = new Map<string, LedgerRecord>([[CASE, caseOf(w, d)]])
    const subject = subjectOf(w)
    if (subject !== null) records.set(SUBJECT, subject)
    return { d, records, now: { ...base, gov, overlay: { ...base.overlay, records } } }
  }
  const runs = { numRuns: Number(process.env['FC_RUNS'] ?? 100), examples: EXAMPLES }
  const random = () => new Uint8Array(32)

  test('[X5] a filing is refused here exactly where the ledger would refuse it', async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const { d, records, now } = settled(w)
        const filing = { service: d.code, version: d.version, values: { no: 'T1', docNo: 'D1' }, materials: [] }
        const checked = must(await checkFiling(db, now, unsealer, filing, TODAY))
        const number = `${OFFICE}/case/C9`
        const draft = must(await draftFiling(db, now, d, checked.values, filing, number, null, random))
        const outcome = verdict(now, draft, records)
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
        const problems = checked.problems.map(({ problem }) => problem)
        // The counter does not take what is there already, although the ledger would say so only at its end.
        if (w.service.creates && !w.service.atOnce && w.there) expect(problems).toContain('subject.exists')
        else expect([problems.length === 0, problems, outcome]).toEqual([outcome === 'applied', problems, outcome])
        if (outcome === 'void(disputed)') expect(problems).toEqual(['subject.disputed'])
        if (problems.includes('subject.disputed')) expect(outcome).toBe('void(disputed)')
      }),
      runs,
    )
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(['applied', 'void(disputed)', 'void(pending)', 'void(burden)']),
    )
  })

  test('[X5] an act is offered and signed exactly where the ledger would let it stand; what waits is shown as waiting', async () => {
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const { d, records, now } = settled(w)
        const record = records.get(CASE) as CaseRecord
        const offered = new Set(actionsFor(now, record, 0).map(({ name }) => name))
        const { waits } = await factsOfCase(db, now, d, CASE, record, {}, 0)
        for (const action of d.workflow.actions) {
          if (action.name === 'file') continue
          const said = { case: CASE, values: {}, takenBack: [], materials: [] }
          const before = { no: 'T1', docNo: 'D1' }
          const { problems } = await checkAct(db, now, unsealer, d, record, action, said, before, TODAY)
          const may = offered.has(action.name) && problems.length === 0
          const draft = must(await draftAct(db, now, d, record, action, {}, { ...said, reason: '-' }, null, random))
          const outcome = verdict(now, draft, records)
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
          expect([action.name, may, problems.map((one) => one.problem), outcome]).toEqual([
            action.name,
            outcome === 'applied',
            problems.map((one) => one.problem),
            outcome,
          ])
          const waiting = waits.find((one) => one.action.name === action.name)?.because
          if (waiting !== undefined) expect(may).toBe(false)
          expect(offered.has(action.name) && (waiting === 'disputed' || waiting === 'overruled')).toBe(false)
          // Who may act, and what was taken already, the buttons know without asking.
          if (outcome === 'void(once)' || outcome === 'void(author)' || outcome === 'void(state)') {
            expect([action.name, outcome, offered.has(action.name)]).toEqual([action.name, outcome, false])
          }
          if (offered.has(action.name) && outcome === 'void(disputed)') expect(waiting).toBe('subject')
        }
      }),
      runs,
    )
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        'applied',
        'void(disputed)',
        'void(overruled)',
        'void(pending)',
        'void(state)',
        'void(burden)',
        'void(author)',
      ]),
    )
  })
})
