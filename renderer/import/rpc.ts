import { fail, type Result } from '../../shared/base/result.ts'
import type { ImportSession } from './session.ts'

/** What the page may ask of the import worker. */
export type SessionCall = 'read' | 'check' | 'rows' | 'bad' | 'file'

export type ToImport =
  | { readonly call: number; readonly name: SessionCall; readonly input: readonly unknown[] }
  | { readonly stop: true }

export type FromImport =
  | { readonly call: number; readonly result: Result<unknown> }
  | { readonly progress: { readonly done: number; readonly total: number } }

/** The session as the page has it: every answer a Result, and none before its turn. */
export interface ImportWorker {
  read(...input: Parameters<ImportSession['read']>): ReturnType<ImportSession['read']>
  check(...input: Parameters<ImportSession['check']>): ReturnType<ImportSession['check']>
  rows(...input: Parameters<ImportSession['rows']>): Promise<Result<ReturnType<ImportSession['rows']>>>
  bad(...input: Parameters<ImportSession['bad']>): Promise<Result<ReturnType<ImportSession['bad']>>>
  file(...input: Parameters<ImportSession['file']>): Promise<Result<ReturnType<ImportSession['file']>>>
  /** Ends the check that is under way. */
  stop(): void
  /** Rows checked so far. */
  onProgress: (progress: { readonly done: number; readonly total: number }) => void
  close(): void
}

export const GONE = fail('internal', 'the import worker is gone')
