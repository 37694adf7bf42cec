import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkForm, publicFieldsFit } from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, rich, soundSplit, TODAY, withRow } from '../../kit/definitions.ts'
import { hostileValues } from './hostile-values.ts'

describe('[X1] public fields are held against the bare schema', () => {
  const open = Object.fromEntries(Object.entries(soundSplit()).filter(([n]) => !rich.sealed.includes(n))) as Loose

  test.each([
    [{}, true],
    // No clock, no dated data, no condition.
    [{ splitOn: '2999-01-01' }, true],
    [{ town: '632723999' }, true],
    [{ reasonNote: '搬迁' }, true],
    [{ approvedArea: 5 }, true],
    [{ area: 'x' }, false],
    [{ area: 0 }, false],
    [{ reason: 'gift' }, false],
    [{ holderName: '才仁多杰' }, false],
    [{ toString: 'x' }, false],
    [{ wells: [] }, false],
    [{ wells: ['W001', 'x'] }, false],
    [{ wells: 'W001' }, false],
    [{ wells: Array.from({ length: 5 }, () => 'W001') }, false],
    [{ wells: { length: 1 } }, false],
    [withRow('parcels', 0, { area: 0 }), false],
    [withRow('parcels', 0, { village: undefined }), false],
    [withRow('parcels', 0, { ghost: 1 }), false],
    [{ parcels: [7] }, false],
    [{ parcels: Array.from({ length: 7 }, () => (soundSplit()['parcels'] as Loose[])[0]) }, false],
    [{ area: null }, false],
  ])('%o: %s', (change, fits) => expect(publicFieldsFit(rich, { ...open, ...change })).toBe(fits))

  test('whatever is given, it answers', () => {
    fc.assert(
      fc.property(hostileValues, (values) => {
        expect(typeof publicFieldsFit(rich, values)).toBe('boolean')
      }),
    )
  })

  test('a list that is too long is refused without reading it', () => {
    const long = Object.defineProperty(
      Array.from({ length: 5 }, () => 'W001'),
      0,
      {
        get: () => {
          throw new Error('read')
        },
      },
    )
    expect(publicFieldsFit(rich, { ...open, wells: long })).toBe(false)
    expect(() => publicFieldsFit(rich, { ...open, wells: long.slice(1, 3) })).not.toThrow()
  })

  test('what may be filed fits', () => {
    fc.assert(
      fc.property(hostileValues, (values) => {
        const sound = checkForm(rich, { ...soundSplit(), ...values }, TODAY, COUNTY).length === 0
        const fields = Object.fromEntries(
          Object.entries({ ...soundSplit(), ...values }).filter(([n]) => !rich.sealed.includes(n)),
        ) as Loose
        if (sound) expect(publicFieldsFit(rich, fields)).toBe(true)
      }),
    )
  })
})
