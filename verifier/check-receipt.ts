import { equal, hex } from '../shared/base/bytes.ts'
import { openReceipt, type Proven, type Receipt, type Verify } from '../shared/ledger/index.ts'
import { checkAuthor, checkNetwork } from './check-author.ts'
import { checkEffect } from './check-effect.ts'
import { openOnlyCheckpoint, rootOver } from './check-log.ts'
import type { Ledger, Trust } from './ledger.ts'
import { Findings, type Report } from './report.ts'

/**
 * [R2] Recomputes a sealed receipt up to the trusted log key; with a verified export also the author's signature, and that the
 * receipt's log is the export's.
 */
export async function verifyReceipt(
  receipt: Receipt,
  trust: Trust | null,
  gov: Ledger | null,
  verify: Verify,
): Promise<Report> {
  const findings = new Findings('receipt')
  if (trust === null) {
    findings.fail('trust', 'no-trust', 'give --trust: a verifier key, a file with it, a site.json or an export')
    return findings.report()
  }
  findings.pinned = true
  const checkpoint = await openOnlyCheckpoint(receipt.checkpoint, trust.key, verify)
  if (!checkpoint.ok) findings.failure('checkpoint', checkpoint)
  else findings.pass('checkpoint', `${checkpoint.value.origin}, ${checkpoint.value.size} blocks`)
  const proven = await openReceipt(receipt, trust.key, verify)
  if (!proven.ok) {
    findings.failure('receipt', proven)
    return findings.report()
  }
  const { id, entry, leaf, index, head } = proven.value
  findings.pass('receipt', `${hex(id)}: ${head.code} leaf ${index}, block ${leaf.h}, ${new Date(leaf.t).toISOString()}`)
  if (trust.net !== null) checkNetwork(entry, id, trust.net, findings)
  const ledger = gov ?? trust.ledger
  if (ledger === null) {
    findings.note(
      '没有给出账本导出（--gov），经办人的签名没有核对；封存与否不受影响',
      'no export was given (--gov): the author’s own signature was not checked; that it is sealed was',
    )
  } else {
    checkSameLog(proven.value, ledger, findings)
    const signed = { body: leaf.body, sig: leaf.sig }
    await checkAuthor(signed, entry, ledger, leaf.h, findings, verify)
  }
  checkEffect({ entry, id, sealed: true }, [gov, trust.ledger], findings)
  findings.note(
    `封存级别：由账本签名（未附见证人签名）${entry.case === null ? '' : `；办件 ${entry.case}`}`,
    `sealed by the log; it carries no witness cosignatures${entry.case === null ? '' : `; case ${entry.case}`}`,
  )
  return findings.report()
}

/** [C2] The receipt's checkpoint is over the export's own headers, or over more than it has: then at least its header is the same. */
function checkSameLog(proven: Proven, ledger: Ledger, findings: Findings): void {
  const { checkpoint, header, leaf, head, index, id } = proven
  if (checkpoint.size <= ledger.headers.length) {
    if (equal(rootOver(ledger.headers, checkpoint.size), checkpoint.root)) {
      return findings.pass('prefix', `${checkpoint.size} blocks`)
    }
    return void findings.fail('prefix', 'checkpoint-forked', `within the first ${checkpoint.size} blocks`)
  }
  // Newer than the export: what was sealed before its end must be in it all the same.
  if (leaf.h < ledger.headers.length && ledger.records !== null) {
    const kept = ledger.places.get(hex(id))?.some((one) => one.scope === head.code && one.index === index)
    if (kept === true) findings.pass('prefix', `${head.code} leaf ${index}`)
    else
      findings.fail('prefix', 'checkpoint-forked', `${head.code} leaf ${index} of block ${leaf.h} is not in the export`)
    return
  }
  const same = ledger.headers[header.h]?.header
  if (same === undefined) {
    findings.note(
      '凭证比账本导出新，二者未能对照',
      'the receipt is newer than the export: the two could not be compared',
    )
  } else if (equal(same.scopes, header.scopes) && same.time === header.time) {
    findings.pass('prefix', `block ${header.h}`)
  } else {
    findings.fail('prefix', 'checkpoint-forked', `block ${header.h}`)
  }
}
