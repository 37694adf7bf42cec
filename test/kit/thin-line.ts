import { once } from 'node:events'
import { createServer, type Server, Socket } from 'node:net'
import type { Random } from './random.ts'

/** What a county's line is like. Times in ms. */
export interface LineQuality {
  /** Bytes per second each way, shared by all connections. */
  readonly rate: number
  /** One way. */
  readonly delay: number
  /** Of 1 packet: that it is lost, and comes after a retransmission, with all behind it. */
  readonly loss: number
  /** Every connection is cut off this often; 0: never. */
  readonly cutEvery: number
  /** A connection is cut off when it has carried so many bytes, both ways together, whatever time it took. */
  readonly cutAfter: number
  /** What is lost. */
  readonly random: Random
}

/** A line with a beginning and an end: what connects to `port` is talking to the other side. */
export interface ThinLine {
  readonly port: number
  /** Bytes that got through, with the protocol around them; and how often connections were cut off. */
  readonly carried: { up: number; down: number; cuts: number }
  /** No connection is taken, and none that stands lives on, until it is called with true. */
  up(is: boolean): void
  /** What comes from now on is carried like this. */
  becomes(quality: LineQuality): void
  close(): Promise<void>
}

/** Payload of one packet on an ordinary line. */
const PACKET = 1448
/** What a sender may have on its way before it has to wait: a window of TCP without scaling. */
const WINDOW = 64 * 1024

/**
 * A line from `port`, or any free one, to `target` on the loopback interface, as bad as it is told to be, above TCP: where the kernel cannot delay and lose packets, this shows
 * what a program sees of it. A lost packet comes a round trip later, and holds up what is behind it, as an in-order stream is held up.
 */
export async function thinLine(target: number, first: LineQuality, port = 0): Promise<ThinLine> {
  let quality = first
  const carried = { up: 0, down: 0, cuts: 0 }
  /** What stands, each with what ends it at both its ends. */
  const open = new Map<Socket, () => void>()
  let ways = { up: new Way(quality), down: new Way(quality) }
  let isUp = true
  const server: Server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (near) => {
    if (!isUp) return near.resetAndDestroy()
    const far = new Socket({ allowHalfOpen: true })
    const end = () => {
      open.delete(near)
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    open.set(near, end)
    // What is still on its way when one side has closed arrives all the same.
    for (const socket of [near, far]) socket.on('error', end).setNoDelay(true)
    near.on('close', () => open.delete(near))
    // The hand-shake takes a round trip, too.
    setTimeout(() => {
      if (near.destroyed) return
      let left = quality.cutAfter
      const count = (way: 'up' | 'down') => (bytes: number) => {
        carried[way] += bytes
        left -= bytes
        if (left > 0 || !open.has(near)) return
        carried.cuts++
        // What has just come through is still written.
        setImmediate(end)
      }
      far.connect(target, '127.0.0.1', () => {
        carry(near, far, ways.up, count('up'))
        carry(far, near, ways.down, count('down'))
      })
    }, 2 * quality.delay)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    carried.cuts += open.size
    for (const end of [...open.values()]) end()
  }
  const cutting = () => (quality.cutEvery > 0 ? setInterval(cut, quality.cutEvery) : undefined)
  let timer = cutting()
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    carried,
    up(is) {
      isUp = is
      if (!is) cut()
    },
    becomes(next) {
      cut()
      clearInterval(timer)
      quality = next
      ways = { up: new Way(quality), down: new Way(quality) }
      timer = cutting()
    },
    async close() {
      clearInterval(timer)
      for (const end of [...open.values()]) end()
      server.close()
      await once(server, 'close')
    },
  }
}

/** One direction: packets leave one after the other, at the line's rate. */
class Way {
  readonly #quality: LineQuality
  #free = 0

  constructor(quality: LineQuality) {
    this.#quality = quality
  }

  /** When a packet that is handed over now comes out at the other end. */
  arrival(size: number, now: number): number {
    const { rate, delay, loss, random } = this.#quality
    this.#free = Math.max(this.#free, now) + (size * 1000) / rate
    return this.#free + delay + (random.int(10_000) < loss * 10_000 ? 2 * delay : 0)
  }
}

function carry(from: Socket, to: Socket, way: Way, count: (bytes: number) => void): void {
  // In order: what comes after a lost packet waits for it. Timers alone do not keep the order.
  const onWay: { at: number; part: Buffer | null }[] = []
  let inFlight = 0
  const deliver = () => {
    for (let first = onWay[0]; first !== undefined; first = onWay[0]) {
      const left = first.at - performance.now()
      if (left > 0) return void setTimeout(deliver, left)
      onWay.shift()
      if (to.destroyed) return
      if (first.part === null) return void to.end()
      count(first.part.length)
      to.write(first.part)
      inFlight -= first.part.length
      if (inFlight < WINDOW) from.resume()
    }
  }
  const send = (part: Buffer | null) => {
    const now = performance.now()
    const at = Math.max(onWay.at(-1)?.at ?? 0, part === null ? now : way.arrival(part.length, now))
    if (onWay.push({ at, part }) === 1) setTimeout(deliver, at - now)
  }
  from.on('data', (bytes: Buffer) => {
    inFlight += bytes.length
    if (inFlight >= WINDOW) from.pause()
    for (let at = 0; at < bytes.length; at += PACKET) send(bytes.subarray(at, at + PACKET))
  })
  from.on('end', () => send(null))
  from.resume()
}
