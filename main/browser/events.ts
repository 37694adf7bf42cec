import type { EventName } from '../../shared/bridge.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'

/** Events on their way to the window. */
export interface Events {
  emit(event: EventName, detail: unknown): void
  /**
   * A stream of frames: big-endian uint32 length, then CBOR [event, detail]; an empty frame says that the line is open. It
   * ends when it is cancelled, when everything closes, or at the first frame for which `lasts` no longer holds.
   */
  stream(lasts: () => boolean, onEnd: () => void): ReadableStream<Uint8Array>
  /** An empty frame to every stream. */
  beat(): void
  /** Ends all streams after what was emitted. */
  close(): void
}

interface Line {
  readonly controller: ReadableStreamDefaultController<Uint8Array>
  readonly lasts: () => boolean
  readonly onEnd: () => void
}

export function makeEvents(): Events {
  const lines = new Set<Line>()
  const end = (line: Line) => {
    lines.delete(line)
    line.controller.close()
    line.onEnd()
  }
  const send = (bytes: Uint8Array) => {
    for (const line of lines) {
      if (line.lasts()) line.controller.enqueue(framed(bytes))
      else end(line)
    }
  }
  return {
    emit: (event, detail) => send(encode([event, detail as Value])),
    stream(lasts, onEnd) {
      let own: Line
      return new ReadableStream<Uint8Array>({
        start(controller) {
          own = { controller, lasts, onEnd }
          lines.add(own)
          controller.enqueue(framed(new Uint8Array(0)))
        },
        cancel() {
          if (lines.delete(own)) onEnd()
        },
      })
    },
    beat: () => send(new Uint8Array(0)),
    close() {
      for (const line of lines) end(line)
    },
  }
}

function framed(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + bytes.length)
  new DataView(out.buffer).setUint32(0, bytes.length)
  out.set(bytes, 4)
  return out
}
