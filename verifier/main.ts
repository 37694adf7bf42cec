import { lstat } from 'node:fs/promises'
import type { Failure } from '../shared/base/result.ts'
import type { Verify } from '../shared/ledger/index.ts'
import { verifyEvidence } from './check-evidence.ts'
import { openExport } from './check-export.ts'
import { verifyNode } from './check-node.ts'
import { verifyReceipt } from './check-receipt.ts'
import { verifySlip } from './check-slip.ts'
import type { Ledger, Trust } from './ledger.ts'
import { nativeVerify } from './native-verify.ts'
import { LARGEST_MATERIAL, openMaterial } from './open-file.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { readBounded, readFolder } from './read-folder.ts'
import { type CheckName, type Exit, Findings, humanLines, type Kind, type Report } from './report.ts'
import { isUrl, readGov, readTrust } from './trust.ts'

/** Where the command writes. */
export interface Output {
  out(text: string): void
  error(text: string): void
}

/** Runs the command; answers the exit code: 2 for a wrong use, else that of the report. */
export async function run(args: readonly string[], output: Output): Promise<Exit | 2> {
  const options = readOptions(args)
  if (options === null) {
    output.error(USAGE)
    return 2
  }
  const atNode = isUrl(options.target)
  if (!atNode && (await lstat(options.target).catch(() => null)) === null) {
    output.error(`${options.target}: 没有这个文件或文件夹 / no such file or folder\n\n${USAGE}`)
    return 2
  }
  const report = await verify(options, atNode)
  if (options.json) output.out(`${JSON.stringify(report, null, 2)}\n`)
  else output.out(`${[options.target, ...humanLines(report)].join('\n')}\n`)
  return report.exit
}

/** What does not even let the checks begin, as a report. */
function refused(name: CheckName, failure: Failure, kind: Kind = 'unknown'): Report {
  const findings = new Findings(kind)
  findings.failure(name, failure)
  return findings.report()
}

async function verify(options: Options, atNode: boolean): Promise<Report> {
  const check = nativeVerify()
  try {
    return await verifyWith(options, atNode, check)
  } catch (error) {
    // A bug, perhaps woken by hostile input: it must not read as a pass.
    const detail = error instanceof Error ? error.message : String(error)
    return refused('input', { ok: false, code: 'internal', detail: detail.slice(0, 400) })
  }
}

async function verifyWith(options: Options, atNode: boolean, check: Verify): Promise<Report> {
  let trust: Trust | null = null
  let gov: Ledger | null = null
  if (options.trust !== null) {
    const read = await readTrust(options.trust, check)
    if (!read.ok) return refused('trust', read)
    trust = read.value
  }
  if (options.gov !== null) {
    const read = await readGov(options.gov, trust, check)
    if (!read.ok) return refused('trust', read)
    gov = read.value
  }
  if (atNode) return verifyNode(options.target, trust, check)
  if ((await lstat(options.target)).isDirectory()) {
    const files = await readFolder(options.target)
    return files.ok ? (await openExport(files.value, trust, check)).report : refused('files', files, 'export')
  }
  const bytes = await readBounded(options.target, LARGEST_MATERIAL)
  if (!bytes.ok) return refused('input', bytes)
  const material = openMaterial(bytes.value)
  if (!material.ok) return refused('input', material)
  switch (material.value.kind) {
    case 'receipt':
      return verifyReceipt(material.value.receipt, trust, gov, check)
    case 'slip':
      return verifySlip(material.value.slip, trust, gov, check)
    case 'evidence':
      return verifyEvidence(material.value.evidence, trust, gov, check)
  }
}
