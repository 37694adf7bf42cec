import { equal } from '../shared/base/bytes.ts'
import type { Code } from '../shared/base/codes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { isRevoked, type KeyFact, memberData, officeData } from '../shared/contract/index.ts'
import {
  type Body,
  entryId,
  entryMessage,
  equivocationEvidence,
  isRegistrable,
  parseBody,
  type SignedEntry,
} from '../shared/ledger/index.ts'
import type { BlockLog } from './block-log.ts'
import type { DeviceChains } from './device-chains.ts'
import type { EvidenceFolder } from './evidence-folder.ts'
import type { Exclusive } from './exclusive.ts'
import { type Admitted, type Intake, nameOf } from './intake.ts'
import { verify } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { signedEntryOf } from './signed-entry.ts'
import type { Store } from './store/port.ts'

/** One entry as it came in: nothing about it is known to be well-formed but that these are bytes. */
export interface Item {
  readonly body: Uint8Array
  readonly sig: Uint8Array
  readonly payload: Uint8Array | null
}

/** What admission works on, as it stands at the moment of asking. */
export interface Desk {
  readonly ledger: () => Ledger
  readonly store: () => Store
  readonly blocks: () => BlockLog
  readonly intake: Intake
  readonly chains: DeviceChains
  readonly evidence: EvidenceFolder
  /** Held while entries are judged against the chains, and while the chains are made anew. */
  readonly turn: Exclusive
  readonly now: () => number
  /** How long after its receipt an entry is promised to be sealed, ms. */
  readonly promise: number
}

/** What the node says of one item: its promise, or the code of its refusal. */
export type Said =
  | { readonly id: Uint8Array; readonly received: number; readonly by: number }
  | { readonly id: Uint8Array; readonly received: number; readonly code: Code }

const GOV_KINDS = new Set(['genesis', 'office', 'member', 'revoke', 'office-key', 'service', 'numbers', 'policy'])

/** A well-formed entry by somebody who may write there; its place in the chain and its signature are still to be judged. */
interface Checked {
  readonly item: Item
  readonly id: Uint8Array
  readonly entry: Body
  readonly pub: Uint8Array
  /** null: not worth asking before its place in the chain is known. */
  signed: Promise<boolean> | null
}

/**
 * [L8] Admits items in their order, each by itself: one that is refused takes nothing with it but those of its own chain that come after. When
 * this resolves, every promise in the answer is on the medium. Rejects when the disk or the store fails: then none was given.
 */
export async function admit(desk: Desk, items: readonly Item[]): Promise<Said[]> {
  const received = desk.now()
  // All verifications begin at once, beside each other on the thread pool; judged is in the order of arrival.
  const checked = items.map((item) => check(desk, item))
  const { said, durable } = await desk.turn.run(async () => {
    const said: Said[] = []
    const taken = new Map<string, Admitted>()
    const durable: Promise<void>[] = []
    for (const one of checked) {
      const judged = 'code' in one ? one : await judge(desk, one, received, taken)
      if ('code' in judged) said.push({ id: judged.id, received, code: judged.code })
      else {
        said.push({ id: judged.id, received: judged.received, by: judged.by })
        if (judged.durable !== null) durable.push(judged.durable)
      }
    }
    durable.push(desk.intake.add([...taken.values()]))
    return { said, durable }
  })
  await Promise.all(durable)
  return said
}

/** Everything that needs neither the chain nor the signature. */
function check(desk: Desk, item: Item): Checked | { id: Uint8Array; code: Code } {
  const id = entryId(item.body)
  const no = (code: Code) => ({ id, code })
  if (item.body.length > LIMITS.body) return no('too-large')
  if (item.payload !== null && item.payload.length > LIMITS.payload) return no('too-large')
  const parsed = parseBody(item.body)
  if (!parsed.ok) return no(parsed.code)
  const entry = parsed.value
  const { network, gov, published } = desk.ledger()
  if (!equal(entry.kind === 'genesis' ? id : entry.net, network.net)) return no('wrong-network')
  const at = published.header.h
  const checked: Checked = { item, id, entry, pub: new Uint8Array(0), signed: null }
  // Told once, told for good: what has since become of its key or its scope does not take a promise back.
  if (desk.intake.find(id) !== undefined) return checked
  if (entry.scope.some((code) => !gov.isDeclared(code, at))) return no('unknown-scope')
  const author = gov.author(entry.key, at)
  if (author === null) return no('unknown-key')
  if (author.key.suite !== 'ed25519') return no('unknown-suite')
  const position = desk.chains.position(entry)
  const withKey = { ...checked, pub: author.key.pub }
  if (position !== 'taken') {
    const code = standing(desk, entry, author.key, at) ?? role(entry, author.roles, author.scopes)
    if (code !== null) return no(code)
    if (declaresWeakKey(entry)) return no('weak-key')
    if (item.sig.length !== 64) return no('bad-signature')
    withKey.signed = verify(author.key.pub, entryMessage(item.body), item.sig)
  }
  return withKey
}

