import { Encrypter } from 'age-encryption'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { type Attachment, encodeAttachment, parseAttachment } from '../../shared/ledger/index.ts'
import type { OpenKey } from './vault.ts'

/** [N9] The sealed file of an attachment. Codes: wrong-shape, wrong-type, too-large (sealed). */
export async function sealAttachment(content: Attachment, readers: readonly string[]): Promise<Result<Uint8Array>> {
  const clear = encodeAttachment(content)
  if (!clear.ok) return clear
  const encrypter = new Encrypter()
  try {
    for (const reader of new Set(readers)) encrypter.addRecipient(reader)
  } catch {
    return fail('wrong-shape', 'readers: age recipients')
  }
  const file = await encrypter.encrypt(clear.value)
  return file.length > LIMITS.attachment ? fail('too-large', `sealed: ${file.length} bytes`) : ok(file)
}

/** [N9] Codes: not-for-us, and too-large, not-canonical, wrong-shape, wrong-type where what was sealed is no attachment. */
export async function openAttachment(key: OpenKey, file: Uint8Array): Promise<Result<Attachment>> {
  const clear = await key.open(file)
  return clear === null ? fail('not-for-us') : parseAttachment(clear)
}
