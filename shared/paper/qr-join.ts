import { fail, type Result } from '../base/result.ts'
import type { Value } from '../ledger/index.ts'
import { readQrText } from './qr-text.ts'

/** Above this the orders are too many to try; a reader that keeps the symbols' own order has no need to. */
const MOST_UNORDERED = 7

/**
 * [R3] What the symbols carry, from texts in whatever order they were scanned: readers that do not join symbols give one text
 * for each and lose their order. Only the right order unpacks to a value whose checksum holds.
 * Codes: those of readQrText.
 */
export function joinQrTexts(texts: readonly string[]): Result<Value> {
  const distinct = [...new Set(texts)]
  const asGiven = readQrText(distinct.join(''))
  if (asGiven.ok || distinct.length > MOST_UNORDERED) return asGiven
  for (const order of orders(distinct)) {
    const read = readQrText(order.join(''))
    if (read.ok) return read
  }
  return distinct.length === 0 ? fail('truncated', 'no QR text') : asGiven
}

function* orders(texts: readonly string[]): Generator<string[]> {
  if (texts.length < 2) return yield [...texts]
  for (const [i, first] of texts.entries()) {
    for (const rest of orders(texts.filter((_, j) => j !== i))) yield [first, ...rest]
  }
}
