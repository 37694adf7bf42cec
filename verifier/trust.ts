import { lstat } from 'node:fs/promises'
import { fromHex, text } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { isMap } from '../shared/base/shape.ts'
import type { Verify } from '../shared/ledger/index.ts'
import { openExport } from './check-export.ts'
import { readVkey, readVkeyFile } from './check-log.ts'
import { openNode } from './check-node.ts'
import type { Ledger, Trust } from './ledger.ts'
import { readBounded, readFolder } from './read-folder.ts'
import type { Report } from './report.ts'

/**
 * Reads `--trust`: a verifier key, a file with one, a site.json, or the folder of an export, which is verified first.
 * Codes: no-trust, and those of reading.
 */
export async function readTrust(given: string, verify: Verify): Promise<Result<Trust>> {
  const bare = readVkey(given)
  if (bare.ok) return ok({ key: bare.value, net: null, ack: null, ledger: null })
  const found = await lstat(given).catch(() => null)
  if (found === null) return fail('no-trust', `${given}: neither a verifier key nor a file`)
  if (found.isDirectory()) {
    const ledger = await readLedger(given, null, verify)
    return ledger.ok ? ok({ key: ledger.value.key, net: ledger.value.net, ack: null, ledger: ledger.value }) : ledger
  }
  const bytes = await readBounded(given, 256 * 1024)
  if (!bytes.ok) return bytes
  const key = readVkeyFile(bytes.value)
  if (key.ok) return ok({ key: key.value, net: null, ack: null, ledger: null })
  return readSite(bytes.value)
}

/** `--gov`: the folder of an export, or a node's address. Code: no-trust. */
export async function readGov(given: string, trust: Trust | null, verify: Verify): Promise<Result<Ledger>> {
  return isUrl(given) ? accepted(given, await openNode(given, trust, verify)) : readLedger(given, trust, verify)
}

export function isUrl(given: string): boolean {
  return /^https?:\/\//.test(given)
}

/** The folder of an export as something to check other material with: only if all of it holds. Code: no-trust. */
export async function readLedger(folder: string, trust: Trust | null, verify: Verify): Promise<Result<Ledger>> {
  const files = await readFolder(folder)
  if (!files.ok) return files
  return accepted(folder, await openExport(files.value, trust, verify))
}

function accepted(from: string, { report, ledger }: { report: Report; ledger: Ledger | null }): Result<Ledger> {
  if (ledger !== null) return ok(ledger)
  const bad = report.checks.find((check) => !check.ok)
  return fail('no-trust', `${from}: ${bad?.name ?? 'export'} ${bad?.code ?? ''} ${bad?.detail ?? ''}`)
}

/** A desktop's site profile: its trust roots, and nothing else of it. */
function readSite(bytes: Uint8Array): Result<Trust> {
  const json = text(bytes)
  const wrong = fail('no-trust', 'neither a verifier key, a site profile nor an export')
  if (!json.ok) return wrong
  try {
    const site: unknown = JSON.parse(json.value)
    if (!isMap(site) || typeof site.vkey !== 'string' || typeof site.net !== 'string') return wrong
    const key = readVkey(site.vkey)
    const net = fromHex(site.net)
    const ack = typeof site.ack === 'string' ? fromHex(site.ack) : ok(null)
    if (!key.ok || !net.ok || net.value.length !== 32 || !ack.ok) return wrong
    return ok({ key: key.value, net: net.value, ack: ack.value, ledger: null })
  } catch {
    return wrong
  }
}
