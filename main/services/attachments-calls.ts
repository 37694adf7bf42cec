import { fail, ok } from '../../shared/base/result.ts'
import type { Events, Handlers } from '../../shared/bridge.ts'
import { ATTACHMENT_TYPE } from '../../shared/ledger/index.ts'
import { type AttachmentStore, isNamed } from './attachments.ts'
import { openAttachment, sealAttachment } from './attachments-seal.ts'
import type { Journals } from './journals.ts'
import type { NodeFiles } from './node-files.ts'
import type { Vault } from './vault.ts'

type AttachmentCalls = Pick<Handlers, Extract<keyof Handlers, `attachment.${string}`>>

/** [N9] The calls of the bridge about attachments. Plain content leaves main only for the page that asked, and is never written to disk. */
export function attachmentHandlers(
  store: AttachmentStore,
  journals: Journals,
  vault: Vault,
  node: NodeFiles,
  tell: (event: 'transfer', detail: Events['transfer']) => void,
): AttachmentCalls {
  return {
    'attachment.put': async ({ readers, ...content }) => {
      const key = vault.use()
      if (!key.ok) return key
      const file = await sealAttachment(content, readers)
      if (!file.ok) return file
      const kept = await store.keep(file.value)
      return kept.ok ? ok({ h: kept.value, n: file.value.length, t: ATTACHMENT_TYPE }) : kept
    },
    'attachment.get': async ({ h }) => {
      const key = vault.use()
      if (!key.ok) return key
      const file = await store.read(h)
      return file.ok ? openAttachment(key.value, file.value) : file
    },
    // What is sealed stays sealed: it is sent while nobody is at the keyboard, too.
    'attachment.send': async ({ h, token }) => {
      const file = await store.read(h)
      return file.ok ? node.send(h, file.value, token, (done) => tell('transfer', { h, way: 'up', done })) : file
    },
    'attachment.fetch': async ({ h, token }) => {
      const file = await node.fetch(h, token, (done) => tell('transfer', { h, way: 'down', done }))
      return file.ok ? ok({ file: file.value }) : file
    },
    'attachment.keep': async ({ h, file }) => {
      const key = vault.use()
      if (!key.ok) return key
      if (!isNamed(h, file)) return fail('wrong-hash', 'fetched')
      const content = await openAttachment(key.value, file)
      if (!content.ok) return content
      // Somebody wants to see it now: a full disk keeps it from being kept, not from being read.
      return ok({ ...content.value, kept: (await store.keep(file)).ok })
    },
    'attachment.list': async ({ files }) => {
      const here = await store.list(files)
      return here.ok ? ok({ here: here.value }) : here
    },
    'attachment.drop': async ({ files }) => {
      const key = vault.use()
      if (!key.ok) return key
      const dropped = await store.drop(files, () => journals.attachments())
      return dropped.ok ? ok({ dropped: dropped.value }) : dropped
    },
  }
}
