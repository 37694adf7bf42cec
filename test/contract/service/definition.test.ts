import { describe, expect, test } from 'vitest'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }

const SERVICES = { 'grassland-transfer': transfer, 'grassland-stock': stock }

describe('the shipped definitions', () => {
  test.each(Object.entries(SERVICES))('%s is read as it stands', (code, json) => {
    const read = readDefinition(json)
    expect(read).toMatchObject({ ok: true, value: { code } })
    if (read.ok) expect(JSON.parse(JSON.stringify(read.value))).toEqual(json)
  })
})
