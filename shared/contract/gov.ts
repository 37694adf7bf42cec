import { hex } from '../base/bytes.ts'
import type { Value } from '../ledger/index.ts'
import type { DeclaredKey, RoleName } from './facts.ts'
import type { ServiceDefinition } from './service/definition.ts'
import { readDefinition } from './service/read-definition.ts'

/**
 * What `gov` has established, held as the same key → value map that its state digest is over (X3). Every fact carries the height
 * it was sealed at, so that a leaf can be judged against gov as it stood then (X1) whatever has been learnt since.
 */

export interface KeyFact {
  readonly pub: Uint8Array
  readonly suite: DeclaredKey['suite']
  readonly use: DeclaredKey['use']
  /** Member id for entry keys, office code for the keys of nodes. */
  readonly owner: string
  readonly from: number
  readonly revoked: { readonly from: number; readonly last: Uint8Array | null; readonly reason: string } | null
}

export interface MemberFact {
  readonly name: string
  readonly office: string
  readonly history: readonly {
    readonly from: number
    readonly roles: readonly RoleName[]
    readonly scopes: readonly string[]
  }[]
}

export interface OfficeFact {
  readonly name: string
  readonly parent: string | null
  readonly level: string
  readonly from: number
  readonly recipients: readonly { readonly from: number; readonly recipient: string }[]
}

export interface NetworkFact {
  readonly id: Uint8Array
  readonly origin: string
  readonly title: string
}

/** A published definition; `from` is null while it waits for the second signature. */
export interface ServiceFact {
  readonly from: number | null
  readonly definition: Value
  /** The members who signed it, in order. */
  readonly signers: readonly string[]
}

/** Blocks of running numbers of one series in one office (N10); they never overlap. */
export interface NumbersFact {
  readonly blocks: readonly {
    readonly key: Uint8Array
    readonly from: number
    readonly to: number
    readonly at: number
  }[]
}

/** What the province has laid down under one name, and since when. */
export interface PolicyFact {
  readonly history: readonly { readonly from: number; readonly value: { readonly [key: string]: Value } }[]
  /** [X10] Only of `publication`: one signature in place of two, as one member has asked for it. */
  readonly waits?: { readonly value: { readonly [key: string]: Value }; readonly by: string }
}

export const govKey = {
  network: 'network',
  office: (code: string) => `office/${code}`,
  member: (id: string) => `member/${id}`,
  key: (id: Uint8Array) => `key/${hex(id)}`,
  service: (code: string, version: number) => `service/${code}/${version}`,
  numbers: (office: string, series: string) => `numbers/${office}/${series}`,
  policy: (name: string) => `policy/${name}`,
} as const

/** Who signed, with the standing that counts at one height. */
export interface Author {
  readonly key: KeyFact
  readonly member: string
  readonly name: string
  readonly office: string
  readonly roles: readonly RoleName[]
  readonly scopes: readonly string[]
}

/** Keys of members; all others are those of nodes, and belong to an office. */
function isPersonal(use: KeyFact['use']): boolean {
  return use === 'entry' || use === 'executor'
}

/** [X7] Has the key been revoked by this height? */
export function isRevoked(key: KeyFact, at: number): boolean {
  return key.revoked !== null && key.revoked.from <= at
}

/** The one mutable thing of the contract: grows by `put` with the changes that judging gov's leaves gives. */
export class Gov {
  readonly #facts = new Map<string, Value>()
  readonly #services = new Map<string, ServiceDefinition>()

  /** From stored state: the rows of gov's key → value map. */
  static from(rows: Iterable<readonly [string, Value]>): Gov {
    const gov = new Gov()
    for (const [key, value] of rows) gov.put(key, value)
    return gov
  }

  put(key: string, value: Value): void {
    this.#facts.set(key, value)
  }

  get(key: string): Value | undefined {
    return this.#facts.get(key)
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#facts.entries()
  }

