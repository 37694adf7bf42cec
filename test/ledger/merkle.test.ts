import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equal, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  append,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  EMPTY,
  EMPTY_ROOT,
  type Frontier,
  frontierRoot,
  hash,
  inclusionProof,
  isFrontier,
  leafHash,
  type NodeReader,
  nodeHash,
  nodesOf,
  range,
  requireInclusion,
  rootOf,
} from '../../shared/ledger/index.ts'
import { vectorJson, vectorNames, vectorsThere } from '../kit/vectors.ts'
import { flip } from './values.ts'

const MOST = 70
const leaves = Array.from({ length: 300 }, (_, i) => leafHash(utf8(`leaf ${i}`)))

/** MTH of RFC 6962 §2.1, word for word. */
function mth(list: readonly Uint8Array[]): Uint8Array {
  if (list.length === 0) return hash(new Uint8Array(0))
  if (list.length === 1) return list[0] as Uint8Array
  let k = 1
  while (k * 2 < list.length) k *= 2
  return nodeHash(mth(list.slice(0, k)), mth(list.slice(k)))
}

const roots = Array.from({ length: MOST + 1 }, (_, n) => mth(leaves.slice(0, n)))
const root = (n: number) => roots[n] as Uint8Array
const read = nodesOf(leaves.slice(0, MOST))

const decode64 = (text: string | null | undefined) => Uint8Array.from(atob(text ?? ''), (c) => c.charCodeAt(0))

interface InclusionCase {
  readonly leafIdx: number
  readonly treeSize: number
  readonly root: string
  readonly leafHash: string
  readonly proof: string[] | null
  readonly wantErr: boolean
}
interface ConsistencyCase {
  readonly size1: number
  readonly size2: number
  readonly root1: string
  readonly root2: string
  readonly proof: string[] | null
  readonly wantErr: boolean
}

describe.skipIf(!vectorsThere)('public vectors', () => {
  test('[L1] the 98 inclusion proofs are judged as they say', async () => {
    const names = vectorNames('merkle/inclusion/')
    expect(names.length).toBe(98)
    for (const name of names) {
      const one = await vectorJson<InclusionCase>(name)
      const proof = (one.proof ?? []).map(decode64)
      const holds = checkInclusion(one.leafIdx, one.treeSize, decode64(one.leafHash), proof, decode64(one.root))
      expect(holds, name).toBe(!one.wantErr)
    }
  })

  test('[L1] the 98 consistency proofs are judged as they say, but that any tree extends the empty one', async () => {
    const names = vectorNames('merkle/consistency/')
    expect(names.length).toBe(98)
    // RFC 6962 has no proof from size 0, and the suite refuses one; C2SP tlog-witness takes 0 with an empty proof, and so do we.
    const fromEmpty = 'merkle/consistency/additional/size1-is-zero-and-size2-is-not-zero.json'
    expect(names).toContain(fromEmpty)
    for (const name of names) {
      const one = await vectorJson<ConsistencyCase>(name)
      const proof = (one.proof ?? []).map(decode64)
      const holds = checkConsistency(one.size1, one.size2, decode64(one.root1), decode64(one.root2), proof)
      expect(holds, name).toBe(name === fromEmpty ? true : !one.wantErr)
    }
  })
})

