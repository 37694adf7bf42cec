import { equal, hex } from '../shared/base/bytes.ts'
import { type Gov, genesisData } from '../shared/contract/index.ts'
import { entryMessage, type NoteKey, type Verify } from '../shared/ledger/index.ts'
import { refusedBy } from './native-verify.ts'
import type { PlacedLeaf } from './replay.ts'
import type { Findings } from './report.ts'

const whereIs = (leaf: PlacedLeaf) => `${leaf.scope} leaf ${leaf.index}`

/** [N1] [N8] The first leaf of gov is the genesis entry, after which the network is named and which fixes the log key. */
export function checkGenesis(first: PlacedLeaf | undefined, net: Uint8Array, key: NoteKey, findings: Findings): void {
  if (first?.entry.kind !== 'genesis') return void findings.fail('genesis', 'bad-proof', 'gov does not begin with it')
  if (!equal(first.id, net)) return void findings.fail('genesis', 'wrong-network', 'its id is not the network')
  const data = genesisData(first.entry.data, 'data')
  if (!data.ok) return void findings.failure('genesis', data)
  if (data.value.origin !== key.name) return void findings.fail('genesis', 'unknown-origin', data.value.origin)
  const declared = data.value.keys.some(({ pub, use }) => use === 'log' && equal(pub, key.pub))
  if (!declared) return void findings.fail('genesis', 'unknown-origin', 'it declares another log key')
  findings.pass('genesis', data.value.title)
}

/** [K3] [L8] Every entry is signed by a key that gov knew, at the latest, in the block that sealed it. */
export async function checkSignatures(
  leaves: readonly PlacedLeaf[],
  gov: Gov,
  findings: Findings,
  verify: Verify,
): Promise<void> {
  const pubs: Uint8Array[] = []
  for (const leaf of leaves) {
    const author = gov.author(leaf.entry.key, leaf.leaf.h)
    if (author === null) return void findings.fail('signatures', 'unknown-key', whereIs(leaf))
    if (author.key.suite !== 'ed25519') return void findings.fail('signatures', 'unknown-suite', whereIs(leaf))
    pubs.push(author.key.pub)
  }
  const refused = await refusedBy([...leaves.keys()], (i) => {
    const { leaf } = leaves[i] as PlacedLeaf
    return verify(pubs[i] as Uint8Array, entryMessage(leaf.body), leaf.sig)
  })
  const first = leaves[refused[0] ?? -1]
  if (first === undefined) findings.pass('signatures', `${leaves.length} signatures`)
  else findings.fail('signatures', 'bad-signature', `${whereIs(first)}, ${refused.length} in all`)
}

/** [L2] An entry is a leaf of each scope that it names, sealed by one block. */
export function checkNamed(leaves: readonly PlacedLeaf[], findings: Findings): void {
  const places = new Map<string, Map<string, number>>()
  for (const leaf of leaves) {
    if (!leaf.entry.scope.includes(leaf.scope)) return void findings.fail('named', 'bad-proof', whereIs(leaf))
    if (leaf.entry.scope.length === 1) continue
    const id = hex(leaf.id)
    const found = places.get(id) ?? new Map<string, number>()
    found.set(leaf.scope, leaf.leaf.h)
    places.set(id, found)
  }
  for (const leaf of leaves) {
    const found = places.get(hex(leaf.id))
    if (found === undefined) continue
    const missing = leaf.entry.scope.find((code) => found.get(code) !== leaf.leaf.h)
    if (missing !== undefined) return void findings.fail('named', 'bad-proof', `${whereIs(leaf)} is not in ${missing}`)
  }
  findings.pass('named', `${leaves.length} leaves`)
}

/** [N3] [C3] Every device's entries run from 0 without a gap, each naming the one before; two for one position (N4) are told. */
export function checkChains(leaves: readonly PlacedLeaf[], findings: Findings): void {
  const chains = new Map<string, Map<number, PlacedLeaf[]>>()
  for (const leaf of leaves) {
    const name = `${hex(leaf.entry.key)}/${leaf.entry.epoch}`
    const chain = chains.get(name) ?? new Map<number, PlacedLeaf[]>()
    chains.set(name, chain)
    const here = chain.get(leaf.entry.seq) ?? []
    if (!here.some((one) => equal(one.id, leaf.id))) chain.set(leaf.entry.seq, [...here, leaf])
  }
  let forks = 0
  for (const [name, chain] of chains) {
    for (let seq = 0; seq < chain.size; seq++) {
      const here = chain.get(seq)
      if (here === undefined) return void findings.fail('chains', 'chain-gap', `${name}: no entry ${seq}`)
      forks += here.length - 1
      const before = chain.get(seq - 1) ?? []
      const loose = here.find(({ entry }) => seq > 0 && !before.some(({ id }) => equal(id, entry.prev ?? id.slice(1))))
      if (loose !== undefined) return void findings.fail('chains', 'chain-gap', `${whereIs(loose)}: prev`)
    }
  }
  findings.pass('chains', `${chains.size} chains`)
  if (forks > 0) {
    findings.note(
      `有 ${forks} 处同一位置签了两次（N4）：两条都保留，该钥匙按规则冻结`,
      `${forks} positions were signed twice (N4): both stay, the key is frozen by rule`,
    )
  }
}
