import { equal } from '../shared/base/bytes.ts'
import { formatVkey } from '../shared/ledger/index.ts'
import type { BlockLog, ReadHeader } from './check-log.ts'
import type { Trust } from './ledger.ts'
import type { Findings } from './report.ts'

/** Holds a log against what is trusted: its key, its network, and that the two have one past (C2). */
export function pinLog(log: BlockLog, trust: Trust, findings: Findings): void {
  const mine = formatVkey(log.key)
  if (mine !== formatVkey(trust.key)) return void findings.fail('pin', 'unknown-origin', mine)
  if (trust.net !== null && !equal(trust.net, log.net)) return void findings.fail('pin', 'wrong-network')
  findings.pinned = true
  findings.pass('pin', log.key.name)
  if (trust.ledger !== null) checkPrefix(log.headers, trust.ledger.headers, findings)
}

/** [C2] The shorter of two logs is the beginning of the longer: compared header by header, since both are at hand. */
function checkPrefix(one: readonly ReadHeader[], other: readonly ReadHeader[], findings: Findings): void {
  const shared = Math.min(one.length, other.length)
  // Each header holds the hash of the one before: when the last ones are equal, all before them are.
  const a = one[shared - 1] as ReadHeader
  const b = other[shared - 1] as ReadHeader
  if (equal(a.bytes, b.bytes)) findings.pass('prefix', `${shared} blocks`)
  else findings.fail('prefix', 'checkpoint-forked', `within the first ${shared} blocks`)
}
