import type { SubjectRecord } from '../../shared/contract/index.ts'
import { type CaseRecord, isCase, isVoid, type LedgerRecord, type RoleName } from '../../shared/contract/index.ts'
import { countedIn, nextNumber, numberIn, numbersId } from '../../shared/contract/numbers.ts'
import { fieldsAt } from '../../shared/contract/service/fields-at.ts'
import type { Action, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { numberingAt } from '../../shared/contract/service/number-text.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { namedSubjects } from '../../shared/contract/service/workflow.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import type { Value } from '../../shared/ledger/index.ts'
import type { Draft } from '../kit/device.ts'
import type { Random } from '../kit/random.ts'
import { formOf, givenTo, isKey, split } from './forms.ts'
import type { Office } from './office.ts'
import { COUNTY, OTHER, type Person } from './people.ts'

/** What people in an office do: filings, acts, notes; each on what the office knows. */

export interface Doing {
  readonly office: Office
  readonly rnd: Random
  readonly now: number
  /** Codes of the services that this world is about. */
  readonly services: readonly string[]
  /** A name for a case that nobody else gives. */
  readonly name: () => string
}

export interface Said {
  readonly person: Person
  readonly draft: Draft
}

/** Does something, and signs it; people mostly do not sign what they can see to be forbidden. Answers what it was. */
export function work(doing: Doing): string | null {
  const { rnd, office, now } = doing
  const careless = rnd.int(12) === 0
  for (let tries = 0; tries < 4; tries++) {
    const said = rnd.int(20) === 0 ? note(doing) : rnd.int(5) < 2 ? file(doing) : act(doing)
    if (said === null) continue
    const entry = office.draft(said.person, said.draft, now)
    if (!careless && isVoid(office.expect(entry, now).outcome)) continue
    office.sign(said.person, entry, now)
    return said.draft.kind
  }
  return null
}

function one(doing: Doing, roles: readonly RoleName[]): Person | null {
  const able = doing.office.people.filter((person) => person.roles.some((role) => roles.includes(role)))
  return able.length === 0 ? null : doing.rnd.pick(able)
}

function note({ office, rnd, services }: Doing): Said {
  if (services.includes('quick') && rnd.int(4) === 0) {
    // Of a later version of the program.
    return { person: rnd.pick(office.people), draft: { kind: 'share', scope: [COUNTY], data: { to: 'tax' } } }
  }
  const scope = rnd.pick([[COUNTY], [OTHER], [COUNTY, OTHER]])
  return { person: rnd.pick(office.people), draft: { kind: 'note', scope, data: { text: '备注' } } }
}

/** The newest version of a service that this office has heard of. */
function service({ office, rnd, services }: Doing): ServiceDefinition | null {
  const code = rnd.pick(services)
  const { gov, height } = office.replica
  return gov.service(code, 2, height) ?? gov.service(code, 1, height)
}

/** A filing of this service, or of any. */
export function file(doing: Doing, wanted?: ServiceDefinition): Said | null {
  const { office, rnd } = doing
  const d = wanted ?? service(doing)
  const action = d?.workflow.actions.find((one) => one.name === 'file')
  const person = d === null || action === undefined ? null : one(doing, action.roles)
  if (d === null || action === undefined || person === null) return null
  const form = formOf(d, office.read, rnd)
  const subjects = form === null ? null : subjectsOf(d, COUNTY, form)
  if (form === null || subjects === null) return null
  const id = `${COUNTY}/case/${doing.name()}`
  const { fields, sealed, commit } = split(d, form, `${person.member}/${person.epoch}/${person.seq}`)
  const named = namedSubjects(d, action, subjects).map((one) => one.id)
  const subj = [{ id, heads: [] as Uint8Array[] }, ...office.subj(new Set(named))]
  return {
    person,
    draft: {
      ...{ kind: 'file', scope: [COUNTY], case: id, subj: sorted(subj), commit },
      data: {
        service: d.code,
        version: d.version,
        fields,
        sealed,
        materials: [],
        number: numberFor(doing, d, action, person),
      },
    },
  }
}

const sorted = <T extends { readonly id: string }>(all: readonly T[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1))

/** The next step of a case that this office knows. */
function act(doing: Doing): Said | null {
  const { office, rnd } = doing
  const cases = office.ids().filter((id) => id.includes('/case/') && office.read(id) !== undefined)
  if (cases.length === 0) return null
  const id = rnd.pick(cases)
  const record = office.read(id) as LedgerRecord
  if (!isCase(record)) return null
  const { gov, height } = office.replica
  const own = gov.service(record.service, record.version, height)
  const newest = gov.service(record.service, 2, height)
  // Somebody who takes the way of the new form for a case that began with the old one.
  const d = newest !== null && newest !== own && rnd.int(4) === 0 ? newest : own
  if (d === null) return null
  const { actions } = d.workflow
  const open = actions.filter((one) => one.from.includes(record.state))
  const from = open.length > 0 && rnd.int(10) > 0 ? open : actions.filter((one) => one.name !== 'file')
  if (from.length === 0) return null
  // Half of all steps are those that go towards the end; by chance alone a long workflow is seldom walked through.
  const onward =
    from.find((one) => one.effects === true) ?? from.find((one) => ['accept', 'review', 'finish'].includes(one.name))
  const action = onward !== undefined && rnd.int(2) === 0 ? onward : rnd.pick(from)
  const person = one(doing, action.roles)
  return person === null ? null : { person, draft: step(doing, d, id, record, action, person) }
}

function step(
  doing: Doing,
  d: ServiceDefinition,
  id: string,
  record: CaseRecord,
  action: Action,
  person: Person,
): Draft {
  const { office, rnd } = doing
  const may = [...fieldsAt(d, action)].filter((name) => !isKey(d, name))
  const extra = may.filter(() => rnd.int(3) === 0)
  const given = givenTo(d, new Set([...(action.needs ?? []), ...extra]), office.read, id, rnd)
  const { fields, sealed, commit } = split(d, given, `${person.member}/${person.epoch}/${person.seq}`)
  const gone = may.find((name) => Object.hasOwn(record.fields, name) && !d.form.schema.required.includes(name))
  if (gone !== undefined && rnd.int(6) === 0 && !(action.needs ?? []).includes(gone)) fields[gone] = null
  const subjects = subjectsOf(d, COUNTY, record.fields) ?? []
  const named = namedSubjects(d, action, subjects).map((one) => one.id)
  const bring = action.materials === true && d.materials.length > 0 && rnd.int(2) === 0
  const materials = bring ? [{ id: rnd.pick(d.materials).id, copies: rnd.int(3), original: true, files: [] }] : []
  return {
    ...{ kind: 'act', scope: [COUNTY], case: id, subj: office.subj(new Set([id, ...named])), commit },
    data: {
      ...{ action: action.name, reason: '理由', fields, sealed, materials: materials as Value },
      ...{ number: numberFor(doing, d, action, person), rules: null },
    },
  }
}

/** The next number of this person's device; in small services now and then one that is not its own, or that it gave before, or none. */
export function numberFor(doing: Doing, d: ServiceDefinition, action: Action, person: Person): Value {
  const { office, now, rnd } = doing
  const numbering = numberingAt(d, action.name)
  if (numbering === null) return null
  const { gov, height } = office.replica
  const key = person.key.id
  const { series } = numbering
  const counted = office.read(numbersId(COUNTY, series, key)) as SubjectRecord | undefined
  const given = [
    ...countedIn(counted),
    ...office.outbox.flatMap((one) => (one.entry.key === key ? numberIn(one.entry, series) : [])),
  ]
  // The day as it is, not as this clock says: a clock that is wrong by years gives no number, and then there is nothing to see.
  const today = civilDate(now)
  const wrong = d.examples.length === 0 ? rnd.int(20) : 3
  if (wrong === 0) return null
  if (wrong === 1 && given.length > 0) return { series, ...(given[rnd.int(given.length)] as object) }
  if (wrong === 2) {
    const period = numbering.period === 'day' ? today.replaceAll('-', '') : today.slice(0, 4)
    return { series, period, n: 1 + rnd.int(40) }
  }
  return nextNumber(numbering, gov.numbers(COUNTY, series, height), key, today, given) as unknown as Value
}