  network(): NetworkFact | null {
    return (this.#facts.get(govKey.network) as unknown as NetworkFact | undefined) ?? null
  }

  key(id: Uint8Array): KeyFact | null {
    return (this.#facts.get(govKey.key(id)) as unknown as KeyFact | undefined) ?? null
  }

  office(code: string): OfficeFact | null {
    return (this.#facts.get(govKey.office(code)) as unknown as OfficeFact | undefined) ?? null
  }

  member(id: string): MemberFact | null {
    return (this.#facts.get(govKey.member(id)) as unknown as MemberFact | undefined) ?? null
  }

  /** Is the scope declared at this height? `gov` always is. */
  isDeclared(code: string, at: number): boolean {
    if (code === 'gov') return true
    const office = this.office(code)
    return office !== null && office.from <= at
  }

  /** Every declared scope at this height, in no order. */
  scopes(at: number): string[] {
    const out = ['gov']
    for (const [key, value] of this.#facts) {
      if (key.startsWith('office/') && (value as unknown as OfficeFact).from <= at)
        out.push(key.slice('office/'.length))
    }
    return out
  }

  /** The age recipients of an office that stand at this height, newest last. */
  recipients(code: string, at: number): string[] {
    return (this.office(code)?.recipients ?? []).filter((r) => r.from <= at).map((r) => r.recipient)
  }

  /** The author of an entry as gov knows them at this height; null when the key is unknown or not an entry key. */
  author(id: Uint8Array, at: number): Author | null {
    const key = this.key(id)
    if (key === null || key.from > at || !isPersonal(key.use)) return null
    const member = this.member(key.owner)
    if (member === null) return null
    const standing = member.history.findLast((one) => one.from <= at)
    if (standing === undefined) return null
    return {
      key,
      member: key.owner,
      name: member.name,
      office: member.office,
      roles: standing.roles,
      scopes: standing.scopes,
    }
  }

  /** [X8] The definition of a service in one version, when it is on the ledger at this height. */
  service(code: string, version: number, at: number): ServiceDefinition | null {
    const name = govKey.service(code, version)
    const fact = this.#facts.get(name) as unknown as ServiceFact | undefined
    if (fact === undefined || fact.from === null || fact.from > at) return null
    const kept = this.#services.get(name)
    if (kept !== undefined) return kept
    const read = readDefinition(fact.definition)
    if (!read.ok) return null
    this.#services.set(name, read.value)
    return read.value
  }

  /** The newest version of every service at this height. */
  services(at: number): ServiceDefinition[] {
    const newest = new Map<string, number>()
    for (const [key, value] of this.#facts) {
      if (!key.startsWith('service/')) continue
      const { from } = value as unknown as ServiceFact
      if (from === null || from > at) continue
      const [, code, version] = key.split('/') as [string, string, string]
      newest.set(code, Math.max(newest.get(code) ?? 0, Number(version)))
    }
    return [...newest].flatMap(([code, version]) => this.service(code, version, at) ?? [])
  }

  /** The uses of the keys that a member has. */
  usesOf(member: string): Set<KeyFact['use']> {
    const out = new Set<KeyFact['use']>()
    for (const [key, value] of this.#facts) {
      const fact = value as unknown as KeyFact
      if (key.startsWith('key/') && fact.owner === member && isPersonal(fact.use)) out.add(fact.use)
    }
    return out
  }

  /** Members that own an executor key. */
  executors(): string[] {
    const out = new Set<string>()
    for (const [key, value] of this.#facts) {
      const fact = value as unknown as KeyFact
      if (key.startsWith('key/') && fact.use === 'executor') out.add(fact.owner)
    }
    return [...out]
  }

  /** The definitions that wait for a second signature. */
  proposals(): { code: string; version: number; fact: ServiceFact }[] {
    const out: { code: string; version: number; fact: ServiceFact }[] = []
    for (const [key, value] of this.#facts) {
      const fact = value as unknown as ServiceFact
      if (!key.startsWith('service/') || fact.from !== null) continue
      const [, code, version] = key.split('/') as [string, string, string]
      out.push({ code, version: Number(version), fact })
    }
    return out
  }

  /** [N10] The blocks of one series in one office, as of this height. */
  numbers(office: string, series: string, at: number): NumbersFact['blocks'] {
    const fact = this.#facts.get(govKey.numbers(office, series)) as unknown as NumbersFact | undefined
    return (fact?.blocks ?? []).filter((block) => block.at <= at)
  }

  /** What a policy says at this height; null when nothing was laid down. */
  policy(name: string, at: number): { readonly [key: string]: Value } | null {
    const fact = this.#facts.get(govKey.policy(name)) as unknown as PolicyFact | undefined
    return fact?.history.findLast((one) => one.from <= at)?.value ?? null
  }

  /** Every policy whose name begins so, as of this height. */
  policies(prefix: string, at: number): { name: string; value: { readonly [key: string]: Value } }[] {
    const out: { name: string; value: { readonly [key: string]: Value } }[] = []
    for (const key of this.#facts.keys()) {
      const name = key.startsWith('policy/') ? key.slice('policy/'.length) : ''
      const value = name.startsWith(prefix) && name !== '' ? this.policy(name, at) : null
      if (value !== null) out.push({ name, value })
    }
    return out
  }
}
