import type { ResolveData } from '../../shared/contract/facts.ts'
import type { Dispute } from '../../shared/contract/record.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import type { Where } from './plan.ts'

/** A decision to be carried out: what is said (by the first of two signers, where there are two), and about what. */
export interface Matter extends Where {
  readonly id: Uint8Array
  readonly disputes: readonly Dispute[]
  /** The records that the entry names. */
  readonly named: ReadonlySet<string>
  readonly said: { readonly data: ResolveData; readonly commit: Uint8Array | null }
}

/** The definition that an entry in dispute rests on. */
export function definitionOf({ kind, data, case: of, h }: Dispute, { gov, read }: Where): ServiceDefinition | null {
  const kase = read(of)
  const pinned = kind === 'file' ? (data as { service: string; version: number }) : kase
  if (pinned === undefined || !('service' in pinned)) return null
  return gov.service(pinned.service, pinned.version, h)
}
