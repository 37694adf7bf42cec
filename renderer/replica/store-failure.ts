import { type Failure, fail } from '../../shared/base/result.ts'

/** Why IndexedDB did not do it. Dexie wraps what a transaction was aborted for. Codes: disk-full, disk-failed. */
export function asStoreFailure(error: unknown): Failure {
  const { name, inner } = (error ?? {}) as { name?: string; inner?: { name?: string } }
  const cause = inner?.name ?? name ?? 'IndexedDB'
  return fail(cause === 'QuotaExceededError' ? 'disk-full' : 'disk-failed', cause)
}

/** Did IndexedDB fail, rather than we? Its errors and Dexie's all have such names. */
export function isStoreError(error: unknown): boolean {
  const { name } = (error ?? {}) as { name?: string }
  return (
    typeof name === 'string' &&
    /^(AbortError|QuotaExceededError|UnknownError|DatabaseClosedError|InvalidStateError|TransactionInactiveError|BulkError|OpenFailedError|TimeoutError|DataError)$/.test(
      name,
    )
  )
}
