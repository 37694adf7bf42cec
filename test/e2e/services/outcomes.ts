import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../../../shared/base/result.ts'
import { advance, emptyScope, Gov, type LedgerRecord, type ReadLeaf, readLeaf } from '../../../shared/contract/index.ts'
import { exportScopeFile, unframe } from '../../../shared/ledger/index.ts'
import { textOf } from './filing.ts'

/** One entry of a scope, and what it came to when everything is judged again from an export. */
export interface Judged {
  readonly case: string | null
  readonly action: string
  readonly outcome: string
}

/** [X1] [X2] Judges every leaf of a scope again from an export, gov before what was sealed after it. */
export function judgedAgain(folder: string, scope: string): Judged[] {
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
