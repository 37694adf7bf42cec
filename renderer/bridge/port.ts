import { fail, type Result } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import { type Bridge, type CallInput, type CallName, type CallOutput, EVENTS } from '../../shared/bridge.ts'
import { readResult } from '../../shared/loopback.ts'
import { makeListeners } from './listeners.ts'

/** Page to worker: an answer or an event. Worker to page: a call. */
type ToPage = { call: number; name: CallName; input: unknown }
type ToWorker = { call: number; result: Result<unknown> } | { event: string; detail: unknown }

/**
 * Lends the page's bridge to a worker through one end of a MessageChannel; the page keeps this end. Both ends are ours, so the
 * input is checked where it always is, in main. Returns the function that takes it back.
 */
export function exposeBridge(bridge: Bridge, port: MessagePort): () => void {
  const send = (message: ToWorker) => port.postMessage(message)
  port.onmessage = async ({ data }: MessageEvent<ToPage>) => {
    let result: Result<unknown>
    try {
      result = await bridge.call(data.name, data.input as CallInput<CallName>)
    } catch {
      // The worker must not wait for ever; what threw is a bug on this side.
      result = fail('internal', data.name)
    }
    send({ call: data.call, result })
  }
  const quiet = EVENTS.map((event) => bridge.on(event, (detail) => send({ event, detail })))
  return () => {
    for (const stop of quiet) stop()
    port.close()
  }
}

/** The worker's side: a bridge like any other. */
export function bridgeFromPort(port: MessagePort): Bridge {
  const listeners = makeListeners()
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let calls = 0
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (!isMap(data)) return
    if ('event' in data) return listeners.emit(data.event, data.detail)
    waiting.get(data.call)?.(readResult(data.result))
    waiting.delete(data.call)
  }
  return {
    on: listeners.on,
    call<N extends CallName>(name: N, input: CallInput<N>) {
      return new Promise<Result<CallOutput[N]>>((resolve) => {
        const call = calls++
        waiting.set(call, resolve as (result: Result<unknown>) => void)
        port.postMessage({ call, name, input } satisfies ToPage)
      })
    },
  }
}
