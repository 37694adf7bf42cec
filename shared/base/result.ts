import type { Code } from './codes.ts'

/** An expected failure is a value with a code from the closed set; a bug throws. */
export type Failure = { readonly ok: false; readonly code: Code; readonly detail: string }
export type Success<T> = { readonly ok: true; readonly value: T }
export type Result<T> = Success<T> | Failure

export function ok<T>(value: T): Success<T> {
  return { ok: true, value }
}

/** `detail` is for logs and support, in English, without personal data; people read the text of the code. */
export function fail(code: Code, detail = ''): Failure {
  return { ok: false, code, detail }
}

/** For places where a failure is a bug: our own bytes, already checked input. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(`${result.code}: ${result.detail}`)
}
