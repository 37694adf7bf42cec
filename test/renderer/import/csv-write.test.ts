import fc from 'fast-check'
import { expect, test } from 'vitest'
import { undefused, writeCsv } from '../../../renderer/import/csv-write.ts'
import { readTable } from '../../../renderer/import/read/read-table.ts'
import { NO_CHOICES } from '../../../renderer/import/table.ts'
import { must } from '../../../shared/base/result.ts'

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

test('[import] nothing that we write is a formula to a spreadsheet', () => {
  for (const evil of ['=1+1', '+cmd', '-1+1', '@SUM(A1)', "'=1", '\t=1', '=HYPERLINK("http://x")'])
    expect(text(writeCsv([[evil]])).replace(/^\ufeff"?/, '')[0], evil).toBe("'")
  expect(text(writeCsv([['-12.5', '+86', '2003-01-05']]))).toBe('\ufeff-12.5,+86,2003-01-05\r\n')
})

test('[import] what we write is read back as it was, formulas and all', async () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[ '=+@",;\t\n一-十a-z0-9-]{0,10}$/u),
    fc.constantFrom('=1', "'=1", "''=1", '@', "'", '-'),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      async (rows) => {
        const marked = rows.map((row) => ['x', ...row, 'x'])
        const bytes = new Uint8Array(writeCsv(marked))
        const table = must(await readTable(new Blob([bytes]), { ...NO_CHOICES, delimiter: ',' }))
        expect(table.rows.map((row) => row.cells.map(undefused))).toEqual(marked)
      },
    ),
    { seed: 4 },
  )
})
