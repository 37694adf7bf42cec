import { equal } from '../base/bytes.ts'
import type { CaseRecord } from './record.ts'
import type { Action, Blocked, ServiceDefinition } from './service/definition.ts'

/** What waits while people have not decided (X5): what the service says, and nothing else. */

/** Is the case itself in dispute, and not only what its filing claims? */
export function isContested({ disputes, log }: Pick<CaseRecord, 'disputes' | 'log'>): boolean {
  return disputes.some((id) => log.some((touch) => touch.held && equal(touch.id, id)))
}

/** Filing and effects wait on a subject in dispute where a service says nothing. */
export function waitsFor({ disputes }: ServiceDefinition, what: Blocked): boolean {
  return (disputes?.blocks ?? ['file', 'effects']).includes(what)
}

/** May this action be taken on the case, as far as disputes and decisions about the case go? */
export function isOpenTo(d: ServiceDefinition, action: Action, record: CaseRecord): boolean {
  return barredBy(d, action, record) === null
}

export function barredBy(d: ServiceDefinition, action: Action, record: CaseRecord): 'disputed' | 'overruled' | null {
  if (isContested(record) && action.whileDisputed !== true) return 'disputed'
  if (record.disputes.length > 0 && waitsFor(d, 'acts')) return 'disputed'
  return record.overruled !== null && action.effects === true ? 'overruled' : null
}
