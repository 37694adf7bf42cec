import type { Code } from '../shared/base/codes.ts'
import type { Failure } from '../shared/base/result.ts'

/** Everything that can be found, with the rules that it is about and how people are told. */
export const CHECKS = {
  input: ['F2', '能认出是什么材料', 'the material is of a known kind'],
  trust: ['F2', '给出了可信的依据', 'there is something to trust'],
  pin: ['F2', '账本与指定的可信依据一致', 'the log is the trusted one'],
  files: ['F1', '文件齐全，没有多余', 'no file is missing, none is too many'],
  readme: ['F1', '说明文件一字不差', 'README.txt is the fixed text'],
  vkey: ['L5 K3', '账本公钥格式严格', 'the verifier key is strict'],
  checkpoint: ['L5 K3', '检查点由账本签名', 'the log has signed the checkpoint'],
  headers: ['L4 E2', '区块头依次相接', 'the headers are a chain'],
  root: ['L1 L5', '检查点的根由区块头算得', 'the headers give the signed root'],
  tiles: ['L5', '瓦片逐字节相符', 'the tiles are those of the headers'],
  heads: ['L3', '登记簿头有序，且在最后一个区块中', 'the scope heads are sorted and in the last block'],
  leaves: ['L2 E2 N1', '条目格式、高度、时间都对', 'every leaf is well formed, of its block’s height and time'],
  genesis: ['N1 N8', '创世条目确定了网络与账本公钥', 'the genesis entry names the network and the log key'],
  blocks: ['L3 L4 X1', '逐块重算：登记簿根、数目、新增条数', 'replayed block by block: scopes, n and new'],
  state: ['C2 X3', '重算的登记簿头与状态摘要相符', 'the replayed heads and state digests are those of the file'],
  named: ['L2', '条目在它写明的每个登记簿里', 'an entry is in every scope that it names'],
  signatures: ['K3 N2', '每个条目的签名有效', 'every entry’s signature holds'],
  chains: ['N3 C3', '各设备的条目没有缺号', 'no device’s chain has a gap'],
  receipt: ['R2', '从条目到账本签名，步步重算', 'recomputed from the leaf to the log’s signature'],
  slip: ['R1', '回执格式严格', 'the slip is strict'],
  network: ['N1', '属于同一个网络', 'made for this network'],
  author: ['K3 R1', '经办人的签名有效', 'the author’s signature holds'],
  standing: ['X7', '经办人的钥匙没有吊销', 'the author’s key is not revoked'],
  prefix: ['C2 C3', '与可信的账本没有分叉', 'no fork from the trusted ledger'],
  effect: ['X2 X6', '所载内容现在有效', 'what it says is in effect'],
  evidence: ['C3', '证据成立', 'the evidence holds'],
  accused: ['N4 L8', '证据所指的钥匙属于这个账本', 'the accused key belongs to this ledger'],
  answer: ['W1', '节点的回答可读', 'the node’s answers can be read'],
} as const satisfies Record<string, readonly [rules: string, zh: string, en: string]>
export type CheckName = keyof typeof CHECKS

/** One finding. `rule` holds the ids of docs/ledger-spec.md, with spaces between. */
export interface Check {
  readonly name: CheckName
  readonly rule: string
  readonly ok: boolean
  readonly code?: Code
  readonly detail: string
}

export type Kind = 'export' | 'receipt' | 'slip' | 'evidence' | 'node' | 'unknown'

/** What has become of the entry of a genuine paper, and as of when that is said. */
export interface Effect {
  readonly state: 'in-effect' | 'superseded' | 'void' | 'disputed' | 'not-sealed' | 'unknown'
  /** As in Fate; of what is void, its outcome. */
  readonly why: string | null
  /** The decision that left it without effect, or gave some of its items other values; times as ISO text. */
  readonly decision: {
    readonly entry: string
    readonly claimed: string
    readonly sealed: string
    readonly member: string
    readonly name: string
    readonly office: string
  } | null
  /** The number of blocks under the last checkpoint that is known, and the time of the last; null without a ledger. */
  readonly asOf: { readonly checkpoint: number; readonly time: string } | null
}

/** 0 everything holds · 1 something does not · 3 genuine, but no longer (or never) in effect · 4 genuine, but in dispute ·
 * 5 genuine and in effect, with items that were decided otherwise. 2 is for a wrong use. */
