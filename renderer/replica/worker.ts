import { fail } from '../../shared/base/result.ts'
import type { Person, Site } from '../../shared/bridge.ts'
import type { SubtleVerify } from '../../shared/ledger/index.ts'
import { bridgeFromPort } from '../bridge/port.ts'
import { type Core, openCore } from './core.ts'
import type { FromReplica, ToReplica } from './rpc.ts'
import { runtimeVerify } from './verify-leaves.ts'
import { inlinePool, workerPool } from './verify-pool.ts'

/** The replica worker: owns the database, the sync and two verify workers; the page only asks and is told. */
let core: Core | null = null

const say = (message: FromReplica) => self.postMessage(message)
const subtle = crypto.subtle as unknown as SubtleVerify

function verifyWorker(): Worker {
  return new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' })
}

async function open(message: Extract<ToReplica, { open: unknown }>): Promise<void> {
  const opened = await openCore(
    bridgeFromPort(message.port),
    message.open.site as Site,
    message.open.person as Person,
    {
      now: Date.now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      verify: await runtimeVerify(subtle),
      pool: workerPool([verifyWorker(), verifyWorker()], inlinePool(subtle)),
      tell: (event) => say({ event }),
      later: (task, ms) => {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    },
  )
  if (opened.ok) core = opened.value
  say({ opened: opened.ok ? { ok: true, value: null } : opened })
}

async function answer(message: Extract<ToReplica, { call: number }>): Promise<void> {
  if (core === null) return say({ call: message.call, result: fail('vault-locked', 'not open') })
  try {
    const handler = core.calls[message.name] as (input: unknown) => Promise<never>
    say({ call: message.call, result: await handler(message.input) })
  } catch (error) {
    console.error(message.name, error)
    say({ call: message.call, result: fail('internal', message.name) })
  }
}

self.addEventListener('message', (event: MessageEvent<ToReplica>) => {
  const message = event.data
  if ('open' in message) {
    open(message).catch((error: unknown) => {
      console.error(error)
      say({ opened: fail('internal', 'replica') })
    })
  } else if ('call' in message) void answer(message)
  else {
    void (core?.close() ?? Promise.resolve()).finally(() => {
      say({ closed: true })
      self.close()
    })
  }
})
