import type { Code } from '../../../shared/base/codes.ts'
import type { Result } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import type { FieldValue, Text } from '../../../shared/contract/service/index.ts'
import type { AttachmentRow, Filing, Standing } from '../api.ts'
import type { PaperKind } from '../proofs.ts'
import type { AsideGroup } from './reasons.ts'

/**
 * What the pages may ask about things that were set aside: refused by the province, without effect in the ledger, or not known to this program. Ids of entries
 * are hex.
 */

/** Who has dealt with it, when, and the case that was filed or acted on in its place. */
export interface Settled {
  readonly at: number
  readonly byName: string
  readonly instead: string | null
}

export interface AsideRow {
  readonly entry: string
  readonly group: AsideGroup
  readonly kind: string
  /** The act in words; null for what is no act on a case. */
  readonly title: Text | null
  readonly service: Text | null
  readonly case: string | null
  /** Of a decision, the record that it was about. */
  readonly decides: string | null
  /** Of the case, or of that record. */
  readonly number: string | null
  /** The case is on record here and can be opened. */
  readonly open: boolean
  readonly people: readonly string[]
  readonly byName: string
  /** Signed with the key that is open. */
  readonly mine: boolean
  readonly time: number
  /** The code of the refusal, or the outcome in the ledger; the sentence of a ledger rule that it breaks. */
  readonly code: Code | null
  readonly outcome: string | null
  readonly rule: Text | null
  /** Papers that may have been handed out because of it. */
  readonly papers: readonly { readonly kind: PaperKind; readonly title: Text | null }[]
  /** Its content can be taken back into the form, or to its case. */
  readonly correct: boolean
  /** The same bytes may be sent once more. */
  readonly again: boolean
  readonly settled: Settled | null
}

/** What a refusal holds up, of whoever is signed in. */
export interface Stopped {
  /** Can be signed again now. */
  readonly free: number
  /** Based on what was refused. */
  readonly bound: number
  /** Refused entries that could be signed again along with them, and how many could then be signed. */
  readonly refused: readonly string[]
  readonly withRefused: number
  /** Names of others of this computer whose entries are held up. */
  readonly others: readonly string[]
  readonly ended: Code | null
}

export interface AsideList {
  /** The newest first; at most 300. */
  readonly rows: readonly AsideRow[]
  /** How many there are, listed or not: the figure of the sync light. */
  readonly count: number
  /** Dealt with, the newest first; at most 100. */
  readonly settled: readonly AsideRow[]
  readonly stopped: Stopped
}

/** What was said in it, opened: to be corrected and filed, or acted, again. */
export interface AsideContent {
  readonly entry: string
  readonly kind: 'file' | 'act'
  readonly service: string
  readonly version: number
  readonly case: string
  readonly action: string
  readonly reason: string
  readonly values: Readonly<Record<string, FieldValue>>
  readonly takenBack: readonly string[]
  readonly materials: Filing['materials']
  readonly attachments: readonly Pick<AttachmentRow, 'material' | 'hash' | 'size'>[]
}

/** What became of what was sent once more. */
export interface SentAgain {
  readonly entry: string
  readonly standing: Standing
  readonly code: Code | null
}

export interface AsideCalls {
  aside(): Promise<Result<AsideList>>
  /** Codes: not-found, wrong-shape (it holds no form), unknown-service. */
  asideContent(entry: string): Promise<Result<AsideContent>>
  /** Sends the same bytes once more, and says what the province answered. Codes: not-allowed, disk-full, disk-failed. */
  sendAgain(entry: string): Promise<Result<SentAgain>>
  /**
   * [N3] Signs again what a refused entry holds up, of whoever is signed in; `refused`: refused entries that are signed again too. Codes: key-frozen,
   * key-revoked, not-found, and those of signing and keeping.
   */
  signAgain(refused: readonly string[]): Promise<Result<{ readonly signed: number }>>
  /** Takes it off the list; `instead` names the case that took its place. */
  settleAside(input: { entry: string; instead: string | null }): Promise<Result<null>>
  /** Puts it back. */
  unsettleAside(entry: string): Promise<Result<null>>
  /** What the applicant is told. Code: not-found. */
  asidePaper(input: { entry: string; lang: 'zh' | 'en' }): Promise<Result<Paper>>
}
