import type { ActData, FileData } from '../../shared/contract/facts.ts'
import type { CaseRecord, LedgerRecord } from '../../shared/contract/index.ts'
import type { VoidReason } from '../../shared/contract/outcome.ts'
import { planAct, planFile, type Setting } from '../../shared/contract/plan.ts'
import type { Action, FieldValue, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { namedSubjects } from '../../shared/contract/service/workflow.ts'
import type { Body, Value } from '../../shared/ledger/index.ts'
import type { Acting } from './api.ts'
import type { OnRecord } from './on-record.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * What the ledger would say to an entry by whoever is signed in, on the records as they stand here: the same plan that judges it later, so that nothing
 * is signed that could only come to nothing. Running numbers are left out: they are taken when it is signed.
 */

type Values = Readonly<Record<string, FieldValue>>

const BLANK = new Uint8Array(32)

/** Null where nothing stands against it. */
export function foreseeFiling(
  now: Snapshot,
  d: ServiceDefinition,
  values: Values,
  subjects: readonly OnRecord[],
): VoidReason | null {
  const file = d.workflow.actions.find((one) => one.name === 'file')
  const on = settingOf(now, subjects)
  const named = subjectsOf(d, now.office, publicOf(d, values))
  if (file === undefined || on === null || named === null) return null
  const { fields, sealed } = split(d, values)
  const data = { service: d.code, version: d.version, fields, sealed, materials: [], number: null } as FileData
  const id = `${now.office}/case/?`
  const ids = [id, ...namedSubjects(d, file, named).map((one) => one.id)]
  return reasonOf(planFile(withoutNumbers(d), data, entryOf(now, 'file', id, ids, sealed), on))
}

/** The same of an act, with the fields that it gives and takes back. */
export function foreseeAct(
  now: Snapshot,
  d: ServiceDefinition,
  record: CaseRecord,
  action: Action,
  { case: id, values = {}, takenBack = [] }: Pick<Acting, 'case' | 'values' | 'takenBack'>,
  subjects: readonly OnRecord[],
): VoidReason | null {
  const on = settingOf(now, subjects)
  const named = subjectsOf(d, now.office, record.fields)
  if (on === null || named === null) return null
  const { fields, sealed } = split(d, values)
  const gone = (secret: boolean) =>
    Object.fromEntries(takenBack.filter((name) => d.sealed.includes(name) === secret).map((name) => [name, null]))
  const data = {
    ...{ action: action.name, reason: '-', materials: [], number: null, rules: null },
    ...{ fields: { ...fields, ...gone(false) }, sealed: { ...sealed, ...gone(true) } },
  } as ActData
  const ids = [id, ...namedSubjects(d, action, named).map((one) => one.id)]
  return reasonOf(planAct(withoutNumbers(d), data, record, entryOf(now, 'act', id, ids, sealed), on))
}

const withoutNumbers = (d: ServiceDefinition): ServiceDefinition => ({ ...d, numbers: [] })

function reasonOf(plan: ReturnType<typeof planFile>): VoidReason | null {
  return typeof plan === 'string' ? plan : plan.forbidden
}

/** Null where whoever is signed in has no key that the office knows yet. */
function settingOf(now: Snapshot, subjects: readonly OnRecord[]): Setting | null {
  const author = now.gov.author(now.person.key, now.height)
  if (author === null) return null
  const records = new Map<string, LedgerRecord>()
  for (const { id, record } of subjects) if (record !== null) records.set(id, record)
  const read = (id: string) => records.get(id)
  return { gov: now.gov, author, read, scope: now.office, h: now.height, t: 0, again: false }
}

function publicOf(d: ServiceDefinition, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !d.sealed.includes(name)))
}

/** [N6] What is sealed stands as a commitment: which one decides nothing. */
function split(d: ServiceDefinition, values: Values) {
  const secret = Object.keys(values).filter((name) => d.sealed.includes(name))
  return { fields: publicOf(d, values), sealed: Object.fromEntries(secret.map((name) => [name, BLANK])) }
}

function entryOf(now: Snapshot, kind: string, of: string, ids: readonly string[], sealed: object): Body {
  return {
    ...{ v: 1, net: now.site.net, kind, scope: [now.office], key: now.person.key, epoch: 0, seq: 0, prev: null },
    ...{
      time: 0,
      case: of,
      subj: [...new Set(ids)].sort().map((id) => ({ id, heads: [] })),
      data: {} as Record<string, Value>,
    },
    ...{ commit: Object.keys(sealed).length === 0 ? null : BLANK, att: [] },
  }
}
