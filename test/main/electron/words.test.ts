import { expect, test } from 'vitest'
import { explainStart } from '../../../main/electron/words.ts'
import { fail } from '../../../shared/base/result.ts'

test('[desktop] each way of not starting is said in words, and an unknown one with its code', () => {
  const said = (['already-running', 'not-found', 'disk-full', 'disk-failed', 'journal-damaged'] as const).map((code) =>
    explainStart(fail(code, 'detail')),
  )
  expect(new Set(said).size).toBe(said.length)
  for (const line of said) expect(line).toMatch(/^[\u4e00-\u9fff][^\n]*。$/)
  expect(said[0]).toContain('已经打开')
  expect(said[1]).toContain('detail')
  expect(said[4]).toContain('journal-damaged')
})
