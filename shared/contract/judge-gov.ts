import { equal } from '../base/bytes.ts'
import { type Body, isRegistrable, keyId, type Value } from '../ledger/index.ts'
import {
  type DeclaredKey,
  genesisData,
  memberData,
  numbersData,
  officeData,
  officeKeyData,
  policyData,
  revokeData,
  serviceData,
} from './facts.ts'
import {
  type Gov,
  govKey,
  isRevoked,
  type KeyFact,
  type MemberFact,
  type NumbersFact,
  type OfficeFact,
  type PolicyFact,
  type ServiceFact,
} from './gov.ts'
import { applied, type Verdict, voided } from './outcome.ts'
import { definitionHash } from './service/definition-hash.ts'
import { readDefinition } from './service/read-definition.ts'

const MOST_NUMBERS = 1_000_000

/** [N7] What a leaf of `gov` establishes. `h` is the height of its block. */
export function judgeGov(gov: Gov, entry: Body, id: Uint8Array, h: number): Verdict {
  if (entry.kind === 'genesis') return genesis(gov, entry, id, h)
  const author = gov.author(entry.key, h)
  if (author === null) return voided('unknown-key')
  if (isRevoked(author.key, h)) return voided('revoked')
  // [X9] An executor acts on cases; who governs is a person.
  if (author.key.use === 'executor') return voided('role')
  if (!author.roles.includes('registrar') || !author.scopes.includes('gov')) return voided('role')
  switch (entry.kind) {
    case 'office':
      return office(gov, entry, h)
    case 'office-key':
      return officeKey(gov, entry, h)
    case 'member':
      return member(gov, entry, h)
    case 'revoke':
      return revoke(gov, entry, h)
    case 'service':
      return service(gov, entry, author.member, h)
    case 'numbers':
      return numbers(gov, entry, h)
    case 'policy':
      return policy(gov, entry, author.member, h)
    default:
      return voided('not-understood')
  }
}

/** [N8] The first leaf of gov: it is signed by the first entry key that it declares. */
function genesis(gov: Gov, entry: Body, id: Uint8Array, h: number): Verdict {
  if (gov.network() !== null || h !== 0) return voided('exists')
  const read = genesisData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const { origin, title, registrar, keys } = read.value
  const first = keys.find((k) => k.use === 'entry')
  if (first === undefined || !equal(keyId(first.pub), entry.key)) return voided('key')
  if (keys.some((k) => k.use === 'executor')) return voided('key')
  if (!keys.some((k) => k.use === 'log') || !keys.some((k) => k.use === 'ack')) return voided('key')
  const changes = new Map<string, Value>()
  const standing: MemberFact = {
    name: registrar.name,
    office: 'gov',
    history: [{ from: h, roles: ['registrar'], scopes: ['gov'] }],
  }
  changes.set(govKey.network, { id, origin, title })
  changes.set(govKey.member(registrar.id), standing as unknown as Value)
  if (!register(gov, changes, keys, (key) => (key.use === 'entry' ? registrar.id : 'gov'), h)) return voided('key')
  return applied(changes)
}

function office(gov: Gov, entry: Body, h: number): Verdict {
  const read = officeData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const { code, name, parent, level, keys, recipient } = read.value
  if (code === 'gov' || gov.office(code) !== null) return voided('exists')
  if (parent !== null && gov.office(parent) === null) return voided('unknown-office')
  if (keys.some((k) => k.use === 'entry' || k.use === 'executor')) return voided('key')
  const recipients = recipient === null ? [] : [{ from: h, recipient }]
  const changes = new Map<string, Value>([[govKey.office(code), { name, parent, level, from: h, recipients }]])
  return register(gov, changes, keys, () => code, h) ? applied(changes) : voided('key')
}

function officeKey(gov: Gov, entry: Body, h: number): Verdict {
  const read = officeKeyData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const known = gov.office(read.value.office)
  if (known === null) return voided('unknown-office')
  const next: OfficeFact = { ...known, recipients: [...known.recipients, { from: h, recipient: read.value.recipient }] }
  return applied(new Map([[govKey.office(read.value.office), next as unknown as Value]]))
}

/** A second `member` entry of the same id adds a standing and keys; it never rewrites what held before. */
function member(gov: Gov, entry: Body, h: number): Verdict {
  const read = memberData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const { id, name, office: at, roles, scopes, keys } = read.value
  if (at !== 'gov' && gov.office(at) === null) return voided('unknown-office')
  if (scopes.some((code) => !gov.isDeclared(code, h))) return voided('unknown-office')
  if (keys.some((k) => k.use !== 'entry' && k.use !== 'executor')) return voided('key')
  // A person who could sign as an executor too would approve what they have filed.
  const uses = new Set([...keys.map((k) => k.use), ...gov.usesOf(id)])
  if (uses.size > 1) return voided('key')
  const before = gov.member(id)
  const next: MemberFact = { name, office: at, history: [...(before?.history ?? []), { from: h, roles, scopes }] }
  const changes = new Map<string, Value>([[govKey.member(id), next as unknown as Value]])
  return register(gov, changes, keys, () => id, h) ? applied(changes) : voided('key')
}

