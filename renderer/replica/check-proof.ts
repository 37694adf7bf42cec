import { equal, text as fromText, hex } from '../../shared/base/bytes.ts'
import { CODES } from '../../shared/base/codes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { type Failure, fail, ok, type Result } from '../../shared/base/result.ts'
import type { Text } from '../../shared/contract/service/index.ts'
import { civilTime } from '../../shared/contract/working-days.ts'
import {
  decode,
  openReceipt,
  openSlip,
  type Proven,
  parseBody,
  parseReceipt,
  type Receipt,
  readCompactReceipt,
  readSlip,
  type SignedEntry,
  type Value,
  type Verify,
} from '../../shared/ledger/index.ts'
import { joinQrTexts } from '../../shared/paper/qr-join.ts'
import type { Trust } from '../../shared/sync/check-heads.ts'
import type { Finding, Verification } from './api.ts'
import { numberOf } from './case-views.ts'
import { memberName, officeName, type Snapshot } from './snapshot.ts'

type Material =
  | { kind: 'slip'; entry: SignedEntry }
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'unknown'; why: Failure }

/** What this replica knows against a genuine entry: a decision that came after it (X6). */
type Known = (entry: SignedEntry) => Promise<Finding | null>

async function knownOf(findings: readonly Finding[], known: Known, entry: SignedEntry): Promise<Finding[]> {
  // Of what is not genuine nothing else is worth saying.
  const found = findings.every((one) => one.ok) ? await known(entry) : null
  return found === null ? [] : [found]
}

/** Checks a slip or receipt, as a file or as the text of its QR, against this replica's own trust: the log key and gov. */
export async function checkProof(
  now: Snapshot,
  trust: Trust,
  verify: Verify,
  input: { bytes: Uint8Array } | { text: string },
  known: Known,
): Promise<Verification> {
  const material = 'text' in input ? fromQr(input.text) : fromFile(input.bytes)
  switch (material.kind) {
    case 'slip':
      return checkSlip(now, trust, verify, material.entry, known)
    case 'receipt':
      return checkReceipt(now, trust, verify, material.receipt, known)
    case 'unknown':
      return { ok: false, kind: 'unknown', findings: [finding('format', material.why, FORMAT)], summary: [] }
  }
}

function fromQr(text: string): Material {
  // One line for each symbol that was scanned, in any order; a space at an end is a character of the code.
  const value = joinQrTexts(text.split(/[\r\n]+/).filter((line) => line !== ''))
  return value.ok ? fromValue(value.value) : { kind: 'unknown', why: value }
}

function fromFile(bytes: Uint8Array): Material {
  const receipt = parseReceipt(bytes)
  if (receipt.ok) return { kind: 'receipt', receipt: receipt.value }
  const value = decode(bytes, { max: LIMITS.receipt })
  if (value.ok) return fromValue(value.value)
  const asText = fromText(bytes)
  if (asText.ok && /^[0-9A-Z $%*+\-./:\r\n]+$/.test(asText.value)) return fromQr(asText.value)
  return { kind: 'unknown', why: asText.ok && asText.value.startsWith('c2sp.org/') ? receipt : value }
}

function fromValue(value: Value): Material {
  const slip = readSlip(value)
  if (slip.ok) return { kind: 'slip', entry: slip.value }
  const receipt = readCompactReceipt(value)
  return receipt.ok ? { kind: 'receipt', receipt: receipt.value } : { kind: 'unknown', why: receipt }
}

const FORMAT: Text = { zh: '格式', en: 'Format' }
const SIGNED: Text = { zh: '填写人的签名', en: "The author's signature" }
const SEALED: Text = {
  zh: '省级封存证明（登记簿、区块、检查点、省级签名）',
  en: 'Sealing proof: register, block, checkpoint, log key',
}
const SAME: Text = { zh: '与本机已核验的账本一致', en: 'Agrees with what this replica has verified' }

function finding(check: string, result: Result<unknown>, text: Text): Finding {
  return result.ok
    ? { check, ok: true, text }
    : {
        check,
        ok: false,
        text: { zh: `${text.zh}：不成立（${result.code}）`, en: `${text.en}: ${CODES[result.code]}` },
      }
}

async function checkSlip(
  now: Snapshot,
  trust: Trust,
  verify: Verify,
  entry: SignedEntry,
  known: Known,
): Promise<Verification> {
  const author = await checkAuthor(now, verify, entry)
  const findings = [finding('author', author, SIGNED)]
  // The same key may be registered on another network: its slips are worth nothing here.
  if (author.ok) findings.push(finding('network', sameNetwork(author.value.entry.net, trust), SAME))
  findings.push(...(await knownOf(findings, known, entry)))
  return { ok: findings.every((f) => f.ok), kind: 'slip', findings, summary: summaryOf(now, entry, null) }
}

function sameNetwork(net: Uint8Array, trust: Trust): Result<null> {
  return equal(net, trust.net) ? ok(null) : fail('wrong-network', hex(net))
}

async function checkAuthor(now: Snapshot, verify: Verify, entry: SignedEntry): ReturnType<typeof openSlip> {
  const body = parseBody(entry.body)
  if (!body.ok) return body
  const key = now.gov.key(body.value.key)
  if (key === null) return fail('unknown-key', hex(body.value.key))
  return openSlip(entry, key.pub, verify)
}

async function checkReceipt(
  now: Snapshot,
  trust: Trust,
  verify: Verify,
  receipt: Receipt,
  known: Known,
): Promise<Verification> {
  const proven = await openReceipt(receipt, trust.log, verify)
  const findings = [finding('sealed', proven, SEALED)]
  if (!proven.ok) return { ok: false, kind: 'receipt', findings, summary: [] }
  const entry = { body: proven.value.leaf.body, sig: proven.value.leaf.sig }
  const author = await checkAuthor(now, verify, entry)
  findings.push(finding('author', author, SIGNED))
  findings.push(finding('network', sameNetwork(proven.value.header.net, trust), SAME))
  findings.push(...(await knownOf(findings, known, entry)))
  return { ok: findings.every((f) => f.ok), kind: 'receipt', findings, summary: summaryOf(now, entry, proven.value) }
}

function summaryOf(now: Snapshot, entry: SignedEntry, proven: Proven | null): Verification['summary'] {
  const body = parseBody(entry.body)
  if (!body.ok) return []
  const author = now.gov.author(body.value.key, Number.MAX_SAFE_INTEGER)
  const rows: { label: Text; value: string }[] = [
    { label: { zh: '收件号', en: 'Number' }, value: body.value.case === null ? '—' : numberOf(body.value.case) },
    {
      label: { zh: '登记簿', en: 'Register' },
      value: body.value.scope.map((code) => officeName(now, code)).join('、'),
    },
    { label: { zh: '经办人', en: 'Author' }, value: author === null ? '—' : memberName(now, author.member) },
    { label: { zh: '填写时间（本机钟）', en: 'Claimed time' }, value: civilTime(body.value.time) },
  ]
  if (proven !== null) {
    rows.push(
      { label: { zh: '封存时间', en: 'Sealed' }, value: civilTime(proven.leaf.t) },
      { label: { zh: '区块', en: 'Block' }, value: `${proven.leaf.h} / ${proven.header.h}` },
      { label: { zh: '账本', en: 'Log' }, value: proven.checkpoint.origin },
    )
  }
  rows.push({ label: { zh: '凭证编号', en: 'Entry' }, value: proven === null ? '—' : hex(proven.id) })
  return rows
}