describe('tree hashes', () => {
  test('[L1] leaf, node and empty root are SHA-256 with their prefixes', async () => {
    const sha256 = async (...bytes: number[]) =>
      hex(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))))
    const [a, b] = [leaves[0] as Uint8Array, leaves[1] as Uint8Array]
    expect(hex(leafHash(Uint8Array.of(1, 2)))).toBe(await sha256(0, 1, 2))
    expect(hex(leafHash(new Uint8Array(0)))).toBe(await sha256(0))
    expect(hex(nodeHash(a, b))).toBe(await sha256(1, ...a, ...b))
    expect(hex(EMPTY_ROOT)).toBe(await sha256())
    expect(hex(rootOf([]))).toBe(hex(EMPTY_ROOT))
  })

  test('[L1] root over levels, by frontier and by the words of the RFC are one, for every size to 300', () => {
    let frontier: Frontier = EMPTY
    for (let n = 0; n <= leaves.length; n++) {
      const want = mth(leaves.slice(0, n))
      expect(equal(rootOf(leaves.slice(0, n)), want), `root ${n}`).toBe(true)
      expect(equal(frontierRoot(frontier), want), `frontier ${n}`).toBe(true)
      expect(frontier.size).toBe(n)
      expect(isFrontier(frontier)).toBe(true)
      expect(isFrontier({ size: n, nodes: [...frontier.nodes, want] })).toBe(false)
      const before = frontier
      const nodes = before.nodes.slice()
      if (n < leaves.length) frontier = append(before, leaves[n] as Uint8Array)
      expect(before.nodes).toEqual(nodes)
    }
    expect(isFrontier({ size: 1, nodes: [new Uint8Array(31)] })).toBe(false)
    expect(isFrontier({ size: 3, nodes: [EMPTY_ROOT] })).toBe(false)
  })
})

/** Every way to damage a proof that a list of hashes allows. */
function* damaged(proof: readonly Uint8Array[], salt: number): Generator<readonly Uint8Array[]> {
  const extra = leaves[(salt * 7) % leaves.length] as Uint8Array
  yield [...proof, extra]
  yield [extra, ...proof]
  for (let i = 0; i < proof.length; i++) {
    const node = proof[i] as Uint8Array
    yield proof.with(i, flip(node, (salt * 31 + i * 97) % 256))
    yield proof.with(i, node.subarray(0, 31))
    yield proof.toSpliced(i, 1)
    yield proof.toSpliced(i, 0, node)
    const next = proof[i + 1]
    if (next !== undefined) yield proof.with(i, next).with(i + 1, node)
  }
}

