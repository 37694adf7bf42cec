import { describe, expect, test } from 'vitest'
import { vectorBytes, vectorJson, vectorNames, vectorsThere } from './vectors.ts'

describe.skipIf(!vectorsThere)('public vectors', () => {
  test('are found and read as they are', async () => {
    expect(vectorNames('merkle/inclusion/').length).toBe(98)
    expect((await vectorJson<unknown[]>('ed25519/cctv-914.json')).length).toBe(914)
    expect((await vectorBytes('tlog/tile/0/000.p/3')).length).toBe(96)
  })
})
