import type { Result } from '../../../shared/base/result.ts'
import type { FieldValue } from '../../../shared/contract/service/definition.ts'

/** The service, and the run that gives the cases their names; 10 hex digits. */
export interface ImportRun {
  readonly service: string
  readonly version: number
  readonly run: string
}

/** A row that is sound by itself: `checkForm` has passed its values in the form in which they are stored. */
export interface ImportRow {
  /** 20 hex digits, the same for the same row. */
  readonly row: string
  readonly values: Readonly<Record<string, FieldValue>>
}

/**
 * What becomes of a row. `filed`: signed and kept; `there`: this very run had filed it before, so that it counts as filed; `on-record`: the register
 * has the subject; `waiting`: something unsent here will put it there; `set-aside`: the province has refused what would, for a reason that may
 * pass.
 */
export type ImportVerdict = 'filed' | 'there' | 'on-record' | 'waiting' | 'set-aside'

/** How far what a run has filed has come. */
export interface ImportProgress {
  readonly saved: number
  readonly sent: number
  readonly sealed: number
  /** Of those that are sealed: somebody else was first with the same subject, and people have to decide. */
  readonly disputed: number
  /** Refused by the province, or void on the ledger. */
  readonly setAside: number
}

export interface ImportCalls {
  /** What would become of these rows now, in their order; `filed` for those that would be. Codes: unknown-service, form-invalid. */
  importLook(input: ImportRun & { readonly rows: readonly ImportRow[] }): Promise<Result<readonly ImportVerdict[]>>
  /**
   * Files those that are not there, all of them or, where it fails, none; answers when they are safe in journal and replica. At most 250 rows. Codes:
   * unknown-service, not-allowed, form-invalid, too-large, and those of filing.
   */
  importFile(input: ImportRun & { readonly rows: readonly ImportRow[] }): Promise<Result<readonly ImportVerdict[]>>
  importProgress(run: string): Promise<Result<ImportProgress>>
}
