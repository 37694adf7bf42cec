import type { FieldValue, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { filingFields } from '../../../shared/contract/service/fields-at.ts'
import { keep, kept, keptNames } from '../../app/local.ts'
import type { KeptFile } from '../../components/attachments/use-attaching.ts'
import { type Typed, type TypedRow, type TypedValue, typedOf } from '../../components/form/typed.ts'
import type { AttachmentRow } from '../../replica/api.ts'
import { draftDisk } from './draft-disk.ts'
import { type Filled, NOTHING_FILLED } from './fill-in.ts'

/** What was handed in, as ticked on the checklist. */
export interface Handed {
  readonly original: boolean
  readonly copies: number
  /** Scans and photos, sealed on this disk already; not there when there are none. */
  readonly files?: readonly KeptFile[]
}
export type HandedIn = Readonly<Record<string, Handed>>

/** A form as it was left: exactly what was typed, whether it can be read or not. */
export interface Draft {
  readonly typed: Typed
  readonly handed: HandedIn
  /** What the register put in, not the clerk. */
  readonly filled: Filled
  /** ms. */
  readonly savedAt: number
  /** What was set aside, and is filed anew with this: its entry, and the number that it had. */
  readonly instead?: Instead
}

export interface Instead {
  /** Hex id. */
  readonly entry: string
  readonly number: string
}

/** One draft per person, service and version, on this computer: a reload loses nothing typed, a crash or a power cut nothing that was typed a moment before. */
export function draftName(person: string, service: string, version: number): string {
  return `draft/${person}/${service}/${version}`
}

/** A draft that lies on this computer, and whose. */
export interface KeptDraft {
  readonly name: string
  readonly service: string
  readonly version: number
  readonly draft: Draft
}

/** All drafts of one person, the newest first; what cannot be read is passed over. */
export function draftsOf(person: string): KeptDraft[] {
  const start = `draft/${person}/`
  const all = keptNames(start).flatMap((name): KeptDraft[] => {
    const parts = /^([^/]+)\/([0-9]{1,9})$/.exec(name.slice(start.length))
    const draft = parts === null ? null : loadDraft(name)
    if (parts === null || draft === null) return []
    return [{ name, service: parts[1] as string, version: Number(parts[2]), draft }]
  })
  return all.sort((a, b) => b.draft.savedAt - a.draft.savedAt)
}

export function loadDraft(name: string): Draft | null {
  const text = kept(name)
  if (text === null) return null
  try {
    return readDraft(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * Keeps it where every page finds it at once, and hands it to the disk (`draftsSafe`). Answers false when this computer would not keep it: the page has
 * to say so.
 */
export function saveDraft(name: string, draft: Draft): boolean {
  const text = JSON.stringify(draft)
  draftDisk.keep({ name, text, at: draft.savedAt })
  return keep(name, text)
}

export function dropDraft(name: string): void {
  draftDisk.keep({ name, text: null, at: Date.now() })
  keep(name, null)
}

/** Whether all drafts are on disk as they were last saved; false where the disk would not take them. */
export function draftsSafe(): Promise<boolean> {
  return draftDisk.settled()
}

/**
 * Before any page is drawn: brings back what the browser had not written before it was killed, and takes away what had been let go of. Of two the
 * later one counts.
 */
export async function restoreDrafts(): Promise<void> {
  for (const { name, text, at } of await draftDisk.all()) {
    const here = loadDraft(name)
    if (!name.startsWith('draft/') || (here !== null && here.savedAt > at)) continue
    if (text !== kept(name)) keep(name, text)
  }
}

/** A filing as it would stand in the form again, to be corrected and filed anew; sealed values that cannot be opened are left out. */
export function draftOf(
  d: ServiceDefinition,
  filed: {
    fields: Readonly<Record<string, FieldValue>>
    sealed: Readonly<Record<string, FieldValue | null>>
    materials: readonly { readonly id: string; readonly copies: number; readonly original: boolean }[]
  },
  now: number,
  attachments: readonly Pick<AttachmentRow, 'material' | 'hash' | 'size'>[] = [],
): Draft {
  const typed = typedOf(d, { ...filed.fields, ...filed.sealed }, filingFields(d))
  const filesOf = (id: string) =>
    attachments
      .filter(({ material }) => material === id)
      .map(({ hash, size }): KeptFile => ({ hash, size, name: null, redrawn: null }))
  const handed = Object.fromEntries(
    filed.materials.map(({ id, original, copies }) => [id, { original, copies, ...some(filesOf(id)) }]),
  )
  return { typed, handed, filled: NOTHING_FILLED, savedAt: now }
}

/** Only what has the right kind is taken over: a draft of an older program must not break the page. */
export function readDraft(value: unknown): Draft | null {
  if (!isRecord(value) || !isRecord(value['typed']) || !isRecord(value['handed'])) return null
  const handed: Record<string, Handed> = {}
  for (const [id, one] of Object.entries(value['handed'])) {
    if (!isRecord(one) || typeof one['original'] !== 'boolean') continue
    const copies = one['copies']
    if (typeof copies === 'number' && Number.isSafeInteger(copies) && copies >= 0)
      handed[id] = { original: one['original'], copies, ...some(readFiles(one['files'])) }
  }
  const savedAt = value['savedAt']
  const typed = readTyped(value['typed'])
  const instead = readInstead(value['instead'])
  const draft = {
    typed,
    handed,
    filled: readFilled(value['filled']),
    savedAt: typeof savedAt === 'number' ? savedAt : 0,
  }
  return instead === null ? draft : { ...draft, instead }
}

function readInstead(value: unknown): Instead | null {
  if (!isRecord(value)) return null
  const { entry, number } = value
  const isEntry = typeof entry === 'string' && /^[0-9a-f]{64}$/.test(entry)
  return isEntry && typeof number === 'string' && number.length <= 160 ? { entry, number } : null
}

/** Boxes, lists of texts and lists of rows; which of them a field may hold is the form's business (`fitTyped`). */
function readTyped(value: Record<string, unknown>): Typed {
  const out: Record<string, TypedValue> = {}
  for (const [name, one] of Object.entries(value)) {
    if (isCell(one)) out[name] = one
    else if (Array.isArray(one) && one.every((text) => typeof text === 'string')) out[name] = one
    else if (Array.isArray(one) && one.every(isRow)) out[name] = one
  }
  return out
}

const isCell = (value: unknown) => typeof value === 'string' || typeof value === 'boolean'

const isRow = (value: unknown): value is TypedRow => isRecord(value) && Object.values(value).every(isCell)

function readFilled(value: unknown): Filled {
  if (!isRecord(value) || !Array.isArray(value['from']) || !isRecord(value['values'])) return NOTHING_FILLED
  const from = (value['from'] as unknown[]).filter((id): id is string => typeof id === 'string')
  return { from, values: readTyped(value['values']) }
}

function some(files: KeptFile[]): Pick<Handed, 'files'> {
  return files.length === 0 ? {} : { files }
}

function readFiles(value: unknown): KeptFile[] {
  if (!Array.isArray(value)) return []
  return (value as unknown[]).flatMap((one) => {
    if (!isRecord(one)) return []
    const { hash, size, name, redrawn } = one
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash) || typeof size !== 'number') return []
    return [{ hash, size, name: typeof name === 'string' ? name : null, redrawn: readRedrawn(redrawn) }]
  })
}

function readRedrawn(value: unknown): KeptFile['redrawn'] {
  if (!isRecord(value)) return null
  const [from, to] = [value['from'], value['to']].map((side) => {
    if (!isRecord(side)) return null
    const { width, height } = side
    return typeof width === 'number' && typeof height === 'number' ? { width, height } : null
  })
  return from && to ? { from, to } : null
}

/** Hashes of every file that a draft names. */
export function filesIn(handed: HandedIn): string[] {
  return Object.values(handed).flatMap(({ files }) => (files ?? []).map(({ hash }) => hash))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
