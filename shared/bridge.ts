import type { Code } from './base/codes.ts'
import { LIMITS } from './base/limits.ts'
import { MEDIA_TYPES } from './base/media.ts'
import type { Result } from './base/result.ts'
import { b32, bytesUpTo, list, map, nullable, oneOf, type Read, type Reader, text, uint } from './base/shape.ts'
import {
  type Attachment,
  type AttachmentName,
  attachmentFileName,
  attachmentNames,
  signedAnswer,
} from './ledger/index.ts'

/**
 * The one typed table of calls from the renderer to main, and the events back. Both shells serve exactly this table: Electron
 * behind one guarded ipcMain door, the browser shell behind its loopback server. A call's input is hostile until its
 * reader has passed it; an answer is always a Result and never an exception. Values are CBOR values (E1): integers, text,
 * bytes, arrays, maps, booleans, null.
 */

/** A person who can sign in at this desktop. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly office: string
  readonly officeName: string
  readonly roles: string[]
  /** Entry key id: H(public key). */
  readonly key: Uint8Array
}

/** What the renderer may know of the site profile; trust roots come from provisioning, never from a server. */
export interface Site {
  readonly shell: 'electron' | 'browser'
  readonly version: string
  readonly net: Uint8Array
  readonly origin: string
  /** The log's C2SP verifier key. */
  readonly vkey: string
  /** Public key of the node that acknowledges. */
  readonly ack: Uint8Array
  readonly device: string
  readonly people: Person[]
  /** Shown at sign-in on demo installations only. */
  readonly demoPassphrase: string | null
  readonly signedIn: string | null
}

/** An entry that main has signed and made safe: as it stands in the journal. */
export interface Kept {
  readonly id: Uint8Array
  readonly body: Uint8Array
  readonly sig: Uint8Array
  /** The age file of the sealed payload, or null. */
  readonly sealed: Uint8Array | null
  /** [N3] The entry that this one was signed in place of. */
  readonly replaces?: Uint8Array
  /** [N3] Of an entry that was signed again: the one that stands in its place now. It is never sent any more. */
  readonly replacedBy?: Uint8Array
}

export interface JournalState {
  readonly entries: Kept[]
  /** What start-up found: a torn tail was set aside, or a record has changed and signing is stopped. */
  readonly problem: { code: Code; detail: string } | null
}

export interface RelayAnswer {
  readonly status: number
  readonly body: Uint8Array
  /** The node's Date header, ms; null when it sent none. */
  readonly date: number | null
}

const id = text(LIMITS.code)
const code = text(LIMITS.code, /^[a-z0-9][a-z0-9/-]*$/)
const subject = map({ id: text(LIMITS.subjectId), heads: list(b32, 16) })
/** Age recipients. */
const readers = list(text(128), 16, 1)

/** What a clerk's act says; main adds network, key, epoch, seq, prev and time, seals the payload, signs and journals. */
export const draftReader = map({
  kind: text(32, /^[a-z][a-z-]*$/),
  scope: list(code, LIMITS.scopesPerEntry, 1),
  case: nullable(text(LIMITS.subjectId)),
  subj: list(subject, LIMITS.subjectsPerEntry),
  /** CBOR of the `data` map, with sealed fields already committed. */
  data: bytesUpTo(LIMITS.body),
  /** CBOR of the payload in the clear, the salt that commits it, and who may read it (age recipients); or null. */
  payload: nullable(map({ clear: bytesUpTo(LIMITS.payload), salt: b32, readers })),
  /** [N9] Attachments that `attachment.put` or `attachment.keep` has stored here. */
  att: attachmentNames,
})
export type Draft = Read<typeof draftReader>

/** A list within a paper; without columns, a list of things, each with what is said of it. */
const paperTable = map({ columns: list(text(200), 48), rows: list(list(text(4001), 48), 64) })

