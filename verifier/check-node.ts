import { equal, hex } from '../shared/base/bytes.ts'
import { advance, emptyScope, Gov } from '../shared/contract/index.ts'
import { leafHash, nodesOf, tileBytes, tilePath, tilesOf, type Verify } from '../shared/ledger/index.ts'
import { checkGenesis, checkSignatures } from './check-entries.ts'
import { chainOf, openOnlyCheckpoint, type ReadHeader, rootOver } from './check-log.ts'
import type { Ledger, Trust } from './ledger.ts'
import { NodeReader } from './node-reader.ts'
import { pinLog } from './pin.ts'
import { type PlacedLeaf, readLeaves } from './replay.ts'
import { Findings, type Report } from './report.ts'

/**
 * [F2] What a node shows to everybody: its checkpoint, its headers and tiles, and all of gov. Other scopes need a session (W2): for
 * these, verify an export. Trust is needed, since the key that the node would name proves nothing.
 */
export async function verifyNode(address: string, trust: Trust | null, verify: Verify): Promise<Report> {
  return (await openNode(address, trust, verify)).report
}

/** As verifyNode; what it shows of the ledger is there only when every check has passed, and is without registers. */
export async function openNode(
  address: string,
  trust: Trust | null,
  verify: Verify,
): Promise<{ report: Report; ledger: Ledger | null }> {
  const findings = new Findings('node')
  if (trust === null) {
    findings.fail('trust', 'no-trust', 'give --trust: a verifier key, a file with it, a site.json or an export')
    return { report: findings.report(), ledger: null }
  }
  const node = new NodeReader(address)
  const headers = await checkBlocks(node, trust, findings, verify)
  let ledger: Ledger | null = null
  if (headers !== null) {
    ledger = await checkGov(node, trust, headers, findings, verify)
    findings.note(
      '登记簿内容需要登录才能读，这里没有核对；gov 有没有缺尾也要看账本导出',
      'the scopes need a session and were not read here, and gov was not held to its head: verify an export for both',
    )
  }
  const report = findings.report()
  return { report, ledger: report.ok ? ledger : null }
}

async function checkBlocks(
  node: NodeReader,
  trust: Trust,
  findings: Findings,
  verify: Verify,
): Promise<ReadHeader[] | null> {
  const note = await node.checkpoint()
  if (!note.ok) return findings.failure('answer', note)
  const checkpoint = await openOnlyCheckpoint(note.value, trust.key, verify)
  if (!checkpoint.ok) return findings.failure('checkpoint', checkpoint)
  const { size, root } = checkpoint.value
  findings.pass('checkpoint', `${size} blocks`)
  const raw = await node.headers(size)
  if (!raw.ok) return findings.failure('answer', raw)
  const headers = chainOf(raw.value)
  if (!headers.ok) return findings.failure('headers', headers)
  findings.pass('headers', `${headers.value.length} headers`)
  if (!equal(rootOver(headers.value, size), root)) return findings.fail('root', 'root-mismatch')
  findings.pass('root')
  const read = nodesOf(raw.value.map(leafHash))
  const tiles = tilesOf(size)
  for (const tile of tiles) {
    const found = await node.tile(tile)
    if (!found.ok) return findings.failure('tiles', found)
    if (!equal(found.value, tileBytes(read, tile))) return findings.fail('tiles', 'bad-proof', tilePath(tile))
  }
  findings.pass('tiles', `${tiles.length} tiles`)
  const net = (headers.value[0] as ReadHeader).header.net
  pinLog({ key: trust.key, net, headers: headers.value }, trust, findings)
  return headers.value
}

async function checkGov(
  node: NodeReader,
  trust: Trust,
  headers: readonly ReadHeader[],
  findings: Findings,
  verify: Verify,
): Promise<Ledger | null> {
  const raw = await node.gov()
  if (!raw.ok) return findings.failure('answer', raw)
  const known = headers.length
  // The node may have sealed more since its checkpoint was read; such leaves are beyond what can be checked now.
  const leaves = readLeaves('gov', raw.value, headers, { beyond: 'stop' })
  if (!leaves.ok) return findings.failure('leaves', leaves)
  findings.pass('leaves', `${leaves.value.length} leaves of gov in ${known} blocks`)
  const { net } = (headers[0] as ReadHeader).header
  checkGenesis(leaves.value[0], net, trust.key, findings)
  const gov = new Gov()
  const judged = judgeAll(gov, leaves.value)
  if (judged !== null) return findings.fail('leaves', 'bad-proof', judged)
  await checkSignatures(leaves.value, gov, findings, verify)
  const places = new Map(leaves.value.map((leaf) => [hex(leaf.id), [leaf]]))
  return { key: trust.key, net, headers, gov, places, outcomes: new Map(), decisions: new Map(), records: null }
}

function judgeAll(gov: Gov, leaves: readonly PlacedLeaf[]): string | null {
  let state = emptyScope('gov')
  for (const leaf of leaves) {
    const step = advance(gov, state, () => undefined, leaf)
    if (!step.ok) return step.detail
    for (const [key, value] of step.value.changes) gov.put(key, value)
    state = step.value.state
  }
  return null
}
