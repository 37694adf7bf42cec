import { compare, equal, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  type Dispute,
  type DisputeRecord,
  isCase,
  type LedgerRecord,
  recordsOfDecision,
  recordsToName,
} from '../../shared/contract/index.ts'
import type { Value } from '../../shared/ledger/index.ts'
import type { Random } from '../kit/random.ts'
import type { Doing } from './acts.ts'
import type { Office } from './office.ts'
import { COUNTY, type Person } from './people.ts'
import { sha256 } from './shared-gov.ts'

/** What supervisors do: they decide what is in dispute, put a second name to a decision, or take one back; on what their office knows. */

interface Choice {
  readonly choice: 'keep' | 'adopt' | 'amend' | 'confirm' | 'reopen'
  readonly about: readonly Dispute[]
  readonly adopt: Uint8Array | null
  readonly subject: string
  readonly names: readonly string[]
}

/** Decides something, and signs it, sometimes although the office could see that it is void. Answers what was chosen. */
export function decide(doing: Doing): string | null {
  const { office, rnd, now } = doing
  const able = office.people.filter((person) => person.roles.includes('supervisor'))
  if (able.length === 0) return null
  const person = rnd.pick(able)
  const disputes = office
    .ids()
    .map((id) => office.read(id))
    .filter((record): record is DisputeRecord => record?.t === 'dispute')
    .map(({ dispute }) => dispute)
    .sort((a, b) => a.at - b.at)
  for (let tries = 0; tries < 3; tries++) {
    const chosen = disputes.length === 0 ? null : choose(office, disputes, doing)
    if (chosen === null) continue
    const entry = office.draft(person, draft(doing, chosen, person), now)
    if (office.expect(entry, now).outcome !== 'applied' && rnd.int(4) > 0) continue
    office.sign(person, entry, now)
    return chosen.choice
  }
  return null
}

function choose(office: Office, disputes: readonly Dispute[], { rnd }: Doing): Choice | null {
  const one = rnd.pick(disputes)
  if (one.decided !== null) return rnd.int(3) > 0 ? null : again(office, disputes, one, rnd)
  const waiting = one.proposed
  if (waiting !== null && rnd.int(4) > 0) {
    const about = disputes.filter(
      ({ decided, proposed }) => decided === null && proposed !== null && equal(proposed.id, waiting.id),
    )
    const names = named(office, about, (waiting.data['adopt'] ?? null) as Uint8Array | null)
    return names === null
      ? null
      : { choice: 'confirm', about, adopt: waiting.id, subject: subjectOf(office, one, rnd.int(4)), names }
  }
  const open = disputes.filter(({ decided }) => decided === null)
  const subject = subjectOf(office, one, rnd.int(4))
  const about =
    rnd.int(5) === 0
      ? [one]
      : rnd.int(3) === 0
        ? open
        : open.filter(({ subj }) => subj.some(({ id }) => id === subject))
  if (!about.includes(one) || about.length > 16) return null
  const choice = rnd.pick(['keep', 'keep', 'adopt', 'adopt', 'adopt', 'amend'] as const)
  const adopt = choice === 'adopt' || (choice === 'amend' && rnd.int(2) === 0) ? rnd.pick(about).id : null
  const names = named(office, about, adopt)
  return names === null ? null : { choice, about, adopt, subject, names }
}

/** Takes back what was decided about this one; now and then as if that had been about nothing else. */
function again(office: Office, disputes: readonly Dispute[], one: Dispute, rnd: Random): Choice | null {
  const n = rnd.int(2)
  const decision = one.decided?.id ?? null
  if (decision === null) return null
  const all = disputes.filter(({ decided }) => decided !== null && equal(decided.id, decision))
  const about = all.length > 1 && rnd.int(3) === 0 ? [one] : all
  const subject = subjectOf(office, one, n)
  const record = office.read(subject)
  const names = record === undefined ? [] : recordsOfDecision(record, subject, decision)
  return { choice: 'reopen', about, adopt: null, subject, names }
}

function subjectOf(office: Office, { subj }: Dispute, n: number): string {
  const there = subj.filter(({ id }) => office.read(id) !== undefined)
  return (there[n % Math.max(1, there.length)] ?? subj[0])?.id as string
}

function named(office: Office, about: readonly Dispute[], adopt: Uint8Array | null): string[] | null {
  const { gov, height } = office.replica
  const names = recordsToName({ gov, h: height, disputes: about }, office.read, adopt)
  return typeof names === 'string' ? null : names
}

function draft(doing: Doing, { choice, about, adopt, subject, names }: Choice, person: Person) {
  const { office, rnd } = doing
  const subj = office.subj(names.slice(0, 16))
  // Somebody with an old copy, or none of the record at all.
  if (rnd.int(12) === 0 && subj.length > 0) {
    const one = rnd.pick(subj)
    const log = office.read(one.id)?.log ?? []
    one.heads = log.length < 2 ? [] : [(log[rnd.int(log.length - 1)] as { id: Uint8Array }).id]
  }
  const set =
    choice === 'amend'
      ? amendments(
          office,
          subj.map(({ id }) => id),
          rnd.int(1000),
          person,
        )
      : []
  const sealed = set.some((one) => Object.keys(one.sealed).length > 0)
  const heads = subj.find(({ id }) => id === subject)?.heads ?? []
  return {
    ...{
      kind: 'resolve',
      scope: [COUNTY],
      subj,
      commit: sealed ? sha256(utf8(`${person.member}/${person.seq}`)) : null,
    },
    data: {
      ...{
        subject,
        heads,
        choice,
        adopt,
        set: set as unknown as Value,
        ground: 'documents',
        reason: '依材料裁定',
        recall: [],
      },
      disputes: about.map(({ id }) => id).sort(compare),
    },
  }
}

/** One field of one record that gets a value which neither side gave. */
function amendments(office: Office, ids: readonly string[], n: number, person: Person) {
  const all = ids.flatMap((id) => {
    const record = office.read(id) as LedgerRecord | undefined
    if (record === undefined) return []
    const fields = Object.keys(record.fields).filter((name) => name !== 'no' && (name === 'use' || !isCase(record)))
    const values = fields.map((name) => ({
      id,
      fields: { [name]: typeof record.fields[name] === 'number' ? 9 : '裁' },
      sealed: {},
    }))
    const covered = Object.keys(record.sealed).map((name) => ({
      id,
      fields: {},
      sealed: { [name]: sha256(utf8(`${hex(person.key.id)}/${n}`)) },
    }))
    return [...values, ...covered]
  })
  return all.length === 0 ? [] : [all[n % all.length] as (typeof all)[number]]
}
