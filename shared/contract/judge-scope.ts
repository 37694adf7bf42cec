import { LIMITS } from '../base/limits.ts'
import { isMap } from '../base/shape.ts'
import { type Body, homeScope, subjectType } from '../ledger/index.ts'
import { disputeId } from './dispute.ts'
import { actData, fileData, noteData, SERIES } from './facts.ts'
import { type Gov, isRevoked } from './gov.ts'
import { numbersId } from './numbers.ts'
import { type Verdict, type VoidReason, voided } from './outcome.ts'
import { type Plan, planAct, planFile, type Setting } from './plan.ts'
import type { CaseRecord, LedgerRecord } from './record.ts'
import { judgeResolve } from './resolve.ts'
import { settle } from './settle.ts'

/** Where an entry stands: its scope, its position there, and the height and time of its block. */
export interface Place {
  readonly scope: string
  readonly at: number
  readonly h: number
  readonly t: number
}

/** Reads the scope's records; the caller has fetched those that `recordsOf` names. */
export type ReadRecord = (id: string) => LedgerRecord | undefined

/** The records of this scope that judging an entry reads and may change. */
export function recordsOf(entry: Body, scope: string): string[] {
  const ids = entry.subj.map((s) => s.id)
  if (entry.case !== null && !ids.includes(entry.case)) ids.push(entry.case)
  const number = isMap(entry.data['number']) ? entry.data['number']['series'] : undefined
  // What is no series is void, and nothing that a store could stumble over is asked for.
  if (typeof number === 'string' && SERIES.test(number)) ids.push(numbersId(scope, number, entry.key))
  if (entry.kind === 'resolve') for (const id of disputesNamed(entry.data)) ids.push(disputeId(scope, id))
  return ids.filter((id) => homeScope(id) === scope)
}

/** [X6] The entries in dispute that a decision names, as far as they can be read. */
function disputesNamed(data: Body['data']): Uint8Array[] {
  const named = data['disputes']
  if (!Array.isArray(named) || named.length > LIMITS.disputesPerDecision) return []
  return named.filter((id): id is Uint8Array => id instanceof Uint8Array && id.length === 32)
}

/**
 * [X1] [X2] [X4] [X5] The verdict on a leaf of a scope other than gov: a pure function of gov at its height and of the records that it
 * touches. The device chain has been judged before.
 */
export function judgeScope(gov: Gov, read: ReadRecord, entry: Body, id: Uint8Array, place: Place): Verdict {
  const author = gov.author(entry.key, place.h)
  if (author === null) return voided('unknown-key')
  if (isRevoked(author.key, place.h)) return voided('revoked')
  if (!author.scopes.includes(place.scope)) return voided('role')
  // An executor answers what is asked of it, and has nothing to say of its own.
  if (author.key.use === 'executor' && (entry.kind === 'file' || entry.kind === 'note')) return voided('role')
  const on: Setting = { gov, author, read, scope: place.scope, h: place.h, t: place.t, again: false }
  switch (entry.kind) {
    case 'file':
      return settle(planOfFile(entry, on), read, entry, id, author.member, place)
    case 'act':
      return settle(planOfAct(entry, on), read, entry, id, author.member, place)
    case 'resolve':
      return judgeResolve(entry, id, on, place.at)
    case 'note':
      return judgeNote(entry)
    default:
      return voided('not-understood')
  }
}

/** Words and nothing else: no form that could be sealed, no material that an attachment could belong to. */
function judgeNote(entry: Body): Verdict {
  const plain = entry.commit === null && entry.att.length === 0
  return plain && noteData(entry.data, 'data').ok ? { outcome: 'applied', changes: new Map() } : voided('shape')
}

function planOfFile(entry: Body, on: Setting): Plan | VoidReason {
  const data = fileData(entry.data, 'data')
  if (!data.ok) return 'shape'
  if (entry.case === null || homeScope(entry.case) !== on.scope || subjectType(entry.case) !== 'case') return 'case'
  const definition = on.gov.service(data.value.service, data.value.version, on.h)
  return definition === null ? 'service' : planFile(definition, data.value, entry, on)
}

function planOfAct(entry: Body, on: Setting): Plan | VoidReason {
  const data = actData(entry.data, 'data')
  if (!data.ok) return 'shape'
  if (entry.case === null || homeScope(entry.case) !== on.scope) return 'case'
  const record = on.read(entry.case)
  if (record === undefined || record.t !== 'case') return 'case'
  const open = record as CaseRecord
  const definition = on.gov.service(open.service, open.version, on.h)
  return definition === null ? 'service' : planAct(definition, data.value, open, entry, on)
}
