import type { TextKey, Values } from '../i18n/index.ts'
import type { SyncStatus } from '../replica/api.ts'

export interface SyncLight {
  readonly tone: 'good' | 'warn' | 'bad' | 'info' | 'plain'
  readonly key: TextKey
  readonly values: Values
}

/**
 * The one line that says how things stand with the province. Green only when everything has been sealed and the last sync succeeded: never
 * while anything is unsent, set aside or waiting, whatever the line does. The worst is said first.
 */
export function syncLight(status: SyncStatus): SyncLight {
  const { unsent, sent, setAside, attachments } = status
  const say = (tone: SyncLight['tone'], key: TextKey, values: Values = {}): SyncLight => ({ tone, key, values })
  if (status.journal?.code === 'journal-damaged') return say('bad', 'light.journal')
  if (setAside > 0) return say('bad', 'light.setAside', { n: setAside })
  if (attachments.stuck > 0) return say('bad', 'light.attachmentsStuck', { n: attachments.stuck })
  if (status.line === 'down') {
    if (unsent > 0) return say('warn', 'light.downUnsent', { n: unsent })
    if (attachments.unsent > 0) return say('warn', 'light.downAttachments', { n: attachments.unsent })
    return say('plain', 'light.down')
  }
  if (status.lastFailure !== null && status.lastFailure.at > (status.lastSuccess ?? 0)) {
    return unsent > 0 ? say('bad', 'light.failedUnsent', { n: unsent }) : say('bad', 'light.failed')
  }
  if (unsent > 0) return say('warn', status.busy ? 'light.sending' : 'light.unsent', { n: unsent })
  if (attachments.unsent > 0) return say('warn', 'light.attachments', { n: attachments.unsent })
  if (sent > 0) return say('info', 'light.sent', { n: sent })
  if (status.busy) return say('info', 'light.busy')
  if (status.lastSuccess === null || status.line === 'unknown') return say('plain', 'light.never')
  return say('good', 'light.good')
}
