import { equal, hex, utf8 } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import {
  areSortedHeads,
  EXPORT_FILES,
  EXPORT_README,
  exportScopeFile,
  exportTiles,
  parseHead,
  scopesRoot,
  unframe,
  type Verify,
} from '../shared/ledger/index.ts'
import { checkChains, checkGenesis, checkNamed, checkSignatures } from './check-entries.ts'
import { type BlockLog, checkLog, type ReadHeader } from './check-log.ts'
import type { Ledger, Trust } from './ledger.ts'
import { nativeVerify } from './native-verify.ts'
import { pinLog } from './pin.ts'
import type { Files } from './read-folder.ts'
import { type PlacedLeaf, readLeaves, replay } from './replay.ts'
import { Findings, type Report } from './report.ts'

/** [F1] [F2] Checks an export wholly, trusting nothing in it. Without `trust` it can only be found consistent with itself. */
export async function verifyExport(files: Files, trust: Trust | null = null): Promise<Report> {
  return (await openExport(files, trust)).report
}

/** As verifyExport; the ledger is there only when every check has passed. */
export async function openExport(
  files: Files,
  trust: Trust | null,
  verify: Verify = nativeVerify(),
): Promise<{ report: Report; ledger: Ledger | null }> {
  const findings = new Findings('export')
  checkReadme(files, findings)
  const log = await checkLog(files, findings, verify)
  const ledger = log === null ? null : await checkLedger(files, log, findings, verify)
  if (log !== null && trust !== null) pinLog(log, trust, findings)
  const report = findings.report()
  return { report, ledger: report.ok ? ledger : null }
}

function checkReadme(files: Files, findings: Findings): void {
  const readme = files.get(EXPORT_FILES.readme)
  if (readme === undefined) findings.fail('readme', 'missing-file', EXPORT_FILES.readme)
  else if (!equal(readme, utf8(EXPORT_README))) findings.fail('readme', 'bad-proof', 'not the fixed text')
  else findings.pass('readme')
}

async function checkLedger(files: Files, log: BlockLog, findings: Findings, verify: Verify): Promise<Ledger | null> {
  const last = log.headers.at(-1) as ReadHeader
  const heads = readHeads(files, last)
  if (!heads.ok) return findings.failure('heads', heads)
  findings.pass('heads', `${heads.value.length} scopes`)
  const codes = heads.value.map(({ code }) => code)
  checkNames(files, log, codes, findings)
  const scopes = readScopes(files, codes, log.headers)
  if (!scopes.ok) return findings.failure('leaves', scopes)
  const all = [...scopes.value.values()].flat()
  findings.pass('leaves', `${all.length} leaves`)
  checkGenesis(scopes.value.get('gov')?.[0], log.net, log.key, findings)
  checkNamed(all, findings)
  if (!findings.ok) return null
  const replayed = replay(log.headers, scopes.value)
  if (!replayed.ok) return findings.failure('blocks', replayed)
  findings.pass('blocks', `${log.headers.length} blocks`)
  const differs = heads.value.find(({ bytes }, i) => !equal(bytes, replayed.value.heads[i] ?? new Uint8Array(0)))
  if (differs !== undefined || heads.value.length !== replayed.value.heads.length) {
    return findings.fail('state', 'state-mismatch', differs?.code ?? 'number of scopes')
  }
  findings.pass('state')
  await checkSignatures(all, replayed.value.gov, findings, verify)
  checkChains(all, findings)
  const places = new Map<string, PlacedLeaf[]>()
  for (const leaf of all) places.set(hex(leaf.id), [...(places.get(hex(leaf.id)) ?? []), leaf])
  const { gov, outcomes, record } = replayed.value
  return { ...log, gov, places, outcomes, decisions: decisionsOf(scopes.value), records: record }
}

function decisionsOf(scopes: ReadonlyMap<string, readonly PlacedLeaf[]>): Map<string, PlacedLeaf[]> {
  return new Map([...scopes].map(([code, leaves]) => [code, leaves.filter(({ entry }) => entry.kind === 'resolve')]))
}

function readHeads(files: Files, last: ReadHeader): Result<{ code: string; bytes: Uint8Array }[]> {
  const file = files.get(EXPORT_FILES.heads)
  if (file === undefined) return fail('missing-file', EXPORT_FILES.heads)
  const items = unframe(file)
  if (!items.ok) return items
  const heads: { code: string; bytes: Uint8Array }[] = []
  for (const bytes of items.value) {
    const head = parseHead(bytes)
    if (!head.ok) return head
    heads.push({ code: head.value.code, bytes })
  }
  if (!areSortedHeads(heads.map(({ code }) => ({ code, size: 0, root: file, state: file })))) {
    return fail('not-canonical', 'heads are not sorted')
  }
  if (heads.length !== last.header.n)
    return fail('bad-proof', `${heads.length} heads, the header says ${last.header.n}`)
  return equal(scopesRoot(items.value), last.header.scopes) ? ok(heads) : fail('root-mismatch', 'heads')
}

/** [F1] Exactly the files that an export of these scopes and this many headers has. */
function checkNames(files: Files, log: BlockLog, codes: readonly string[], findings: Findings): void {
  const wanted = new Set<string>(Object.values(EXPORT_FILES))
  for (const code of codes) wanted.add(exportScopeFile(code))
  for (const [path] of exportTiles(log.headers.map(({ bytes }) => bytes))) wanted.add(path)
  const missing = [...wanted].find((path) => !files.has(path))
  if (missing !== undefined) return void findings.fail('files', 'missing-file', missing)
  const surplus = [...files.keys()].find((path) => !wanted.has(path))
  if (surplus !== undefined) return void findings.fail('files', 'unexpected-file', surplus)
  findings.pass('files', `${files.size} files`)
}

function readScopes(
  files: Files,
  codes: readonly string[],
  headers: readonly ReadHeader[],
): Result<Map<string, PlacedLeaf[]>> {
  const out = new Map<string, PlacedLeaf[]>()
  for (const code of codes) {
    const path = exportScopeFile(code)
    const file = files.get(path)
    if (file === undefined) return fail('missing-file', path)
    const items = unframe(file)
    if (!items.ok) return fail(items.code, `${path}: ${items.detail}`)
    const leaves = readLeaves(code, items.value, headers)
    if (!leaves.ok) return leaves
    out.set(code, leaves.value)
  }
  return ok(out)
}
