import { Encrypter } from 'age-encryption'
import { sealAttachment } from '../../../main/services/attachments-seal.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import type { FieldValue } from '../../../shared/contract/service/index.ts'
import {
  ATTACHMENT_TYPE,
  type Attachment,
  type AttachmentName,
  encodeEnvelope,
  encodePayload,
  fieldCommit,
  hash,
  payloadCommit,
  type SignedEntry,
  type Value,
} from '../../../shared/ledger/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { type County, OFFICE } from '../../kit/county.ts'
import { transferFields } from '../../kit/pasture-forms.ts'

/** A transfer as another window of the office files it. */
export interface Apart {
  readonly contract: string
  readonly number: string
  readonly version?: number
  /** In place of those of `transferFields`. */
  readonly values?: Readonly<Record<string, FieldValue>>
  readonly sealed?: readonly string[]
  /** By material. */
  readonly scans?: Readonly<Record<string, readonly Attachment[]>>
  /** Whose key opens the scans; the office's when absent. */
  readonly scansFor?: string
}

/** A transfer taken at another window, on what the node knows by now: signed and not sealed yet; what is sealed in it can be opened by the office. */
export async function fileApart(county: County, who: string, one: Apart): Promise<SignedEntry> {
  const { contract, number, version = 1, scans = {}, sealed: closed = transfer.sealed } = one
  const id = `${OFFICE}/case/${number}`
  const on = `${OFFICE}/pasture-contract/${contract}`
  const fields: Record<string, Value> = {}
  const inside: Record<string, { salt: Uint8Array; value: Value }> = {}
  const sealed: Record<string, Value> = {}
  for (const [name, given] of Object.entries({ ...transferFields(contract), ...one.values })) {
    const value = given as Value
    if (!closed.includes(name)) {
      fields[name] = value
      continue
    }
    const salt = hash(encodePayload({ fields: { [name]: { salt: new Uint8Array(32), value } } }))
    inside[name] = { salt, value }
    sealed[name] = fieldCommit(salt, value)
  }
  const clear = encodePayload({ fields: inside })
  const salt = hash(clear)
  const commit = payloadCommit(salt, clear)
  const encrypter = new Encrypter()
  encrypter.addRecipient(county.recipient)
  county.node.payloads.set(hex(commit), await encrypter.encrypt(encodeEnvelope(salt, clear)))
  const att: AttachmentName[] = []
  const materials: Value[] = []
  for (const [material, contents] of Object.entries(scans)) {
    const files: Uint8Array[] = []
    for (const content of contents) {
      const file = must(await sealAttachment(content, [one.scansFor ?? county.recipient]))
      const h = hash(file)
      county.node.attachments.set(hex(h), file)
      att.push({ h, n: file.length, t: ATTACHMENT_TYPE })
      files.push(h)
    }
    materials.push({ id: material, copies: 1, original: true, files })
  }
  return county.person(who).say({
    ...{ kind: 'file', scope: [OFFICE], case: id, commit, att },
    subj: [
      { id, heads: [] },
      { id: on, heads: county.heads(on) },
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    data: { service: transfer.code, version, fields, sealed, materials, number: null },
  })
}