/** The kinds of paper as data: what is printed, with the QR parts already made. */
export const paperReader = map({
  kind: oneOf('slip', 'receipt', 'certificate', 'notice', 'extract'),
  lang: oneOf('zh', 'en'),
  title: text(200),
  office: text(200),
  number: text(LIMITS.subjectId),
  /** The line that says what this paper is worth (尚未登记 on a slip). */
  standing: text(400),
  /** `table`: the same as `value`, where it is a list. */
  rows: list(map({ label: text(200), value: text(4001), table: nullable(paperTable) }), 64),
  notes: list(text(1000), 16),
  printedAt: text(64),
  /** R3: one alphanumeric text per structured-append symbol. */
  qr: list(text(4296), 16),
})
export type Paper = Read<typeof paperReader>

const none = map({})

export const CALLS = {
  /** Who and where this desktop is. */
  'site.info': { input: none },
  /** Opens the key of one person with the passphrase; another person's key is closed first. */
  'vault.unlock': { input: map({ person: id, passphrase: text(256) }) },
  'vault.lock': { input: none },
  /** Signs a node's session challenge (K4 context `qhl/v1/session`) with the key that is open. */
  'vault.session': { input: map({ nonce: b32 }) },
  /** Opens sealed payloads with the office key; answers in the same order, null where it cannot be opened. */
  'vault.open': { input: map({ sealed: list(bytesUpTo(LIMITS.payload), 256) }) },
  /** The same for what the program does by itself, such as the search index: nobody need be there, so it does not keep the key open. */
  'vault.open-unasked': { input: map({ sealed: list(bytesUpTo(LIMITS.payload), 256) }) },
  /** 64 bytes that follow from the office's first key, to blind and seal the search index on this desktop with; nothing else follows from them. */
  'vault.search-key': { input: none },
  /** Signs and keeps one entry: journal append and fsync come before the answer. */
  'filing.submit': { input: draftReader },
  /**
   * Signs and keeps many entries, in the order given, with one fsync: all of them or, whatever goes wrong, none. For what comes in numbers, such as
   * the rows of a register that is taken over.
   */
  'filing.submit-many': { input: map({ drafts: list(draftReader, LIMITS.draftsPerCall, 1) }) },
  /**
   * [N3] Signs entries of the open key again, each with what it said and the time it claimed, behind everything that this key has signed and outside
   * of the epoch that `refusal` stopped: the province's signed refusal of an entry of that epoch, which is before or among them. What was based on an
   * entry that has been signed again is based on the new one. All of them or none; one that has been signed again already is refused.
   */
  'filing.again': { input: map({ refusal: signedAnswer, entries: list(b32, LIMITS.draftsPerCall, 1) }) },
  /** [N3] What this key signs next goes into a new epoch, if its last entry stands in the one that this refusal stopped. */
  'journal.leave': { input: map({ refusal: signedAnswer }) },
  /**
   * Everything this device has ever signed for this office, oldest first, from position `from`, without what stands at or before a mark: in the
   * same epoch of that key, at most at that seq.
   */
  'journal.list': {
    input: map({ from: uint, max: uint, after: list(map({ key: b32, epoch: uint, seq: uint }), 1024) }),
  },
  /** One request to the provincial node; the path is relative to the node's address in the site profile. */
  'relay.request': {
    input: map({
      method: oneOf('GET', 'POST'),
      path: text(512, /^\/[\w\-./?=&%~,]*$/),
      body: nullable(bytesUpTo(LIMITS.request)),
      token: nullable(text(128)),
    }),
  },
  /** [N9] Seals a file to its readers and keeps it on disk; answers what an entry says of it. */
  'attachment.put': {
    input: map({
      name: attachmentFileName,
      type: oneOf(...MEDIA_TYPES),
      bytes: bytesUpTo(LIMITS.attachment),
      readers,
    }),
  },
  /** Opens an attachment that is kept here. */
  'attachment.get': { input: map({ h: b32 }) },
  /** Brings the sealed file of one that is kept here to the provincial node, in pieces; the token is that of the node's session. */
  'attachment.send': { input: map({ h: b32, token: text(128) }) },
  /** Fetches a sealed file from the provincial node, in pieces; what came stays until it is whole. */
  'attachment.fetch': { input: map({ h: b32, token: text(128) }) },
  /** Opens a sealed file that has been fetched, after holding it against its hash, and keeps it where the disk lets us. */
  'attachment.keep': { input: map({ h: b32, file: bytesUpTo(LIMITS.attachment) }) },
  /** Which of these are kept here; whether they are whole is seen when they are read. */
  'attachment.list': { input: map({ files: list(b32, 1024) }) },
  /** Removes those that no entry of the journals names: a draft has let go of them. */
  'attachment.drop': { input: map({ files: list(b32, 1024) }) },
  /** Makes a PDF of a paper, on A4 or for the 80 mm roll; answers its bytes. */
  'paper.pdf': { input: map({ paper: paperReader, sheet: oneOf('a4', 'roll') }) },
} as const satisfies Record<string, { input: Reader<unknown> }>

