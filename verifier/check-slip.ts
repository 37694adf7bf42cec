import { hex } from '../shared/base/bytes.ts'
import { entryId, parseBody, type SignedEntry, type Verify } from '../shared/ledger/index.ts'
import { checkAuthor, checkNetwork, checkStanding } from './check-author.ts'
import { checkEffect } from './check-effect.ts'
import type { Ledger, Trust } from './ledger.ts'
import { Findings, type Report } from './report.ts'

/** [R1] A filing slip: its author's signature, by the keys of a verified export. It never says that anything is registered. */
export async function verifySlip(
  slip: SignedEntry,
  trust: Trust | null,
  gov: Ledger | null,
  verify: Verify,
): Promise<Report> {
  const findings = new Findings('slip')
  const ledger = gov ?? trust?.ledger ?? null
  if (trust === null || ledger === null) {
    findings.fail('trust', 'no-trust', 'a slip needs the keys of gov: give an export as --trust, or --trust and --gov')
    return findings.report()
  }
  findings.pinned = true
  const body = parseBody(slip.body)
  if (!body.ok) {
    findings.failure('slip', body)
    return findings.report()
  }
  const id = entryId(slip.body)
  findings.pass('slip', `${hex(id)}${body.value.case === null ? '' : `, ${body.value.case}`}`)
  checkNetwork(body.value, id, ledger.net, findings)
  await checkAuthor(slip, body.value, ledger, ledger.headers.length - 1, findings, verify)
  checkStanding(body.value, ledger, findings)
  const places = ledger.places.get(hex(id)) ?? []
  for (const { scope, index, leaf } of places) {
    findings.note(
      `这一件已经封存：${scope} 第 ${index} 条，区块 ${leaf.h}`,
      `this filing has been sealed: ${scope} leaf ${index}, block ${leaf.h}`,
    )
  }
  checkEffect({ entry: body.value, id, sealed: false }, [gov, trust.ledger], findings)
  return findings.report()
}
