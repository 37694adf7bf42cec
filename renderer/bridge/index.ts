import type { Bridge } from '../../shared/bridge.ts'
import { connectHttp } from './http.ts'
import { clearStart, tabMemory, takeStart } from './start.ts'

declare global {
  interface Window {
    /** Put there by the Electron shell; absent in the browser shell. */
    readonly county?: Bridge
  }
}

/**
 * The bridge of the shell that the page runs in. It always comes: where the shell refuses the page (an old start address, a
 * session that has ended), every call answers with the failure that says so.
 */
export async function connectBridge(): Promise<Bridge> {
  if (window.county !== undefined) return window.county
  const token = takeStart(location.hash)
  // Before anything is awaited: the address must not be seen, copied or kept with the token in it.
  if (token !== null) history.replaceState(history.state, '', clearStart(location.href))
  return connectHttp({ fetch: (path, init) => fetch(path, init), memory: tabMemory(sessionStorage), token })
}
