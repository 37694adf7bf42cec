import { text } from '../shared/base/bytes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { isMap } from '../shared/base/shape.ts'
import {
  decode,
  type Evidence,
  parseEvidence,
  parseReceipt,
  type Receipt,
  readCompactReceipt,
  readSlip,
  type SignedEntry,
  type Value,
} from '../shared/ledger/index.ts'
import { joinQrTexts } from '../shared/paper/qr-join.ts'

export type Material =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'slip'; readonly slip: SignedEntry }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }

/** The largest loose file that means something: evidence with two notes, or the text of sixteen symbols with a prefix each. */
export const LARGEST_MATERIAL = 512 * 1024

const RECEIPT_START = 'c2sp.org/tlog-proof@v1\n'
/** What zbarimg writes before each symbol unless told not to. */
const QR_PREFIX = /^QR-Code:/

/**
 * What a loose file is, by its content: a .tlog-proof, the CBOR of a slip or of evidence, or the text of QR codes, one symbol a line
 * or all on one. Codes: wrong-shape when it is none, else those of the kind that it claims to be.
 */
export function openMaterial(bytes: Uint8Array): Result<Material> {
  const asText = text(bytes)
  if (asText.ok && asText.value.startsWith(RECEIPT_START)) {
    const receipt = parseReceipt(bytes)
    return receipt.ok ? ok({ kind: 'receipt', receipt: receipt.value }) : receipt
  }
  if (asText.ok && /^[0-9A-Za-z $%*+\-./:\r\n]+$/.test(asText.value)) return fromQr(asText.value)
  const value = decode(bytes, { max: Math.max(LIMITS.receipt, 4 * LIMITS.note) })
  if (!value.ok) return fail('wrong-shape', `not a receipt, slip, QR text or evidence (${value.code})`)
  return fromValue(value.value, bytes)
}

function fromQr(content: string): Result<Material> {
  const lines = content
    .split(/\r?\n/)
    .map((line) => line.replace(QR_PREFIX, ''))
    .filter((line) => line !== '')
  const value = joinQrTexts(lines)
  return value.ok ? fromValue(value.value, null) : fail(value.code, `QR text: ${value.detail}`)
}

function fromValue(value: Value, file: Uint8Array | null): Result<Material> {
  const kind = isMap(value) ? value.kind : undefined
  if (kind === 'slip') {
    const slip = readSlip(value)
    return slip.ok ? ok({ kind: 'slip', slip: slip.value }) : slip
  }
  if (kind === 'receipt') {
    const receipt = readCompactReceipt(value)
    return receipt.ok ? ok({ kind: 'receipt', receipt: receipt.value }) : receipt
  }
  if (file === null) return fail('wrong-shape', 'neither a slip nor a receipt')
  const evidence = parseEvidence(file)
  return evidence.ok ? ok({ kind: 'evidence', evidence: evidence.value }) : evidence
}
