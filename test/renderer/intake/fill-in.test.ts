import { describe, expect, test } from 'vitest'
import { fillIn, NOTHING_FILLED, namedKeys } from '../../../renderer/pages/intake/fill-in.ts'
import type { OnRecordRow } from '../../../renderer/replica/api.ts'
import type { FieldValues } from '../../../shared/contract/service/definition.ts'
import { COUNTY, rich, soundSplit } from '../../kit/definitions.ts'

describe('what is asked of the register', () => {
  test('are the keys alone, of every part, each as far as it is one', () => {
    expect(namedKeys(rich, COUNTY, soundSplit())).toEqual({
      contractNo: '632723103200010001J',
      parcels: [{ parcelNo: '632723103200010001-1' }, { parcelNo: '632723103200010001-2' }],
      wells: ['W001', 'W002'],
      zone: 'Z01',
    })
    const typed = {
      contractNo: '??',
      wells: ['W001', 'W', 'W001'],
      parcels: [{ area: 3 }, { parcelNo: 'A-100' }],
      zone: 'Z',
    }
    expect(namedKeys(rich, COUNTY, typed)).toEqual({ wells: ['W001'], parcels: [{ parcelNo: 'A-100' }] })
    expect(namedKeys(rich, COUNTY, {})).toEqual({})
  })
})

function onRecord(
  number: string,
  fields: FieldValues,
  sealed: OnRecordRow['sealed'] = {},
  part = 'contract',
): OnRecordRow {
  const subject = { id: number, number, fields } as unknown as NonNullable<OnRecordRow['subject']>
  return { part, id: number, subject, sealed }
}

describe('what the register fills in', () => {
  const first = onRecord('A', { area: 900_000, until: '2052-12-31' }, { holderName: '才仁多杰' })
  const second = onRecord('B', { area: 500_000 }, { holderName: null })

  test('goes into empty fields, typed as people would, and leaves what stands there', () => {
    const done = fillIn(rich, { area: '', until: '2030-01-01' }, [first], NOTHING_FILLED)
    expect(done?.values).toEqual({ area: '900000', holderName: '才仁多杰' })
    expect(done?.filled).toEqual({ from: ['A'], values: { area: '900000', holderName: '才仁多杰' } })
  })

  test('of another subject takes the place of what the first one gave, and empties what it does not know', () => {
    const filled = fillIn(rich, {}, [first], NOTHING_FILLED)?.filled ?? NOTHING_FILLED
    const typed = { ...filled.values, holderName: '扎西' }
    expect(fillIn(rich, typed, [second], filled)?.values).toEqual({ area: '500000', until: undefined })
  })

  test('is nothing anew for the same subjects, whatever has been typed over it', () => {
    const filled = fillIn(rich, {}, [first], NOTHING_FILLED)?.filled ?? NOTHING_FILLED
    expect(fillIn(rich, filled.values, [first], filled)).toBeNull()
  })

  test('leaves alone what a part that is not there had given', () => {
    const filled = fillIn(rich, {}, [first], NOTHING_FILLED)?.filled ?? NOTHING_FILLED
    const gone: OnRecordRow = { part: 'contract', id: 'C', subject: null, sealed: {} }
    expect(fillIn(rich, filled.values, [gone], filled)?.values ?? {}).toEqual({})
  })
})
