import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersIn } from '../../../scripts/demo/make.ts'
import { must } from '../../../shared/base/result.ts'
import { advance, emptyScope, Gov, type LedgerRecord, type ReadLeaf, readLeaf } from '../../../shared/contract/index.ts'
import { exportScopeFile, unframe } from '../../../shared/ledger/index.ts'
import { exportLedger, verify } from '../county/papers.ts'
import { textOf } from './filing.ts'
import type { Office } from './office.ts'

/** [F2] [X2] The export verifies against this site's trust, and every entry of the office is applied when it is judged again. */
export async function judge({ county, world, walk }: Office, folder: string): Promise<string | null> {
  await county.node.stop()
  const out = join(folder, 'export')
  if (existsSync(out)) throw new Error(`${out} is there already`)
  await exportLedger(foldersIn(county.data).province, out)
  const { code, text } = await verify(out, '--trust', walk(true).site)
  if (code !== 0) return `the export does not verify: ${text}`
  const other = judgedAgain(out, world.county).filter(({ outcome }) => outcome !== 'applied')
  return other.length === 0 ? null : other.map((one) => `${one.case} ${one.action}: ${one.outcome}`).join('; ')
}

/** One entry of a scope, and what it came to when everything is judged again from an export. */
interface Judged {
  readonly case: string | null
  readonly action: string
  readonly outcome: string
}

/** [X1] [X2] Judges every leaf of a scope again from an export, gov before what was sealed after it. */
function judgedAgain(folder: string, scope: string): Judged[] {
  const leaves = (code: string): ReadLeaf[] =>
    must(unframe(readFileSync(join(folder, exportScopeFile(code))))).map((bytes) => must(readLeaf(bytes)))
  const gov = new Gov()
  let rules = emptyScope('gov')
  const laws = leaves('gov')
  let state = emptyScope(scope)
  const records = new Map<string, LedgerRecord>()
  return leaves(scope).map((leaf) => {
    for (let law = laws[0]; law !== undefined && law.leaf.h <= leaf.leaf.h; law = laws[0]) {
      const step = must(advance(gov, rules, () => undefined, law))
      for (const [key, value] of step.changes) gov.put(key, value)
      rules = step.state
      laws.shift()
    }
    const step = must(advance(gov, state, (id) => records.get(id), leaf))
    for (const [key, value] of step.changes) records.set(key, value as unknown as LedgerRecord)
    state = step.state
    const { kind, data } = leaf.entry
    return {
      case: leaf.entry.case,
      action: kind === 'act' ? textOf(data, 'action') : kind,
      outcome: step.outcome,
    }
  })
}
