import { equal, hex } from '../shared/base/bytes.ts'
import {
  checkEquivocation,
  checkFork,
  checkPromise,
  type Evidence,
  keyId,
  parseBody,
  type Verify,
} from '../shared/ledger/index.ts'
import { rootOver } from './check-log.ts'
import type { Ledger, Trust } from './ledger.ts'
import { Findings, type Report } from './report.ts'

/** [C3] A file of evidence, against the ledger that it accuses somebody of. Ok means that the accusation is true. */
export async function verifyEvidence(
  evidence: Evidence,
  trust: Trust | null,
  gov: Ledger | null,
  verify: Verify,
): Promise<Report> {
  const findings = new Findings('evidence')
  const ledger = gov ?? trust?.ledger ?? null
  if (trust === null) {
    findings.fail('trust', 'no-trust', 'give --trust')
    return findings.report()
  }
  findings.pinned = true
  if (evidence.kind === 'equivocation') await equivocation(evidence, trust, ledger, findings, verify)
  else if (evidence.kind === 'fork') await fork(evidence, trust, findings, verify)
  else await promise(evidence, trust, ledger, findings, verify)
  return findings.report()
}

async function equivocation(
  evidence: Evidence & { kind: 'equivocation' },
  trust: Trust,
  ledger: Ledger | null,
  findings: Findings,
  verify: Verify,
): Promise<void> {
  const found = await checkEquivocation(evidence, verify)
  if (!found.ok) return void findings.failure('evidence', found)
  findings.pass('evidence', `two entries at ${found.value.epoch}/${found.value.seq}`)
  const net = ledger?.net ?? trust.net
  const body = parseBody(evidence.one.body)
  if (body.ok && net !== null && !equal(body.value.net, net)) return void findings.fail('network', 'wrong-network')
  // Anybody can make a key that signs twice; only gov says that it is somebody's.
  if (ledger === null) return void findings.fail('accused', 'no-trust', 'whose key it is stands in gov: give --gov')
  const author = ledger.gov.author(found.value.key, ledger.headers.length - 1)
  if (author === null) findings.fail('accused', 'unknown-key', hex(found.value.key))
  else findings.pass('accused', `${author.name} (${author.member})`)
}

async function fork(
  evidence: Evidence & { kind: 'fork' },
  trust: Trust,
  findings: Findings,
  verify: Verify,
): Promise<void> {
  const found = await checkFork(evidence, trust.key, verify)
  if (!found.ok) return void findings.failure('evidence', found)
  const { one, other, convicts } = found.value
  findings.pass('accused', trust.key.name)
  if (convicts) return findings.pass('evidence', `two roots for ${one.size} blocks`)
  // Of two sizes, a proof that fails shows only that this proof fails: the log may have a better one.
  findings.fail('evidence', 'bad-proof', `${one.size} and ${other.size}: the proof fails, which does not convict`)
}

async function promise(
  evidence: Evidence & { kind: 'promise' },
  trust: Trust,
  ledger: Ledger | null,
  findings: Findings,
  verify: Verify,
): Promise<void> {
  if (ledger === null) return void findings.fail('trust', 'no-trust', 'what was sealed stands in an export: give --gov')
  const acks = ackKeys(trust, ledger)
  let found: Awaited<ReturnType<typeof checkPromise>> | null = null
  for (const pub of acks) {
    found = await checkPromise(evidence, pub, trust.key, verify)
    if (found.ok) break
  }
  if (found === null) return void findings.fail('accused', 'unknown-key', 'gov names no acknowledgement key')
  if (!found.ok) return void findings.failure('evidence', found)
  const { answer, checkpoint } = found.value
  if (answer.kind !== 'acknowledged') return void findings.fail('evidence', 'bad-proof', 'not a promise')
  findings.pass('accused', trust.key.name)
  const upTo = ledger.headers[checkpoint.size - 1]?.header
  if (upTo === undefined) return void findings.fail('evidence', 'bad-proof', 'the export ends before the checkpoint')
  if (!equal(rootOver(ledger.headers, checkpoint.size), checkpoint.root)) {
    return void findings.fail('prefix', 'checkpoint-forked', `within the first ${checkpoint.size} blocks`)
  }
  findings.pass('prefix', `${checkpoint.size} blocks`)
  const { id, by } = answer.said
  if (upTo.time < by)
    return void findings.fail('evidence', 'bad-proof', 'the checkpoint is from before the promised time')
  const kept = ledger.places.get(hex(id))?.find(({ leaf }) => leaf.h < checkpoint.size && leaf.t <= by)
  if (kept !== undefined) findings.fail('evidence', 'bad-proof', `the promise was kept in block ${kept.leaf.h}`)
  else findings.pass('evidence', `not sealed by ${new Date(by).toISOString()}`)
}

/** Acknowledgement keys: the pinned one, or all that gov declares for nodes. */
function ackKeys(trust: Trust, ledger: Ledger): Uint8Array[] {
  if (trust.ack !== null) return [trust.ack]
  const out: Uint8Array[] = []
  for (const [name] of ledger.gov.entries()) {
    if (!name.startsWith('key/')) continue
    const fact = ledger.gov.get(name) as unknown as { pub: Uint8Array; use: string }
    if (fact.use === 'ack' && ledger.gov.key(keyId(fact.pub)) !== null) out.push(fact.pub)
  }
  return out
}
