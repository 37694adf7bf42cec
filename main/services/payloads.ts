import { parseEnvelope } from '../../shared/ledger/index.ts'
import type { OpenKey } from './vault.ts'

/** [N5] Opens age files with the office's keys: in the order given, null where it is not for this office or not such a file. */
export async function openPayloads(
  key: OpenKey,
  sealed: readonly Uint8Array[],
): Promise<({ salt: Uint8Array; clear: Uint8Array } | null)[]> {
  return Promise.all(
    sealed.map(async (file) => {
      const clear = await key.open(file)
      const envelope = clear === null ? null : parseEnvelope(clear)
      return envelope?.ok === true ? envelope.value : null
    }),
  )
}
