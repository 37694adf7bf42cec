import { compareText, utf8 } from '../../shared/base/bytes.ts'
import {
  type Body,
  ED25519_NOTE,
  encodeBody,
  encodeHead,
  encodeHeader,
  encodeLeaf,
  entryId,
  entryMessage,
  type Header,
  hash,
  headerHash,
  inclusionProof,
  keyId,
  leafHash,
  makeVerify,
  type NoteKey,
  nodesOf,
  publicKey,
  type Receipt,
  rootOf,
  type ScopeHead,
  type SignedEntry,
  scopesRoot,
  signCheckpoint,
  signPure,
  webCryptoVerify,
} from '../../shared/ledger/index.ts'

/** K3 over the engine's own Ed25519, in Node and in Chromium. */
export const verify = makeVerify(webCryptoVerify(crypto.subtle as never))

export const seedOf = (name: string) => hash(utf8(`seed of ${name}`))
export const clerk = { seed: seedOf('clerk'), pub: publicKey(seedOf('clerk')) }
export const stranger = { seed: seedOf('stranger'), pub: publicKey(seedOf('stranger')) }
export const ack = { seed: seedOf('ack'), pub: publicKey(seedOf('ack')) }
const logSeed = seedOf('log')
export const logKey: NoteKey = { name: 'ledger.test.example/2026', type: ED25519_NOTE, pub: publicKey(logSeed) }
export const signLog = (message: Uint8Array) => signPure(logSeed, message)

export const NET = hash(utf8('a network'))

/** A body that rule N1 takes; `change` replaces keys of it. */
export function bodyOf(change: Partial<Body> = {}): Body {
  return {
    v: 1,
    net: NET,
    kind: 'file',
    scope: ['632723'],
    key: keyId(clerk.pub),
    epoch: 0,
    seq: 0,
    prev: null,
    time: 1_790_000_000_000,
    case: '632723/case/20261122-0001',
    subj: [{ id: '632723/pasture/QML-001', heads: [hash(utf8('a head'))] }],
    data: { service: 'grassland-transfer', fields: { 面积: 1200, 姓名: '卓玛·才让' } },
    commit: null,
    att: [],
    ...change,
  }
}

export function signed(body: Body, by = clerk): SignedEntry {
  const bytes = encodeBody(body)
  return { body: bytes, sig: signPure(by.seed, entryMessage(bytes)) }
}

export interface Sealed {
  readonly net: Uint8Array
  readonly headers: Uint8Array[]
  readonly checkpoint: Uint8Array
  /** Leaves and their scope, in the order of sealing. */
  readonly leaves: ReadonlyMap<string, Uint8Array[]>
  readonly heads: Uint8Array[]
}

/** What one block seals: the leaf's scopes are those that its entry names. */
export interface ToSeal {
  readonly time: number
  /** What the leaves say of their height, where that is a lie. */
  readonly claims?: number
  readonly entries: readonly { readonly entry: SignedEntry; readonly scope: readonly string[] }[]
}

const CODES = ['632723', '632726', 'gov'].sort(compareText)

/** Seals blocks by the words of L2–L5, with the parts of the core but not its sequencer. */
export function seal(net: Uint8Array, blocks: readonly ToSeal[], change: Partial<Header> = {}): Sealed {
  const leaves = new Map<string, Uint8Array[]>(CODES.map((code) => [code, []]))
  const headers: Uint8Array[] = []
  let heads: Uint8Array[] = []
  for (const [h, block] of blocks.entries()) {
    let sealed = 0
    for (const { entry, scope } of block.entries) {
      for (const code of scope) leaves.get(code)?.push(encodeLeaf({ h: block.claims ?? h, t: block.time, ...entry }))
      sealed += scope.length
    }
    heads = CODES.map((code) => {
      const own = leaves.get(code) as Uint8Array[]
      const head: ScopeHead = {
        code,
        size: own.length,
        root: rootOf(own.map(leafHash)),
        state: hash(utf8(`${code} ${h}`)),
      }
      return encodeHead(head)
    })
    const before = headers.at(-1)
    headers.push(
      encodeHeader({
        v: 1,
        net,
        h,
        prev: before === undefined ? null : headerHash(before),
        time: block.time,
        scopes: scopesRoot(heads),
        n: heads.length,
        new: sealed,
        ...change,
      }),
    )
  }
  const root = rootOf(headers.map(leafHash))
  const checkpoint = signCheckpoint({ origin: logKey.name, size: headers.length, root }, logKey, signLog)
  return { net, headers, checkpoint, leaves, heads }
}

/** The receipt of a leaf, against the heads of the last block. */
export function receiptOf(sealed: Sealed, code: string, index: number): Receipt {
  const own = sealed.leaves.get(code) as Uint8Array[]
  const headIndex = CODES.indexOf(code)
  const headerIndex = sealed.headers.length - 1
  return {
    leaf: own[index] as Uint8Array,
    index,
    proof: inclusionProof(nodesOf(own.map(leafHash)), index, own.length),
    head: sealed.heads[headIndex] as Uint8Array,
    headIndex,
    headProof: inclusionProof(nodesOf(sealed.heads.map(leafHash)), headIndex, sealed.heads.length),
    header: sealed.headers[headerIndex] as Uint8Array,
    headerIndex,
    headerProof: inclusionProof(nodesOf(sealed.headers.map(leafHash)), headerIndex, sealed.headers.length),
    checkpoint: sealed.checkpoint,
  }
}

/** Three blocks: a genesis, then two of filings; the second filing stands in two scopes. */
export function smallLedger(): Sealed {
  const genesis = signed(
    bodyOf({
      kind: 'genesis',
      net: new Uint8Array(32),
      scope: ['gov'],
      case: null,
      subj: [],
      data: { origin: logKey.name },
    }),
  )
  const net = entryId(genesis.body)
  const filings: SignedEntry[] = []
  for (let seq = 0; seq < 5; seq++) {
    const scope = seq === 1 ? ['632723', '632726'] : ['632723']
    const before = filings.at(-1)
    filings.push(signed(bodyOf({ net, seq, prev: before === undefined ? null : entryId(before.body), scope })))
  }
  const at = (i: number) => ({
    entry: filings[i] as SignedEntry,
    scope: i === 1 ? ['632723', '632726'] : ['632723'],
  })
  return seal(net, [
    { time: 1_790_000_000_000, entries: [{ entry: genesis, scope: ['gov'] }] },
    { time: 1_790_000_001_000, entries: [at(0), at(1), at(2)] },
    { time: 1_790_000_002_000, entries: [at(3), at(4)] },
  ])
}