function revoke(gov: Gov, entry: Body, h: number): Verdict {
  const read = revokeData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const known = gov.key(read.value.key)
  if (known === null) return voided('unknown-key')
  if (known.revoked !== null) return voided('exists')
  const { last, reason } = read.value
  return applied(
    new Map([[govKey.key(read.value.key), { ...known, revoked: { from: h, last, reason } } as unknown as Value]]),
  )
}

/**
 * A definition comes into force with the signatures that the policy `publication` asks for: one, or two of different people. While it waits it may
 * be replaced; the second signature names what it signs by its hash.
 */
function service(gov: Gov, entry: Body, author: string, h: number): Verdict {
  const read = serviceData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  if (!('definition' in read.value)) return signService(gov, read.value, author, h)
  const definition = readDefinition(read.value.definition)
  if (!definition.ok) return voided('definition')
  const key = govKey.service(definition.value.code, definition.value.version)
  const before = gov.get(key) as unknown as ServiceFact | undefined
  if (before !== undefined && before.from !== null) return voided('exists')
  const from = gov.policy('publication', h)?.['signers'] === 2 ? null : h
  const fact: ServiceFact = { from, definition: read.value.definition as Value, signers: [author] }
  return applied(new Map([[key, fact as unknown as Value]]))
}

function signService(
  gov: Gov,
  { code, version, hash: signed }: { code: string; version: number; hash: Uint8Array },
  author: string,
  h: number,
): Verdict {
  const key = govKey.service(code, version)
  const before = gov.get(key) as unknown as ServiceFact | undefined
  if (before === undefined) return voided('service')
  if (before.from !== null) return voided('exists')
  if (before.signers.includes(author)) return voided('author')
  if (!equal(definitionHash(before.definition), signed)) return voided('definition')
  const next: ServiceFact = { ...before, from: h, signers: [...before.signers, author] }
  return applied(new Map([[key, next as unknown as Value]]))
}

/** [N10] Blocks of one series in one office never overlap. */
function numbers(gov: Gov, entry: Body, h: number): Verdict {
  const read = numbersData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const { series, office: at, key, from, to } = read.value
  if (gov.office(at) === null) return voided('unknown-office')
  const use = gov.key(key)?.use
  if (use !== 'entry' && use !== 'executor') return voided('unknown-key')
  if (from < 1 || to < from || to - from >= MOST_NUMBERS) return voided('shape')
  const blocks = gov.numbers(at, series, h)
  if (blocks.some((block) => from <= block.to && block.from <= to)) return voided('exists')
  const next: NumbersFact = { blocks: [...blocks, { key, from, to, at: h }] }
  return applied(new Map([[govKey.numbers(at, series), next as unknown as Value]]))
}

function policy(gov: Gov, entry: Body, author: string, h: number): Verdict {
  const read = policyData(entry.data, 'data')
  if (!read.ok) return voided('shape')
  const { name, value } = read.value
  if (name === 'publication' && !isPublication(value)) return voided('shape')
  const key = govKey.policy(name)
  const before = gov.get(key) as unknown as PolicyFact | undefined
  const history = before?.history ?? []
  // [X10] Whoever could give up the second signature alone could publish alone.
  if (name === 'publication' && value['signers'] === 1 && gov.policy(name, h)?.['signers'] === 2) {
    if (before?.waits?.by === author) return voided('author')
    const asked: PolicyFact = { history, waits: { value, by: author } }
    if (before?.waits === undefined) return applied(new Map([[key, asked as unknown as Value]]))
  }
  // What waited is settled by this, one way or the other.
  const next: PolicyFact = { history: [...history, { from: h, value }] }
  return applied(new Map([[key, next as unknown as Value]]))
}

/** [X10] A slip of the pen here would let one registrar publish alone. */
function isPublication(value: { readonly [key: string]: Value }): boolean {
  return Object.keys(value).length === 1 && (value['signers'] === 1 || value['signers'] === 2)
}

/** [K1] [K3] Adds keys to the changes; false when one is already known, declared twice, or not fit to register. */
function register(
  gov: Gov,
  changes: Map<string, Value>,
  keys: readonly DeclaredKey[],
  owner: (key: DeclaredKey) => string,
  from: number,
): boolean {
  for (const key of keys) {
    const name = govKey.key(keyId(key.pub))
    if (gov.get(name) !== undefined || changes.has(name)) return false
    if (key.suite === 'ed25519' && !isRegistrable(key.pub)) return false
    if (key.suite === 'sm2' && key.pub.length !== 65) return false
    const fact: KeyFact = { ...key, owner: owner(key), from, revoked: null }
    changes.set(name, fact as unknown as Value)
  }
  return true
}
