import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { syncLight } from '../../../renderer/app/sync-light.ts'
import type { SyncStatus } from '../../../renderer/replica/api.ts'

const GOOD: SyncStatus = {
  line: 'up',
  busy: false,
  unsent: 0,
  sent: 0,
  setAside: 0,
  progress: null,
  lastSuccess: 1_000,
  lastFailure: null,
  bytesUp: 0,
  bytesDown: 0,
  skew: 0,
  journal: null,
  checkpoint: null,
  scopes: [],
}

const FAILED = { at: 2_000, code: 'bad-proof', detail: '' } as const

describe('the sync light', () => {
  test('is never green while anything is unsent, unsealed, set aside, or after a failure', () => {
    const count = fc.nat({ max: 3 })
    const status = fc.record({
      line: fc.constantFrom('unknown' as const, 'up' as const, 'down' as const),
      busy: fc.boolean(),
      unsent: count,
      sent: count,
      setAside: count,
      lastSuccess: fc.constantFrom(null, 1_000, 3_000),
      lastFailure: fc.constantFrom(null, FAILED),
      journal: fc.constantFrom(null, { code: 'journal-damaged' as const, detail: '' }),
    })
    fc.assert(
      fc.property(status, (some) => {
        const whole = { ...GOOD, ...some }
        const fine =
          whole.line === 'up' &&
          !whole.busy &&
          whole.unsent + whole.sent + whole.setAside === 0 &&
          whole.journal === null &&
          whole.lastSuccess !== null &&
          (whole.lastFailure === null || whole.lastFailure.at <= whole.lastSuccess)
        expect(syncLight(whole).tone === 'good').toBe(fine)
      }),
    )
  })

  test('says the number of unsent whenever there are any and nothing is worse', () => {
    const faults: Partial<SyncStatus>[] = [
      {},
      { busy: true },
      { line: 'down' },
      { lastFailure: FAILED },
      { line: 'unknown' },
    ]
    for (const fault of faults) {
      const light = syncLight({ ...GOOD, ...fault, unsent: 3 })
      expect(light.values).toEqual({ n: 3 })
      expect(light.tone).toMatch(/warn|bad/)
    }
  })

  test('a damaged journal and set-aside work come before everything else', () => {
    const busy = { ...GOOD, unsent: 2, setAside: 1, line: 'down' as const }
    expect(syncLight(busy)).toMatchObject({ tone: 'bad', key: 'light.setAside' })
    expect(syncLight({ ...busy, journal: { code: 'journal-damaged', detail: '' } }).key).toBe('light.journal')
  })

  test('a failure that a later success has mended is not shown', () => {
    expect(syncLight({ ...GOOD, lastFailure: FAILED }).key).toBe('light.failed')
    expect(syncLight({ ...GOOD, lastFailure: FAILED, lastSuccess: 3_000 }).key).toBe('light.good')
  })
})
