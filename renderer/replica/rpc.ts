import { fail, type Result } from '../../shared/base/result.ts'
import type { ReplicaCall, ReplicaEvent } from './api.ts'

/** The first message to the worker opens the replica and carries the port of the page's bridge. */
export type ToReplica =
  | { readonly open: { readonly site: unknown; readonly person: unknown }; readonly port: MessagePort }
  | { readonly call: number; readonly name: ReplicaCall; readonly input: unknown }
  | { readonly close: true }

export type FromReplica =
  | { readonly opened: Result<null> }
  | { readonly call: number; readonly result: Result<unknown> }
  | { readonly event: ReplicaEvent }
  | { readonly closed: true }

/** A result for a caller whose worker is gone. */
export const GONE = fail('internal', 'the replica worker is gone')
