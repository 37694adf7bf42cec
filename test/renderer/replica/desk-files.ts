import { openAttachment, sealAttachment } from '../../../main/services/attachments-seal.ts'
import type { OpenKey } from '../../../main/services/vault.ts'
import { equal, hex } from '../../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Handlers, Kept } from '../../../shared/bridge.ts'
import { ATTACHMENT_TYPE, type AttachmentName, hash, parseBody } from '../../../shared/ledger/index.ts'

type Calls = Pick<Handlers, Extract<keyof Handlers, `attachment.${string}`>>

/** Main's attachments over a folder in memory, with real sealing; main's own store is tested on a real disk. */
export class DeskFiles {
  readonly here = new Map<string, Uint8Array>()
  readonly #journal: () => readonly Kept[]

  constructor(journal: () => readonly Kept[]) {
    this.#journal = journal
  }

  holds(att: readonly AttachmentName[]): boolean {
    return att.every(({ h, n }) => this.here.get(hex(h))?.length === n)
  }

  /** `over` is the line: the file up, or none to have it down. */
  handlers(
    key: OpenKey,
    locked: () => boolean,
    over: (h: Uint8Array, file: Uint8Array | null, token: string) => Promise<Result<Uint8Array>>,
  ): Calls {
    const read = (h: Uint8Array) => {
      const file = this.here.get(hex(h))
      if (file === undefined) return fail('no-attachment', hex(h))
      return equal(hash(file), h) ? ok(file) : fail('wrong-hash', hex(h))
    }
    const named = () => this.#journal().flatMap(({ body }) => must(parseBody(body)).att.map(({ h }) => hex(h)))
    return {
      'attachment.put': async ({ readers, ...content }) => {
        if (locked()) return fail('vault-locked')
        const file = await sealAttachment(content, readers)
        if (!file.ok) return file
        const h = hash(file.value)
        this.here.set(hex(h), file.value)
        return ok({ h, n: file.value.length, t: ATTACHMENT_TYPE })
      },
      'attachment.get': async ({ h }) => {
        const file = read(h)
        return file.ok ? openAttachment(key, file.value) : file
      },
      'attachment.send': async ({ h, token }) => {
        const file = read(h)
        const sent = file.ok ? await over(h, file.value, token) : file
        return sent.ok ? ok(null) : sent
      },
      'attachment.fetch': async ({ h, token }) => {
        const file = await over(h, null, token)
        return file.ok ? ok({ file: file.value }) : file
      },
      'attachment.keep': async ({ h, file }) => {
        if (!equal(hash(file), h)) return fail('wrong-hash', 'fetched')
        const content = await openAttachment(key, file)
        if (content.ok) this.here.set(hex(h), file)
        return content.ok ? ok({ ...content.value, kept: true }) : content
      },
      'attachment.list': async ({ files }) => ok({ here: files.map((h) => this.here.has(hex(h))) }),
      'attachment.drop': async ({ files }) =>
        ok({ dropped: files.filter((h) => !named().includes(hex(h)) && this.here.delete(hex(h))).length }),
    }
  }
}
