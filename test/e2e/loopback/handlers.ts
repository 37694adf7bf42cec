import { CALLS, type Handlers } from '../../../shared/bridge.ts'

/** Services that know one call, `vault.lock`, and count it. */
export function handlers(called: () => void): Handlers {
  const none = async () => ({ ok: false, code: 'not-found', detail: '' }) as const
  const lock = async () => {
    called()
    return { ok: true, value: null } as const
  }
  const all = Object.fromEntries(Object.keys(CALLS).map((name) => [name, none])) as unknown as Handlers
  return { ...all, 'vault.lock': lock }
}