export type Exit = 0 | 1 | 3 | 4 | 5

export interface Report {
  readonly ok: boolean
  readonly kind: Kind
  /** Was it held against something that the caller trusts, or only against itself? */
  readonly pinned: boolean
  readonly checks: readonly Check[]
  /** What holds beyond the checks, and what could not be checked. */
  readonly notes: readonly string[]
  readonly summary: string
  /** Of a paper that is genuine; else null. */
  readonly effect: Effect | null
  readonly exit: Exit
}

/** Collects findings; the report is ok only if there are some and every one is. */
export class Findings {
  readonly checks: Check[] = []
  readonly notes: string[] = []
  pinned = false
  effect: Effect | null = null

  constructor(readonly kind: Kind) {}

  pass(name: CheckName, detail = ''): void {
    this.checks.push({ name, rule: CHECKS[name][0], ok: true, detail })
  }

  fail(name: CheckName, code: Code, detail = ''): null {
    this.checks.push({ name, rule: CHECKS[name][0], ok: false, code, detail })
    return null
  }

  failure(name: CheckName, failure: Failure): null {
    return this.fail(name, failure.code, failure.detail)
  }

  note(zh: string, en: string): void {
    this.notes.push(`${zh} / ${en}`)
  }

  get ok(): boolean {
    return this.checks.length > 0 && this.checks.every((check) => check.ok)
  }

  report(): Report {
    const { ok, kind, pinned, checks, notes, effect } = this
    const exit = exitOf(checks, effect)
    return { ok, kind, pinned, checks, notes, summary: summaryOf(exit, kind, pinned, checks), effect, exit }
  }
}

const KINDS: Readonly<Record<Kind, readonly [zh: string, en: string]>> = {
  export: ['账本导出', 'export'],
  receipt: ['封存凭证', 'sealed receipt'],
  slip: ['收件回执', 'filing slip'],
  evidence: ['证据', 'evidence'],
  node: ['节点', 'node'],
  unknown: ['材料', 'material'],
}

function exitOf(checks: readonly Check[], effect: Effect | null): Exit {
  const bad = checks.filter((check) => !check.ok)
  if (checks.length > 0 && bad.length === 0) return 0
  if (effect === null || bad.some(({ name }) => name !== 'effect')) return 1
  return effect.state === 'disputed' ? 4 : effect.state === 'in-effect' ? 5 : 3
}

function summaryOf(exit: Exit, kind: Kind, pinned: boolean, checks: readonly Check[]): string {
  const [zh, en] = KINDS[kind]
  const bad = checks.filter((check) => !check.ok).length
  if (exit === 3) return `${zh}：是真的，但没有效力，不能再用 / ${en}: genuine, but not in effect: do not rely on it`
  if (exit === 4) return `${zh}：是真的，但有争议尚待裁定 / ${en}: genuine, but in dispute: nobody has decided yet`
  if (exit === 5)
    return `${zh}：是真的，也有效，但几项已由裁定另行核定 / ${en}: genuine and in effect, but some items were decided otherwise`
  if (exit === 1) return `${zh}：不成立，${bad} 项不符 / ${en}: does not hold, ${bad} of ${checks.length} checks failed`
  if (kind === 'slip') {
    return `${zh}：签名属实，但只说明已收件；尚未登记与否看账本 / ${en}: truly signed; it says taken, not registered`
  }
  if (pinned) return `${zh}：全部成立，${checks.length} 项 / ${en}: everything holds, ${checks.length} checks`
  return `${zh}：自身一致，${checks.length} 项；没有用 --trust 指定可信依据，不能证明它属于哪个账本 / ${en}: self-consistent, ${checks.length} checks, but not pinned: no --trust was given, so whose ledger it is remains unproven`
}

/** Lines for people: one per check. */
export function humanLines(report: Report): string[] {
  return [
    ...report.checks.map((check) => {
      const [rule, zh, en] = CHECKS[check.name]
      const found = [check.code, check.detail].filter((part) => part).join(': ')
      return `${check.ok ? '✓' : '✗'} ${rule.padEnd(9)} ${zh} / ${en}${found === '' ? '' : ` — ${found}`}`
    }),
    ...report.notes.map((note) => `· ${note}`),
    report.summary,
  ]
}
