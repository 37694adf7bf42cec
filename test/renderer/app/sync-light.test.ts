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
  attachments: { unsent: 0, bytes: 0, stuck: 0, failure: null },
  bytesUp: 0,
  bytesDown: 0,
  skew: 0,
  journal: null,
  checkpoint: null,
  scopes: [],
}

const FILES = { unsent: 2, bytes: 900, stuck: 0, failure: null }
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
                  for (const attachments of [GOOD.attachments, FILES, { ...FILES, stuck: 1 }])
                    yield {
                      ...GOOD,
                      unsent,
                      sent,
                      setAside,
                      line,
                      busy,
                      lastSuccess,
                      lastFailure,
                      journal,
                      attachments,
                    }
}

describe('the sync light', () => {
  test('is green exactly when everything is sealed and the last sync succeeded: never while anything is unsent', () => {
    let green = 0
    for (const whole of everyStatus()) {
      const fine =
        whole.line === 'up' &&
        !whole.busy &&
        whole.unsent + whole.sent + whole.setAside + whole.attachments.unsent === 0 &&
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

  test('[N9] attachments that are unsent are said once the entries are through, and at once when they cannot be sent', () => {
    const waiting = { ...GOOD, attachments: FILES }
    expect(syncLight(waiting)).toMatchObject({ tone: 'warn', key: 'light.attachments', values: { n: 2 } })
    expect(syncLight({ ...waiting, sent: 1, busy: true }).key).toBe('light.attachments')
    expect(syncLight({ ...waiting, unsent: 1 }).key).toBe('light.unsent')
    expect(syncLight({ ...waiting, line: 'down' })).toMatchObject({ tone: 'warn', key: 'light.downAttachments' })
    const stuck = { ...waiting, attachments: { ...FILES, stuck: 1 }, line: 'down' as const }
    expect(syncLight(stuck)).toMatchObject({ tone: 'bad', key: 'light.attachmentsStuck', values: { n: 1 } })
    expect(syncLight({ ...stuck, setAside: 1 }).key).toBe('light.setAside')
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
