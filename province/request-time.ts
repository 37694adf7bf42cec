import type { IncomingMessage } from 'node:http'

/** For a whole request; one that brings an attachment has its own. ms. */
export const REQUEST_MS = 120_000

/** A request whose body has not come to its end in time is cut off, whatever trickles in. */
export function endAfter(request: IncomingMessage, ms: number): void {
  const timer = setTimeout(() => request.destroy(), ms)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
}