function standing(desk: Desk, entry: Body, key: KeyFact, at: number): Code | null {
  if (isRevoked(key, at)) return 'key-revoked'
  return desk.evidence.isFrozen(entry.key) ? 'key-frozen' : null
}

/** [N7] What stands in gov is written by registrars and nowhere else; what stands in a scope, by those who have it. */
function role(entry: Body, roles: readonly string[], scopes: readonly string[]): Code | null {
  const inGov = entry.scope.includes('gov')
  if (inGov && !(roles.includes('registrar') && scopes.includes('gov'))) return 'wrong-role'
  if (GOV_KINDS.has(entry.kind) && !(inGov && entry.scope.length === 1)) return 'wrong-role'
  return entry.scope.every((code) => scopes.includes(code)) ? null : 'wrong-role'
}

/** [K3] A key that could not be registered is sent back at once, rather than sealed to be void. */
function declaresWeakKey(entry: Body): boolean {
  if (entry.kind !== 'member' && entry.kind !== 'office') return false
  const read = entry.kind === 'member' ? memberData(entry.data, 'data') : officeData(entry.data, 'data')
  return read.ok && read.value.keys.some((key) => key.suite === 'ed25519' && !isRegistrable(key.pub))
}

type Judged =
  | { id: Uint8Array; code: Code }
  | { id: Uint8Array; received: number; by: number; durable: Promise<void> | null }

/** [N3] [N4] The place in the chain, the signature and the payload; takes the place when all is well. */
async function judge(desk: Desk, one: Checked, received: number, taken: Map<string, Admitted>): Promise<Judged> {
  const { id, item, entry } = one
  const no = (code: Code) => ({ id, code })
  const again = taken.get(nameOf(id)) ?? desk.intake.find(id)
  if (again !== undefined) {
    const held = 'durable' in again ? again.entry : again
    return { id, received: held.received, by: held.by, durable: 'durable' in again ? again.durable : null }
  }
  const position = desk.chains.position(entry)
  if (position === 'taken') return judgeTaken(desk, one, taken)
  if (desk.evidence.isFrozen(entry.key)) return no('key-frozen')
  if (position === 'gap') return no('chain-gap')
  if (one.signed === null) {
    // Taken when it was checked and free now, because a write has failed in between: checked once more, from the start.
    const again = check(desk, item)
    return 'code' in again ? again : again.signed === null ? no('busy') : judge(desk, again, received, taken)
  }
  if (!(await one.signed)) return no('bad-signature')
  if ((entry.commit === null) !== (item.payload === null)) return no('wrong-commit')
  const by = received + desk.promise
  desk.chains.take(entry, id)
  taken.set(nameOf(id), { body: item.body, sig: item.sig, payload: item.payload, id, entry, received, by })
  return { id, received, by, durable: null }
}

/** The same entry once more is told the same promise; another one convicts its key. */
async function judgeTaken(desk: Desk, one: Checked, taken: ReadonlyMap<string, Admitted>): Promise<Judged> {
  const { id, item, entry, pub } = one
  const no = (code: Code) => ({ id, code })
  const { key, epoch, seq } = entry
  const waits =
    [...taken.values()].find(
      (other) => other.entry.seq === seq && other.entry.epoch === epoch && equal(other.entry.key, key),
    ) ?? desk.intake.at(key, epoch, seq)
  const held = waits === undefined ? await desk.store().entryAt(key, epoch, seq) : waits
  if (held !== null && equal(held.id, id)) return { id, received: held.received, by: held.by, durable: null }
  const at = desk.ledger().published.header.h
  const author = desk.ledger().gov.author(key, at)
  if (author === null) return no('unknown-key')
  const code = standing(desk, entry, author.key, at) ?? role(entry, author.roles, author.scopes)
  if (code !== null) return no(code)
  if (item.sig.length !== 64 || !(await verify(pub, entryMessage(item.body), item.sig))) return no('bad-signature')
  // A position that was skipped by a void entry of an older node has nothing to show against.
  if (held === null) return no('chain-fork')
  const other: SignedEntry | null = waits ?? (await signedEntryOf(desk.blocks(), held))
  if (other !== null) {
    const evidence = equivocationEvidence(pub, { body: other.body, sig: other.sig }, { body: item.body, sig: item.sig })
    await desk.evidence.freeze(key, evidence)
  }
  return no('chain-fork')
}
