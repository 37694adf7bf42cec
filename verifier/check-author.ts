import { equal, hex } from '../shared/base/bytes.ts'
import { isRevoked } from '../shared/contract/index.ts'
import { type Body, entryMessage, type SignedEntry, type Verify } from '../shared/ledger/index.ts'
import type { Ledger } from './ledger.ts'
import type { Findings } from './report.ts'

/** [K3] The author's signature, with the key that gov knows at height `at`. False when it does not hold. */
export async function checkAuthor(
  signed: SignedEntry,
  entry: Body,
  ledger: Ledger,
  at: number,
  findings: Findings,
  verify: Verify,
): Promise<boolean> {
  const author = ledger.gov.author(entry.key, at)
  if (author === null) return findings.fail('author', 'unknown-key', hex(entry.key)) !== null
  if (author.key.suite !== 'ed25519') return findings.fail('author', 'unknown-suite', author.key.suite) !== null
  if (!(await verify(author.key.pub, entryMessage(signed.body), signed.sig))) {
    return findings.fail('author', 'bad-signature', author.member) !== null
  }
  findings.pass('author', `${author.name} (${author.member}), ${author.office}`)
  return true
}

/** [N1] Made for the network of this ledger. */
export function checkNetwork(entry: Body, id: Uint8Array, net: Uint8Array, findings: Findings): void {
  if (equal(entry.kind === 'genesis' ? id : entry.net, net)) findings.pass('network', hex(net).slice(0, 16))
  else findings.fail('network', 'wrong-network')
}

/** [X7] A key that has been revoked since may have signed at any time: only the ledger can still say what stands. */
export function checkStanding(entry: Body, ledger: Ledger, findings: Findings): void {
  const author = ledger.gov.author(entry.key, ledger.headers.length - 1)
  if (author === null) return
  if (isRevoked(author.key, ledger.headers.length - 1)) {
    findings.fail('standing', 'key-revoked', `at block ${author.key.revoked?.from}`)
  } else findings.pass('standing')
}
