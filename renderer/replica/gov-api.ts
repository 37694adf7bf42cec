import type { Code } from '../../shared/base/codes.ts'
import type { Result } from '../../shared/base/result.ts'
import type { GivenNumber } from '../../shared/contract/index.ts'
import type { Group, Text } from '../../shared/contract/service/definition.ts'
import type { Standing } from './api.ts'

/**
 * What gov has established, as the pages of administration show it, and what a registrar may write into it. Everybody may read it: gov is public.
 * Ids of keys and entries are hex.
 */

/** What a registrar says; the replica makes it the data of an entry of gov (N7). */
export type GovAct =
  /** A definition to publish; with the policy `publication {signers: 2}` it then waits for a second signature (X10). */
  | { readonly kind: 'publish'; readonly definition: unknown }
  /** The second signature, under the definition with this hash. */
  | { readonly kind: 'sign'; readonly code: string; readonly version: number; readonly hash: string }
  | {
      readonly kind: 'numbers'
      readonly office: string
      readonly series: string
      readonly key: string
      readonly from: number
      readonly to: number
    }
  | { readonly kind: 'policy'; readonly name: string; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'revoke'; readonly key: string; readonly reason: string }

/** A member by name, or by the id where gov has no name. */
export interface Named {
  readonly id: string
  readonly name: string
}

export interface GovKey {
  readonly id: string
  readonly use: string
  readonly suite: string
  /** Height from which it holds. */
  readonly from: number
  readonly revoked: { readonly from: number; readonly reason: string } | null
}

export interface GovMember extends Named {
  readonly office: string
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
  /** Height from which these roles and scopes hold, and how many times they have been laid down. */
  readonly from: number
  readonly times: number
  readonly keys: readonly GovKey[]
}

export interface GovOffice {
  readonly code: string
  readonly name: string
  readonly parent: string | null
  readonly level: string
  readonly from: number
  /** How many times a sealing key has been laid down for it; 0: nothing can be sealed to it. */
  readonly recipients: number
  /** Keys of nodes. */
  readonly keys: readonly GovKey[]
}

/** `in-force`: what new cases are filed under. `retired`: open cases go on under it. `waiting`: for the second signature. */
export type ServiceState = 'in-force' | 'retired' | 'waiting'

export interface GovService {
  readonly code: string
  readonly version: number
  readonly title: Text
  readonly group: Group
  readonly state: ServiceState
  /** Height from which it is in force; null while it waits. */
  readonly from: number | null
  /** In the order of signing. */
  readonly signers: readonly Named[]
  /** H(CBOR(definition)), hex. */
  readonly hash: string
}

/** A series of running numbers as the services in force give it (N10). */
export interface GovSeries {
  readonly series: string
  readonly period: 'day' | 'year'
  readonly digits: number
  /** The services that give it. */
  readonly services: readonly Text[]
}

export interface GovBlock {
  readonly key: string
  readonly owner: Named
  readonly revoked: boolean
  readonly from: number
  readonly to: number
  /** Height at which it was allotted. */
  readonly at: number
}

/** The blocks of one series in one office. */
export interface GovNumbers {
  readonly office: string
  readonly series: string
  readonly blocks: readonly GovBlock[]
  /** The last number that each device gave, by key, as far as this replica holds the register of that office; null for the others. */
  readonly given: Readonly<Record<string, Pick<GivenNumber, 'period' | 'n'>>> | null
}

export interface GovPolicy {
  readonly name: string
  readonly value: Readonly<Record<string, unknown>>
  readonly from: number
  readonly times: number
  /** [X10] Only of `publication`: who has asked for one signature in place of two; it holds once another registrar signs the same. */
  readonly waits?: Named
}

/** An entry of gov, sealed or on its way there from this desktop. */
export interface GovEntry {
  readonly entry: string
  readonly kind: string
  /** What it is about: a state key such as `service/grassland-transfer/2` or `policy/holidays.2027`; '' where it says nothing that is known. */
  readonly about: string
  readonly by: Named
  /** Claimed time, and the block's once it is sealed, ms. */
  readonly time: number
  readonly sealedAt: number | null
  readonly height: number | null
  readonly standing: Standing
  /** What the ledger makes of it, or is expected to (X2). */
  readonly outcome: string
  /** Why the province refused it. */
  readonly code: Code | null
}

export interface Governance {
  /** May the person who is signed in write here? */
  readonly may: boolean
  /** How many registrars sign a definition. */
  readonly signers: 1 | 2
  readonly offices: readonly GovOffice[]
  readonly members: readonly GovMember[]
  readonly services: readonly GovService[]
  readonly series: readonly GovSeries[]
  readonly numbers: readonly GovNumbers[]
  readonly policies: readonly GovPolicy[]
  /** This desktop's own entries of gov that are not sealed, or have no effect; oldest first. */
  readonly pending: readonly GovEntry[]
}

/** One version of a service with its document. */
export interface GovDefinition extends GovService {
  /** The document as it stands on the ledger, ready for JSON. */
  readonly definition: unknown
  /** The newest version in force, where that is another. */
  readonly inForce: number | null
  /** Everything that was signed about this version, oldest first; what waits here too. */
  readonly entries: readonly GovEntry[]
}

/** Calls to the worker about gov. */
export interface GovCalls {
  governance(): Promise<Result<Governance>>
  /** Code: unknown-service. */
  definition(input: { readonly code: string; readonly version: number }): Promise<Result<GovDefinition>>
  /** The newest entries of gov of these kinds, newest first; all kinds when none is named. */
  govLog(input: { readonly kinds: readonly string[]; readonly limit: number }): Promise<Result<readonly GovEntry[]>>
  /**
   * Signs and keeps an entry of gov, like a filing. What the ledger would void is not signed: `no-effect`, its outcome as the detail. Other codes:
   * wrong-role, wrong-shape, too-large, form-invalid (an example of the definition fails), and those of filing.
   */
  govern(act: GovAct): Promise<Result<{ readonly entry: string }>>
}
