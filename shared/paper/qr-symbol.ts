import { type Bitmap2D, correction, generate, type Mode, mode } from 'lean-qr'

/** One symbol of version 20 at most: see SYMBOL_CHARACTERS. */
const LARGEST_VERSION = 20

/**
 * [R3] The symbols of one message: alphanumeric mode, correction M. More than one carry structured-append headers (ISO/IEC 18004 §8),
 * by which other programs put them together whatever the order they were scanned in.
 * @param texts one text per symbol, in order, each of at most SYMBOL_CHARACTERS of the alphanumeric set; 1 to 16 of them
 */
export function qrSymbols(texts: readonly string[]): Bitmap2D[] {
  if (texts.length < 1 || texts.length > 16) throw new Error(`${texts.length} symbols`)
  const parity = parityOf(texts)
  return texts.map((text, index) => {
    const content = mode.alphaNumeric(text)
    return generate(texts.length === 1 ? content : mode.multi(appendHeader(index, texts.length, parity), content), {
      minCorrectionLevel: correction.M,
      maxCorrectionLevel: correction.M,
      maxVersion: LARGEST_VERSION,
    })
  })
}

/** Mode indicator 0011, position, total − 1, parity. */
function appendHeader(index: number, count: number, parity: number): Mode {
  return (bits) => {
    bits.push(0b0011, 4)
    bits.push(index, 4)
    bits.push(count - 1, 4)
    bits.push(parity, 8)
  }
}

/** XOR of all bytes of the whole message: tells symbols of one message from those of another. */
function parityOf(texts: readonly string[]): number {
  let parity = 0
  for (const text of texts) for (let i = 0; i < text.length; i++) parity ^= text.charCodeAt(i)
  return parity & 0xff
}
