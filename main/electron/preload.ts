import { contextBridge, ipcRenderer } from 'electron'
import { fail, type Result } from '../../shared/base/result.ts'
import { type Bridge, CALLS, EVENTS, type EventName } from '../../shared/bridge.ts'
import { CALL, EVENT } from './channels.ts'

/**
 * The renderer's whole view of main: the typed table and nothing else. No channel name, no ipcRenderer and no event object gets
 * through; a name outside the table is refused here already, and again behind the door.
 */
type Listener = (detail: unknown) => void

const listeners = new Map<string, Set<Listener>>(EVENTS.map((name) => [name, new Set()]))

ipcRenderer.on(EVENT, (_event, name: unknown, detail: unknown) => {
  for (const listener of listeners.get(String(name)) ?? []) listener(detail)
})

async function call(name: unknown, input: unknown): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) {
    return fail('unknown-call', String(name).slice(0, 64))
  }
  try {
    return (await ipcRenderer.invoke(CALL, name, input)) as Result<unknown>
  } catch (error) {
    // Main answers with Results; what throws is the crossing itself (an input that cannot be cloned, a main that is gone).
    return fail('internal', `${name}: ${error instanceof Error ? error.name : 'failed'}`)
  }
}

function on(event: EventName, listener: Listener): () => void {
  const known = listeners.get(event)
  if (known === undefined || typeof listener !== 'function') return () => {}
  // Wrapped, so that one function given twice is two listeners, each with its own end.
  const own: Listener = (detail) => listener(detail)
  known.add(own)
  return () => {
    known.delete(own)
  }
}

contextBridge.exposeInMainWorld('county', { call, on } as Bridge)