export type CallName = keyof typeof CALLS
export type CallInput<N extends CallName> = Read<(typeof CALLS)[N]['input']>

export interface CallOutput {
  'site.info': Site
  'vault.unlock': Person
  'vault.lock': null
  'vault.session': { key: Uint8Array; sig: Uint8Array }
  'vault.open': { payloads: ({ salt: Uint8Array; clear: Uint8Array } | null)[] }
  'vault.open-unasked': { payloads: ({ salt: Uint8Array; clear: Uint8Array } | null)[] }
  'vault.search-key': { key: Uint8Array }
  'filing.submit': Kept
  /** In the order asked. */
  'filing.submit-many': { kept: Kept[] }
  /** In the order of signing. */
  'filing.again': { kept: Kept[] }
  'journal.leave': null
  'journal.list': JournalState & { total: number }
  'relay.request': RelayAnswer
  'attachment.put': AttachmentName
  'attachment.get': Attachment
  'attachment.send': null
  'attachment.fetch': { file: Uint8Array }
  'attachment.keep': Attachment & { kept: boolean }
  /** In the order asked. */
  'attachment.list': { here: boolean[] }
  'attachment.drop': { dropped: number }
  'paper.pdf': { bytes: Uint8Array }
}

/** Main's side: one handler per call, given input that its reader has passed. */
export type Handlers = { [N in CallName]: (input: CallInput<N>) => Promise<Result<CallOutput[N]>> }

/** The renderer's side. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput[N]>>
  /** Returns a function that stops listening. */
  on<E extends EventName>(event: E, listener: (detail: Events[E]) => void): () => void
}

/** Events from main to the renderer. */
export interface Events {
  /** The key was closed (idle, or another window signed in). */
  locked: { reason: 'idle' | 'asked' }
  /** How far an attachment has come on its way to the node or from it, in bytes: those that are there for sure. */
  transfer: { h: Uint8Array; way: 'up' | 'down'; done: number }
  /** Main is going away: the window should say so. */
  closing: null
}
export type EventName = keyof Events
export const EVENTS = ['locked', 'transfer', 'closing'] as const satisfies EventName[]

/**
 * The guarded door's inner half, the same for both shells: finds the call, reads its input, runs its handler. An exception
 * in a handler is a bug: `report` gets it and the caller gets a closed code, never a stack.
 */
export async function answerCall(
  handlers: Handlers,
  name: unknown,
  input: unknown,
  report: (error: unknown) => void,
): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) {
    return { ok: false, code: 'unknown-call', detail: String(name).slice(0, 64) }
  }
  const read = (CALLS[name as CallName].input as Reader<unknown>)(input, name)
  if (!read.ok) return read
  try {
    return await (handlers[name as CallName] as (input: unknown) => Promise<Result<unknown>>)(read.value)
  } catch (error) {
    report(error)
    return { ok: false, code: 'internal', detail: name }
  }
}
