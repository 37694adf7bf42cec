import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Draft } from '../../shared/bridge.ts'
import type { CaseRecord, GivenNumber } from '../../shared/contract/index.ts'
import type { Action, FieldValue, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { namedSubjects } from '../../shared/contract/service/workflow.ts'
import { encode, encodePayload, fieldCommit, type Value } from '../../shared/ledger/index.ts'
import type { Filing } from './api.ts'
import { attachmentsOf, materialsOf } from './attachments.ts'
import type { ReplicaDatabase } from './database.ts'
import { findSubject, type Snapshot } from './snapshot.ts'

export type RandomBytes = (length: number) => Uint8Array

type Values = Readonly<Record<string, FieldValue>>

/** The draft of a filing: sealed fields committed under fresh salts, the heads as they stand here. */
export async function draftFiling(
  db: ReplicaDatabase,
  now: Snapshot,
  definition: ServiceDefinition,
  values: Values,
  filing: Pick<Filing, 'materials'>,
  caseId: string,
  number: GivenNumber | null,
  random: RandomBytes,
): Promise<Result<Draft>> {
  const subjects = subjectsOf(definition, now.office, values)
  const file = definition.workflow.actions.find((one) => one.name === 'file')
  if (subjects === null || file === undefined) return fail('form-invalid', 'subject')
  const named = namedSubjects(definition, file, subjects).map((one) => one.id)
  const split = sealFields(now, definition, values, random)
  if (!split.ok) return split
  const { fields, sealed, payload } = split.value
  const { code: service, version } = definition
  const data = { service, version, fields, sealed, materials: materialsOf(filing), number: number as Value }
  return ok({
    kind: 'file',
    scope: [now.office],
    case: caseId,
    subj: await based(db, now, caseId, [], named),
    data: encode(data),
    payload,
    att: attachmentsOf(filing),
  })
}

/** What an act says beside its action and new values: fields that it takes back, and materials that came in. */
export interface ActInput extends Pick<Filing, 'materials'> {
  readonly case: string
  readonly reason: string | null
  readonly takenBack: readonly string[]
}

/** The draft of an act; names the subjects exactly when the act changes them. */
export async function draftAct(
  db: ReplicaDatabase,
  now: Snapshot,
  definition: ServiceDefinition,
  record: CaseRecord,
  action: Action,
  values: Values,
  input: ActInput,
  number: GivenNumber | null,
  random: RandomBytes,
): Promise<Result<Draft>> {
  const subjects = subjectsOf(definition, now.office, record.fields)
  if (subjects === null) return fail('form-invalid', 'subject')
  const touched = namedSubjects(definition, action, subjects).map((one) => one.id)
  const split = sealFields(now, definition, values, random)
  if (!split.ok) return split
  const { payload } = split.value
  const fields: Record<string, Value> = { ...split.value.fields }
  const sealed: Record<string, Value> = { ...split.value.sealed }
  // [N6] In the map where the field belongs; a sealed one that goes needs no payload.
  for (const name of input.takenBack) (definition.sealed.includes(name) ? sealed : fields)[name] = null
  const reason = input.reason?.trim() ?? ''
  const data = {
    action: action.name,
    reason: reason === '' ? null : reason,
    ...{ fields, sealed, materials: materialsOf(input), number: number as Value, rules: null },
  }
  return ok({
    kind: 'act',
    scope: [now.office],
    case: input.case,
    subj: await based(db, now, input.case, [...record.heads], touched),
    data: encode(data),
    payload,
    att: attachmentsOf(input),
  })
}

/** What an entry is based on: the case, and the subjects as they stand here. */
async function based(
  db: ReplicaDatabase,
  now: Snapshot,
  caseId: string,
  heads: Uint8Array[],
  subjects: readonly string[],
): Promise<Draft['subj']> {
  const subj: Draft['subj'] = [{ id: caseId, heads }]
  for (const id of subjects) subj.push({ id, heads: [...((await findSubject(db, now, id))?.heads ?? [])] })
  return subj.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** [N6] Public values as they are; sealed ones as commitments, with salts and values in the payload for those who may read it. */
export function sealFields(
  now: Snapshot,
  definition: ServiceDefinition,
  values: Values,
  random: RandomBytes,
): Result<{ fields: Record<string, Value>; sealed: Record<string, Uint8Array>; payload: Draft['payload'] }> {
  const fields: Record<string, Value> = {}
  const sealed: Record<string, Uint8Array> = {}
  const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!definition.sealed.includes(name)) {
      fields[name] = value as Value
      continue
    }
    const salt = random(32)
    sealed[name] = fieldCommit(salt, value as Value)
    inPayload[name] = { salt, value: value as Value }
  }
  if (Object.keys(sealed).length === 0) return ok({ fields, sealed, payload: null })
  const readers = readersOf(now, definition)
  if (readers.length === 0) return fail('unknown-key', 'the office has no sealing key')
  return ok({ fields, sealed, payload: { clear: encodePayload({ fields: inPayload }), salt: random(32), readers } })
}

/** Who may open what is sealed: this office, and for one-click services the executor's office, which policy names. */
export function readersOf(now: Snapshot, definition: ServiceDefinition): string[] {
  const offices = [now.office]
  const executor = definition.auto === null ? null : now.gov.policy('executor', Number.MAX_SAFE_INTEGER)
  if (typeof executor?.['office'] === 'string') offices.push(executor['office'])
  return offices.flatMap((office) => now.gov.recipients(office, now.height).slice(-8))
}
