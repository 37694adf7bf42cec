import { must } from '../shared/base/result.ts'
import { type Gov, genesisData, type ScopeState } from '../shared/contract/index.ts'
import {
  type Body,
  type Checkpoint,
  ED25519_NOTE,
  entryId,
  type Header,
  type NodeReader,
  type NoteKey,
  parseBody,
  parseLeaf,
} from '../shared/ledger/index.ts'
import type { StoredBlock } from './block-log.ts'
import type { BlockTree } from './block-tree.ts'
import type { Submission } from './intake-log.ts'

/** A submission with its body parsed once. */
export interface Waiting extends Submission {
  readonly entry: Body
}

export function asWaiting(submission: Submission): Waiting {
  return { ...submission, entry: must(parseBody(submission.body)) }
}

/** What a network is, as its genesis entry fixes it (N8). */
export interface Network {
  readonly net: Uint8Array
  readonly origin: string
  readonly log: NoteKey
  /** Public key of the node that acknowledges. */
  readonly ack: Uint8Array
}

export function networkOf(genesis: StoredBlock): Network {
  const leaf = must(parseLeaf(genesis.scopes[0]?.leaves[0] ?? new Uint8Array(0)))
  return networkOfEntry(leaf.body)
}

/** Throws when the body is not a genesis entry that declares a log and an ack key. */
export function networkOfEntry(body: Uint8Array): Network {
  const entry = must(parseBody(body))
  const data = must(genesisData(entry.data, 'genesis'))
  const log = data.keys.find((key) => key.use === 'log')
  const ack = data.keys.find((key) => key.use === 'ack')
  if (entry.kind !== 'genesis' || log === undefined || ack === undefined) throw new Error('not a genesis entry')
  return {
    net: entryId(body),
    origin: data.origin,
    log: { name: data.origin, type: ED25519_NOTE, pub: log.pub },
    ack: ack.pub,
  }
}

/** The last block as everyone may see it: replaced as a whole when a checkpoint is published. */
export interface Published {
  readonly checkpoint: Checkpoint
  readonly note: Uint8Array
  readonly header: Header
  readonly headerBytes: Uint8Array
  /** Every scope's head, encoded, in the order of the header's root. */
  readonly heads: readonly Uint8Array[]
  readonly places: ReadonlyMap<string, number>
  /** Nodes of the tree over the heads. */
  readonly nodes: NodeReader
}

/** The ledger in memory: derived from the files at start, moved on by sealing. Only the sequencer changes it. */
export interface Ledger {
  readonly network: Network
  gov: Gov
  readonly scopes: Map<string, ScopeState>
  tree: BlockTree
  published: Published
  /** Intake numbers below this one are sealed. */
  upto: number
}
