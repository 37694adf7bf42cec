import { parseEnvelope } from '../../shared/ledger/index.ts'
import type { OpenKey } from './vault.ts'

/** Files that are opened before main looks at what else is asked of it: a few milliseconds' worth. */
const AT_ONCE = 16

/** [N5] Opens age files with the office's keys: in the order given, null where it is not for this office or not such a file. */
export async function openPayloads(
  key: Pick<OpenKey, 'open'>,
  sealed: readonly Uint8Array[],
): Promise<({ salt: Uint8Array; clear: Uint8Array } | null)[]> {
  const out: ({ salt: Uint8Array; clear: Uint8Array } | null)[] = []
  for (let at = 0; at < sealed.length; at += AT_ONCE) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, 0))
    const part = await Promise.all(sealed.slice(at, at + AT_ONCE).map((file) => key.open(file)))
    for (const clear of part) {
      const envelope = clear === null ? null : parseEnvelope(clear)
      out.push(envelope?.ok === true ? envelope.value : null)
    }
  }
  return out
}
