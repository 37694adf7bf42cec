/**
 * How much one request may carry, either way, over a line of which nothing is known: it has to come through before the line breaks, and costs a round
 * trip each time. Bytes as they are before they are packed.
 */
const LEAST = 8 * 1024
const MOST = 1024 * 1024
export const FIRST_PIECE = 64 * 1024

/** ms that a full piece should take: well below the times between the breaks of a bad line, well above its round trip. */
const QUICK = 4_000
const SLOW = 12_000

/**
 * The size after a request that came through with `bytes` in `ms`, or, with null, one that did not. Doubles while full pieces come quickly, halves when
 * they take long or break; a piece that was not full says nothing of a larger one.
 */
export function nextPiece(size: number, came: { readonly bytes: number; readonly ms: number } | null): number {
  if (came === null) return Math.max(LEAST, size / 2)
  // A clock that was set meanwhile tells no time.
  if (came.ms < 0) return size
  if (came.ms > SLOW) return Math.max(LEAST, size / 2)
  return came.ms < QUICK && came.bytes >= size / 2 ? Math.min(MOST, size * 2) : size
}
