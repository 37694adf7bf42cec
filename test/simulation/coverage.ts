import { equal, hex } from '../../shared/base/bytes.ts'
import {
  type CaseRecord,
  type DisputeRecord,
  isCase,
  type LedgerRecord,
  type ReadLeaf,
} from '../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import type { Value } from '../../shared/ledger/index.ts'

/** What a leaf was judged on, and what came of it. */
export interface Judged {
  readonly leaf: ReadLeaf
  readonly outcome: string
  readonly changes: ReadonlyMap<string, Value>
  /** The records before it. */
  readonly read: (id: string) => LedgerRecord | undefined
  readonly service: (code: string, version: number) => ServiceDefinition | null
  readonly isExecutor: boolean
}

/** How often what happened: every kind of act, outcome, reason, choice and policy, and the situations that a simulation is for. It judges nothing. */
export class Coverage {
  readonly counts = new Map<string, number>()

  say(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  leaf(judged: Judged): void {
    const { leaf, outcome } = judged
    const { entry } = leaf
    const what = kindOf(judged)
    const plain = outcome.startsWith('void(') ? 'void' : outcome
    this.say(`entry: ${what}: ${plain}`)
    if (plain === 'void') this.say(`void: ${outcome.slice(5, -1)}: ${entry.kind}`)
    if (entry.epoch > 0) this.say(`device: later epoch: ${plain}`)
    if (entry.scope.length > 1) this.say(`entry: in two scopes: ${plain}`)
    if (entry.data['number'] !== null && entry.data['number'] !== undefined) this.say(`number: ${outcome}`)
    if (entry.kind === 'resolve') this.#decision(judged)
    if (entry.kind === 'file' || entry.kind === 'act') this.#work(judged, plain)
  }

  #work({ leaf, outcome, changes, read, service }: Judged, plain: string): void {
    const { entry, id } = leaf
    const records = entry.subj.map((one) => [one, read(one.id)] as const)
    const d = definitionOf(leaf, read, service)
    if (d !== null && plain !== 'void') {
      this.say(`policy: merge ${d.merge}${d.claims ? ', claims' : ''}: ${plain}`)
      this.say(
        `policy: ${d.disputes === undefined ? 'as without one' : `blocks ${d.disputes.blocks.join('+')}`}: ${plain}`,
      )
      this.say(`policy: signers ${d.disputes?.signers ?? 1}: ${plain}`)
      const out = d.version === 1 && service(d.code, 2) !== null ? ', and 2 is out' : ''
      this.say(`form: version ${d.version}${out}: ${entry.kind}`)
    }
    if (records.some(([, record]) => (record?.disputes.length ?? 0) > 0))
      this.say(`while a dispute is open: ${entry.kind}: ${plain}`)
    const late = records.some(([{ heads }, record]) => record !== undefined && missesDecision(record, heads))
    if (late) this.say(`late, after a decision: ${entry.kind}: ${plain === 'void' ? outcome : plain}`)
    const dispute = (
      changes.get([...changes.keys()].find((one) => one.includes('/dispute/')) ?? '') as unknown as
        | DisputeRecord
        | undefined
    )?.dispute
    if (outcome !== 'disputed' || dispute === undefined || !equal(dispute.id, id)) return
    const cases = dispute.clash.filter((one) => one.includes('/case/')).length
    const subjects = dispute.clash.length - cases
    this.say(
      `clash: ${cases > 0 ? 'the case' : ''}${cases > 0 && subjects > 0 ? ' and ' : ''}${subjects > 0 ? `${subjects} subjects` : ''}`,
    )
    for (const one of dispute.clash) {
      const open = (changes.get(one) as unknown as LedgerRecord | undefined)?.disputes.length ?? 0
      this.say(`open on one record: ${Math.min(open, 4)}`)
    }
  }

  #decision({ leaf, outcome, read }: Judged): void {
    const { entry } = leaf
    this.say(`decision: ${entry.data['choice'] as string}: ${outcome}`)
    const home = entry.scope[0] as string
    const about = (entry.data['disputes'] as Uint8Array[]).map(
      (one) => read(`${home}/dispute/${hex(one)}`) as DisputeRecord | undefined,
    )
    if (entry.data['choice'] !== 'reopen' && about.some((one) => one !== undefined && one.dispute.decided !== null)) {
      this.say(`decision: about what somebody else has decided: ${outcome}`)
    }
    if (outcome === 'applied')
      this.say(
        `decision: about ${Math.min(about.length, 4)} disputes, ${entry.subj.length > 4 ? '5 or more' : entry.subj.length} records`,
      )
  }
}

function kindOf({ leaf: { entry }, isExecutor }: Judged): string {
  return isExecutor ? `${entry.kind} by the executor` : entry.kind
}

function definitionOf({ entry }: ReadLeaf, read: Judged['read'], service: Judged['service']): ServiceDefinition | null {
  if (entry.kind === 'file') return service(entry.data['service'] as string, entry.data['version'] as number)
  const record = entry.case === null ? undefined : read(entry.case)
  if (record === undefined || !isCase(record)) return null
  return service((record as CaseRecord).service, record.version)
}

/** Was a decision made on it that nobody knew who had seen these heads? */
function missesDecision({ log }: LedgerRecord, heads: readonly Uint8Array[]): boolean {
  const byId = new Map(log.map((touch) => [hex(touch.id), touch]))
  const seen = new Set<string>()
  const open = heads.map(hex)
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (!seen.has(one)) open.push(...(byId.get(one)?.heads ?? []).map(hex))
    seen.add(one)
  }
  return log.some((touch) => touch.decided !== undefined && !seen.has(hex(touch.id)))
}
