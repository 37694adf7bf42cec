import { join } from 'node:path'
import { compareText, hex } from '../shared/base/bytes.ts'
import { must } from '../shared/base/result.ts'
import { type CaseRecord, isCase, type LedgerRecord, type SubjectRecord } from '../shared/contract/index.ts'
import { countedIn, nextNumber, numberIn, numbersId } from '../shared/contract/numbers.ts'
import { type AutoDecision, autoReason, decideAuto } from '../shared/contract/service/auto.ts'
import { definitionHash } from '../shared/contract/service/definition-hash.ts'
import type { FieldValue, ServiceDefinition } from '../shared/contract/service/index.ts'
import { numberingAt } from '../shared/contract/service/number-text.ts'
import { fieldValue } from '../shared/contract/service/read-parts.ts'
import { subjectsOf } from '../shared/contract/service/subject.ts'
import { namedSubjects } from '../shared/contract/service/workflow.ts'
import { civilDate } from '../shared/contract/working-days.ts'
import {
  type Body,
  encodeBody,
  entryId,
  entryMessage,
  keyId,
  openAnswer,
  openPayload,
  parseBody,
  parseEnvelope,
  parseLeaf,
  type Value,
} from '../shared/ledger/index.ts'
import { type Disk, replaceFile } from './disk.ts'
import type { ExecutorKeys } from './executor-keys.ts'
import { verify } from './keys.ts'
import type { ProvinceNode } from './node.ts'

/** How many acts go into one push. */
const BATCH = 200

/** What the executor is told when a form cannot be opened: it never decides on what it has not read. */
const CLOSED = { zh: '申请内容无法打开，转人工办理', en: 'The form could not be opened' }

/**
 * One-click (秒批, X9): after each block, decides every case that has come into the state which its service's `auto` names, and pushes its acts to
 * the node, so that they are in the next block. What it may not decide it hands to people, with the reason. It has no journal: its acts are
 * kept where every admitted entry is, and up to which block it has looked stands in a file; after a crash it looks at those blocks again, and
 * a case that has moved on is left alone.
 */
export class Executor {
  readonly #node: ProvinceNode
  readonly #keys: ExecutorKeys
  readonly #key: Uint8Array
  readonly #disk: Disk
  readonly #path: string
  readonly #now: () => number
  readonly #say: (line: string) => void
  /**
   * How each case stood when it was last acted on. One that comes back unchanged was judged void: it goes to people, and then it is left alone, lest every
   * block brings another void act.
   */
  readonly #tried = new Map<string, { readonly heads: string; readonly approved: boolean }>()
  /** Subjects of cases that it has decided and that are not sealed yet: a second act on one of them would stand on heads that are old by then. */
  readonly #held = new Set<string>()
  /** Blocks below this height have been looked at. */
  #upto = 0

  private constructor(
    node: ProvinceNode,
    keys: ExecutorKeys,
    options: { disk: Disk; data: string; now: () => number; say: (line: string) => void },
  ) {
    this.#node = node
    this.#keys = keys
    this.#key = keyId(keys.signer.pub)
    this.#disk = options.disk
    this.#path = join(options.data, 'executor.height')
    this.#now = options.now
    this.#say = options.say
  }