describe('proofs', () => {
  test('[L1] inclusion holds for every leaf of every size to 70, and no damaged one does', () => {
    for (let size = 1; size <= MOST; size++) {
      for (let index = 0; index < size; index++) {
        const leaf = leaves[index] as Uint8Array
        const proof = inclusionProof(read, index, size)
        const holds = (i: number, n: number, l: Uint8Array, p: readonly Uint8Array[], r: Uint8Array) =>
          checkInclusion(i, n, l, p, r)
        if (!holds(index, size, leaf, proof, root(size))) expect.fail(`leaf ${index} of ${size}`)
        for (const other of damaged(proof, size * 71 + index))
          if (holds(index, size, leaf, other, root(size))) expect.fail(`damaged, leaf ${index} of ${size}`)
        if (holds(index, size, flip(leaf, index), proof, root(size))) expect.fail('another leaf')
        if (holds(index, size, leaf, proof, flip(root(size), index))) expect.fail('another root')
        if (holds(index, size, leaf, proof, root(size - 1))) expect.fail('the root before')
        for (const at of [index - 1, index + 1, index ^ 1, index ^ 2, index + size, -index, index + 0.5, Number.NaN])
          if (at !== index && holds(at, size, leaf, proof, root(size)))
            expect.fail(`index ${at} for ${index} of ${size}`)
      }
    }
  })

  test('[L1] consistency holds between all sizes to 70, and no damaged proof does', () => {
    for (let size = 0; size <= MOST; size++) {
      for (let older = 0; older <= size; older++) {
        const proof = consistencyProof(read, older, size)
        if (!checkConsistency(older, size, root(older), root(size), proof)) expect.fail(`${older} to ${size}`)
        for (const other of damaged(proof, size * 71 + older))
          if (checkConsistency(older, size, root(older), root(size), other)) expect.fail(`damaged, ${older} to ${size}`)
        if (checkConsistency(older, size, flip(root(older), size), root(size), proof)) expect.fail('another old root')
        if (older > 0 && checkConsistency(older, size, root(older), flip(root(size), older), proof))
          expect.fail('another root')
        if (older < size && checkConsistency(size, older, root(size), root(older), proof)) expect.fail('backwards')
      }
    }
  })

  test('[L1] a proof of a larger tree does not hold for a smaller size, though its hashes lead to the root', () => {
    // The last leaf of 4 told as the only leaf of 1, and 7 → 8 told as 3 → 4: the same hashes on the same side, more of them.
    const last = inclusionProof(read, 3, 4)
    expect(checkInclusion(3, 4, leaves[3] as Uint8Array, last, root(4))).toBe(true)
    expect(checkInclusion(0, 1, leaves[3] as Uint8Array, last, root(4))).toBe(false)
    expect(checkInclusion(1, 2, leaves[3] as Uint8Array, last, root(4))).toBe(false)
    const grown = consistencyProof(read, 7, 8)
    expect(checkConsistency(7, 8, root(7), root(8), grown)).toBe(true)
    expect(checkConsistency(3, 4, root(7), root(8), grown)).toBe(false)
  })

  test('[L1] a tree that was rewritten is not consistent with what it was, whichever leaf was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(59), fc.nat(10), (older, at, more) => {
        const changed = at % older
        const rewritten = leaves.slice(0, older + more).with(changed, leafHash(utf8('rewritten')))
        const proof = consistencyProof(nodesOf(rewritten), older, older + more)
        return !checkConsistency(older, older + more, root(older), rootOf(rewritten), proof)
      }),
    )
  })

  test('[L1] the empty tree is a prefix of every tree, only with its own root and nothing to show', () => {
    expect(checkConsistency(0, 5, EMPTY_ROOT, root(5), [])).toBe(true)
    expect(checkConsistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])).toBe(true)
    expect(checkConsistency(0, 5, root(1), root(5), [])).toBe(false)
    expect(checkConsistency(0, 0, root(1), root(1), [])).toBe(false)
    expect(checkConsistency(0, 5, EMPTY_ROOT, root(5), [root(1)])).toBe(false)
    expect(checkInclusion(0, 0, leaves[0] as Uint8Array, [], EMPTY_ROOT)).toBe(false)
  })

  // A tree of equal leaves has one hash per level, so that trees of any size can be walked.
  const chain = [leafHash(utf8('same'))]
  for (let level = 1; level <= 53; level++)
    chain.push(nodeHash(chain[level - 1] as Uint8Array, chain[level - 1] as Uint8Array))
  const same: NodeReader = (level, index) => {
    if (!Number.isSafeInteger(level) || !Number.isSafeInteger(index)) throw new Error(`node ${level}/${index}`)
    return chain[level] as Uint8Array
  }
  const size = fc.oneof(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    fc.tuple(fc.nat(52), fc.integer({ min: -3, max: 3 })).map(([bit, d]) => Math.max(1, 2 ** bit + d)),
  )

  test('[L1] proofs hold in trees of any size up to 2^53−1, the neighbours of powers of two included', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [older, newer] = a <= b ? [a, b] : [b, a]
        const proof = consistencyProof(same, older, newer)
        expect(checkConsistency(older, newer, range(same, 0, older), range(same, 0, newer), proof)).toBe(true)
        const path = inclusionProof(same, older - 1, newer)
        expect(checkInclusion(older - 1, newer, chain[0] as Uint8Array, path, range(same, 0, newer))).toBe(true)
        expect(path.length).toBeLessThanOrEqual(53)
      }),
      {
        numRuns: 500,
        examples: [
          [2 ** 49 + 1, 2 ** 50],
          [2 ** 52 - 1, 2 ** 52 + 1],
        ],
      },
    )
  })

  test('what cannot be asked for throws, and what does not hold is a failure with a code', () => {
    expect(() => inclusionProof(read, 3, 3)).toThrow()
    expect(() => inclusionProof(read, -1, 3)).toThrow()
    expect(() => consistencyProof(read, 4, 3)).toThrow()
    expect(() => read(0, MOST)).toThrow()
    const [leaf, proof] = [leaves[2] as Uint8Array, inclusionProof(read, 2, 9)]
    expect(requireInclusion('it', 2, 9, leaf, proof, root(9)).ok).toBe(true)
    expect(requireInclusion('it', 3, 9, leaf, proof, root(9))).toEqual({ ok: false, code: 'bad-proof', detail: 'it' })
  })
})
