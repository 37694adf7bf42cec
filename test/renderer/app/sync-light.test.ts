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

function* everyStatus(): Generator<SyncStatus> {
  const counts = [0, 1, 2]
  for (const unsent of counts)
    for (const sent of counts)
      for (const setAside of counts)
        for (const line of ['unknown', 'up', 'down'] as const)
          for (const busy of [false, true])
            for (const lastSuccess of [null, 1_000, 3_000])
              for (const lastFailure of [null, FAILED])
                for (const journal of [null, { code: 'journal-damaged', detail: '' }] as const)
                  yield { ...GOOD, unsent, sent, setAside, line, busy, lastSuccess, lastFailure, journal }
}

describe('the sync light', () => {
  test('is green exactly when everything is sealed and the last sync succeeded: never while anything is unsent', () => {
    let green = 0
    for (const whole of everyStatus()) {
      const fine =
        whole.line === 'up' &&
        !whole.busy &&
        whole.unsent + whole.sent + whole.setAside === 0 &&
        whole.journal === null &&
        whole.lastSuccess !== null &&
        (whole.lastFailure === null || whole.lastFailure.at <= whole.lastSuccess)
      expect(syncLight(whole).tone === 'good', JSON.stringify(whole)).toBe(fine)
      if (fine) green++
    }
    expect(green).toBe(3)
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