  static async open(
    node: ProvinceNode,
    keys: ExecutorKeys,
    options: { disk: Disk; data: string; now: () => number; say: (line: string) => void },
  ): Promise<Executor> {
    const executor = new Executor(node, keys, options)
    const kept = await options.disk.read(executor.#path)
    const height = kept === null ? 0 : Number(new TextDecoder().decode(kept))
    // A height from another folder's past would skip cases: then everything is looked at again.
    if (Number.isSafeInteger(height) && height >= 0 && height <= node.parts.blocks.size) executor.#upto = height
    return executor
  }

  /** Looks at the blocks since the last time; gives the number of acts that the node has acknowledged. Throws when a disk or the store fails. */
  async run(): Promise<number> {
    const { blocks } = this.#node.parts
    const size = blocks.size
    if (size === this.#upto) return 0
    const author = this.#node.ledger.gov.author(this.#key, size - 1)
    const moved = new Map<string, Set<string>>()
    for (let h = this.#upto; author !== null && h < size; h++) {
      const block = await blocks.block(h)
      for (const { code, leaves } of block.scopes) {
        if (code === 'gov' || !author.scopes.includes(code)) continue
        const cases = moved.get(code) ?? new Set<string>()
        moved.set(code, cases)
        for (const leaf of leaves) {
          const entry = must(parseBody(must(parseLeaf(leaf)).body))
          if (entry.case !== null && (entry.kind === 'file' || entry.kind === 'act')) cases.add(entry.case)
        }
      }
    }
    // What it has decided and is not sealed yet is decided.
    const own = this.#node.waitingOf(this.#key)
    const waiting = new Set(own.map(({ entry }) => entry.case))
    this.#held.clear()
    for (const { entry } of own) for (const { id } of entry.subj) this.#held.add(id)
    let acted = 0
    let later = 0
    for (const [code, cases] of moved) {
      const open = [...cases].filter((id) => !waiting.has(id))
      const done = await this.#decide(code, open)
      acted += done.acted
      later += done.later
    }
    // What was put off is found again where it was found now.
    if (later > 0) return acted
    await replaceFile(this.#disk, this.#path, new TextEncoder().encode(String(size)))
    this.#upto = size
    return acted
  }

  async #decide(scope: string, ids: readonly string[]): Promise<{ acted: number; later: number }> {
    let acted = 0
    let later = 0
    for (let at = 0; at < ids.length; at += BATCH) {
      const records = await this.#node.parts.store.records(scope, ids.slice(at, at + BATCH))
      for (const [id, record] of records) {
        if (!isCase(record)) continue
        const definition = this.#definitionOf(record)
        if (definition === null || record.state !== definition.auto?.from || record.disputes.length > 0) continue
        const subjects = subjectsOf(definition, scope, record.fields) ?? []
        if (subjects.some((one) => this.#held.has(one.id))) {
          later++
          continue
        }
        if (!(await this.#act(scope, id, record, definition))) continue
        for (const one of subjects) this.#held.add(one.id)
        acted++
      }
    }
    return { acted, later }
  }

  #definitionOf(record: CaseRecord): ServiceDefinition | null {
    return this.#node.ledger.gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)
  }

  /** One act at a time: each is the next of the executor's chain. */
  async #act(scope: string, id: string, record: CaseRecord, d: ServiceDefinition): Promise<boolean> {
    const auto = d.auto as NonNullable<ServiceDefinition['auto']>
    const time = this.#now()
    const values = await this.#valuesOf(scope, record)
    let decided: AutoDecision =
      values === null
        ? { approve: false, reasons: [CLOSED] }
        : decideAuto(d, {
            values,
            materials: record.materials.map((one) => one.id),
            today: civilDate(time),
            county: scope,
          })
    const stood = record.heads.map(hex).join()
    const before = this.#tried.get(id)
    const again = before?.heads === stood ? before : null
    if (again?.approved === false) return false
    if (again !== null) decided = { approve: false, reasons: [NOT_TAKEN] }
    const number = decided.approve ? await this.#number(scope, d, auto.approve, civilDate(time)) : null
    const given = number === 'none' ? null : number
    const approve = decided.approve && number !== 'none'
    this.#tried.set(id, { heads: stood, approved: approve })
    const action = d.workflow.actions.find((one) => one.name === (approve ? auto.approve : auto.otherwise))
    if (action === undefined) return false
    const reasons = decided.approve && !approve ? [USED_UP] : decided.reasons
    const reason = approve ? null : autoReason(reasons)
    const data = {
      action: action.name,
      reason,
      ...{ fields: {}, sealed: {}, materials: [] },
      number: given as unknown as Value,
      rules: definitionHash(d as unknown as Value),
    }
    const subjects = namedSubjects(d, action, subjectsOf(d, scope, record.fields) ?? [])
    const standing = await this.#node.parts.store.records(
      scope,
      subjects.map((one) => one.id),
    )
    const heads = (of: LedgerRecord | undefined) => [...(of?.heads ?? [])]
    const subj = [
      { id, heads: heads(record) },
      ...subjects.map((one) => ({ id: one.id, heads: heads(standing.get(one.id)) })),
    ].sort((a, b) => compareText(a.id, b.id))
    return this.#push({ kind: 'act', scope: [scope], case: id, subj, data, time })
  }

  async #push(said: Pick<Body, 'kind' | 'scope' | 'case' | 'subj' | 'data' | 'time'>): Promise<boolean> {
    const end = this.#node.chainEnd(this.#key, 0)
    const body = encodeBody({
      ...said,
      v: 1,
      net: this.#node.ledger.network.net,
      key: this.#key,
      epoch: 0,
      seq: end === null ? 0 : end.seq + 1,
      prev: end === null ? null : end.id,
      commit: null,
      att: [],
    })
    const sig = this.#keys.signer.sign(entryMessage(body))
    const answers = await this.#node.push([{ body, sig, payload: null }])
    const [answer] = answers.ok ? answers.value : []
    if (answer === undefined) {
      this.#say(`executor: ${said.case}: ${answers.ok ? 'no answer' : answers.code}`)
      return false
    }
    const opened = must(await openAnswer(answer, this.#node.ledger.network.ack, verify))
    if (opened.kind === 'refused') this.#say(`executor: ${said.case} ${hex(entryId(body))}: ${opened.said.code}`)
    return opened.kind !== 'refused'
  }

  /** Every value of the form, opened and held against what is on the ledger; null when one is not. */
  async #valuesOf(scope: string, record: CaseRecord): Promise<Record<string, FieldValue> | null> {
    const values: Record<string, FieldValue> = { ...record.fields }
    const byPayload = new Map<string, { commit: Uint8Array; fields: Record<string, Uint8Array> }>()
    for (const [name, { h, commit }] of Object.entries(record.sealed)) {
      const known = byPayload.get(hex(commit)) ?? { commit, fields: {} }
      known.fields[name] = h
      byPayload.set(hex(commit), known)
    }
    for (const { commit, fields } of byPayload.values()) {
      const [file] = await this.#node.parts.store.payloads([commit], [scope])
      if (file === null || file === undefined) return null
      const clear = await this.#keys.decrypter.decrypt(file).catch(() => null)
      const envelope = clear === null ? null : parseEnvelope(clear)
      if (envelope === null || !envelope.ok) return null
      const opened = openPayload(envelope.value, commit, fields)
      if (!opened.ok) return null
      for (const name of Object.keys(fields)) {
        const value = fieldValue(opened.value[name], name)
        if (!value.ok) return null
        values[name] = value.value
      }
    }
    return values
  }

  /** [N10] The executor's own next number for an action; null when it gives none, `none` when its blocks are used up. */
  async #number(scope: string, d: ServiceDefinition, action: string, today: string) {
    const numbering = numberingAt(d, action)
    if (numbering === null) return null
    const { series } = numbering
    const id = numbersId(scope, series, this.#key)
    const record = (await this.#node.parts.store.records(scope, [id])).get(id) as SubjectRecord | undefined
    const waiting = this.#node.waitingOf(this.#key).filter(({ entry }) => entry.scope.includes(scope))
    const given = [...countedIn(record), ...waiting.flatMap(({ entry }) => numberIn(entry, series))]
    const blocks = this.#node.ledger.gov.numbers(scope, series, Number.MAX_SAFE_INTEGER)
    return nextNumber(numbering, blocks, this.#key, today, given) ?? ('none' as const)
  }
}

const NOT_TAKEN = { zh: '登记簿没有接受自动核准，转人工办理', en: 'The register did not take the approval by rule' }
const USED_UP = { zh: '自动核准的编号已用完，转人工办理', en: 'The executor has no numbers left' }
