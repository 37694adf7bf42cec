import { must, ok, type Result } from '../../../shared/base/result.ts'
import type { RelayAnswer } from '../../../shared/bridge.ts'
import { decode, frame, unframe, type Value } from '../../../shared/ledger/index.ts'
import { encodeMessage } from '../../../shared/sync/messages.ts'
import type { Ask, Desk } from './desk.ts'

type Bend = NonNullable<Desk['bend']>

/** Answers to one path, as values: `change` gives what comes instead. */
export function bendMessage(path: string, change: (message: Record<string, Value>, ask: Ask) => object): Bend {
  return (ask, answer) =>
    ask.path.startsWith(path) && answer.status === 200
      ? withBody(answer, encodeMessage(change(must(decode(answer.body, { max: answer.body.length })) as never, ask)))
      : ok(answer)
}

/** The leaves of one scope, of every answer that has the leaf at `at`. */
export function bendLeaves(scope: string, change: (leaves: Uint8Array[], from: number) => Uint8Array[]): Bend {
  return bendMessage('/v1/leaves', (message) => {
    if (message['scope'] !== scope) return message
    const leaves = must(unframe(message['frames'] as Uint8Array))
    return { ...message, frames: frame(change(leaves, message['from'] as number)) }
  })
}

/** Answers to one path as bytes. */
export function bendBytes(path: string, change: (body: Uint8Array, ask: Ask) => Uint8Array): Bend {
  return (ask, answer) => (ask.path.startsWith(path) ? withBody(answer, change(answer.body, ask)) : ok(answer))
}

function withBody(answer: RelayAnswer, body: Uint8Array): Result<RelayAnswer> {
  return ok({ ...answer, body })
}

/** The same bytes but for one bit. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const out = bytes.slice()
  out[at] = (out[at] as number) ^ 1
  return out
}
