import type { Handlers } from '../../../shared/bridge.ts'

/** Services that know one call, `vault.lock`, and count it. */
export function handlers(called: () => void): Handlers {
  const none = async () => ({ ok: false, code: 'not-found', detail: '' }) as const
  const lock = async () => {
    called()
    return { ok: true, value: null } as const
  }
  return {
    'site.info': none,
    'vault.unlock': none,
    'vault.lock': lock,
    'vault.session': none,
    'vault.open': none,
    'vault.open-unasked': none,
    'vault.search-key': none,
    'filing.submit': none,
    'journal.list': none,
    'relay.request': none,
    'paper.pdf': none,
  }
}
