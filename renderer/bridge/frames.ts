import { concat } from '../../shared/base/bytes.ts'
import { LOOPBACK } from '../../shared/loopback.ts'

/**
 * Takes a stream of big-endian uint32 lengths and bodies apart, however it was cut on the way. Answers whole frames only; null
 * when a length is over the limit, after which nothing of the stream can be trusted.
 */
export function makeUnframer(): (chunk: Uint8Array) => Uint8Array[] | null {
  let rest: Uint8Array = new Uint8Array(0)
  return (chunk) => {
    rest = concat(rest, chunk)
    const frames: Uint8Array[] = []
    while (rest.length >= 4) {
      const length = new DataView(rest.buffer, rest.byteOffset, 4).getUint32(0)
      if (length > LOOPBACK.frame) return null
      if (rest.length < 4 + length) break
      frames.push(rest.slice(4, 4 + length))
      rest = rest.slice(4 + length)
    }
    return frames
  }
}
