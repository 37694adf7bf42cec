import { equal, fromHex, hex } from '../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import type { Bridge } from '../../shared/bridge.ts'
import { ATTACHMENT_TYPE, type Attachment, type AttachmentName, type Body } from '../../shared/ledger/index.ts'
import type { AttachedFile, AttachmentRow, Filing } from './api.ts'
import { bodyOf, definitionOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import type { NodeClient } from './node-client.ts'
import { findCase, type Snapshot } from './snapshot.ts'

/** What the replica does about attachments for the pages; sending them is attachments-push.ts. */
export class Attachments {
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #client: NodeClient

  constructor(bridge: Bridge, db: ReplicaDatabase, client: NodeClient) {
    this.#bridge = bridge
    this.#db = db
    this.#client = client
  }

  /** Seals a file to the office and keeps it. Codes: unknown-key (the office has no sealing key), and those of attachment.put. */
  async attach(now: Snapshot, content: Attachment): Promise<Result<AttachedFile>> {
    const readers = now.gov.recipients(now.office, now.height)
    if (readers.length === 0) return fail('unknown-key', 'the office has no sealing key')
    const { name, type, bytes } = content
    const put = await this.#bridge.call('attachment.put', { name, type, bytes, readers: readers.slice(-16) })
    return put.ok ? ok({ hash: hex(put.value.h), size: put.value.n }) : put
  }

  /** Opens one; where it is not whole on this computer and `fetch` says so, it is fetched from the province and kept. */
  async open(hash: string, fetch: boolean): Promise<Result<Attachment>> {
    const h = readHash(hash)
    if (!h.ok) return h
    const mine = await this.#bridge.call('attachment.get', { h: h.value })
    if (mine.ok || !fetch || (mine.code !== 'no-attachment' && mine.code !== 'wrong-hash')) return mine
    const answer = await this.#client.attachment(h.value)
    if (!answer.ok) return answer
    const kept = await this.#bridge.call('attachment.keep', { h: h.value, file: answer.value.file })
    if (!kept.ok) return kept
    const { name, type, bytes } = kept.value
    return ok({ name, type, bytes })
  }

  /** Every attachment that an act of the case names, in their order. Code: not-found. */
  async ofCase(now: Snapshot, id: string): Promise<Result<AttachmentRow[]>> {
    const record = await findCase(this.#db, now, id)
    if (record === null) return fail('not-found', id)
    const materials = definitionOf(now, record)?.materials ?? []
    const rows: Omit<AttachmentRow, 'here' | 'unsent'>[] = []
    for (const touch of record.log) {
      const { body } = await bodyOf(this.#db, now, touch)
      for (const { h, n } of body?.att ?? []) {
        const material = materialOf(body as Body, h)
        const title = materials.find((one) => one.id === material)?.title ?? null
        rows.push({ entry: hex(touch.id), hash: hex(h), size: n, material, title })
      }
    }
    const here = await this.have(rows.map(({ hash }) => hash))
    if (!here.ok) return here
    const uploads = await this.#db.uploads.bulkGet(rows.map(({ entry, hash }) => [entry, hash] as [string, string]))
    return ok(rows.map((row, i) => ({ ...row, here: here.value[i] === true, unsent: uploads[i]?.sent === 0 })))
  }

  /** Which are kept on this computer, in the order asked. */
  async have(hashes: readonly string[]): Promise<Result<boolean[]>> {
    const out: boolean[] = []
    for (let at = 0; at < hashes.length; at += 1024) {
      const files = readHashes(hashes.slice(at, at + 1024))
      if (!files.ok) return files
      const listed = await this.#bridge.call('attachment.list', { files: files.value })
      if (!listed.ok) return listed
      out.push(...listed.value.here)
    }
    return ok(out)
  }

  /** A draft has let go of them: main removes what no entry names. */
  async drop(hashes: readonly string[]): Promise<Result<null>> {
    const files = readHashes(hashes.slice(0, 1024))
    if (!files.ok) return files
    const dropped = await this.#bridge.call('attachment.drop', { files: files.value })
    return dropped.ok ? ok(null) : dropped
  }
}

/** [N9] The materials as an entry's data names them, each with its files. */
export function materialsOf({ materials }: Pick<Filing, 'materials'>) {
  return materials.map(({ id, copies, original, files }) => ({
    id,
    copies,
    original,
    files: (files ?? []).map(({ hash }) => must(fromHex(hash))),
  }))
}

/** [N9] What the entry says of all of them. */
export function attachmentsOf({ materials }: Pick<Filing, 'materials'>): AttachmentName[] {
  return materials.flatMap(({ files }) =>
    (files ?? []).map(({ hash, size }) => ({ h: must(fromHex(hash)), n: size, t: ATTACHMENT_TYPE })),
  )
}

/** The material that an attachment belongs to, as the data of its entry says; null where it says nothing that is understood. */
function materialOf({ data }: Body, h: Uint8Array): string | null {
  const { materials } = data as { materials?: unknown }
  if (!Array.isArray(materials)) return null
  for (const one of materials as unknown[]) {
    if (!isMap(one) || typeof one['id'] !== 'string' || !Array.isArray(one['files'])) continue
    if (one['files'].some((file) => file instanceof Uint8Array && equal(file, h))) return one['id']
  }
  return null
}

function readHash(hash: string): Result<Uint8Array> {
  const h = fromHex(hash)
  return h.ok && h.value.length !== 32 ? fail('wrong-shape', 'hash') : h
}

function readHashes(hashes: readonly string[]): Result<Uint8Array[]> {
  const out: Uint8Array[] = []
  for (const hash of hashes) {
    const h = readHash(hash)
    if (!h.ok) return h
    out.push(h.value)
  }
  return ok(out)
}
