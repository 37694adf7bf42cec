import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import { patternProblem } from '../../../shared/contract/service/pattern-cost.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import { type Loose, rich } from '../../kit/definitions.ts'
import { MISTAKES } from './mistakes.ts'

const document = (): Loose => structuredClone(rich)

test('a document with every feature is read as it stands, and goes through CBOR unchanged', () => {
  expect(JSON.parse(JSON.stringify(must(readDefinition(document()))))).toEqual(document())
  const back = must(decode(encode(document() as Value), { max: LIMITS.body }))
  expect(encode(must(readDefinition(back)) as unknown as Value)).toEqual(encode(document() as Value))
})

describe('a document is refused, and the place named, for', () => {
  test.each(MISTAKES)('[%s] %s', (_, __, change, words) => {
    const broken = document()
    change(broken)
    const read = readDefinition(broken)
    expect(read).toMatchObject({ ok: false, code: 'wrong-shape', detail: expect.stringContaining(words) })
  })

  test.each([null, undefined, 1, 'x', [], new Uint8Array(3), {}])('%s instead of a document', (value) => {
    expect(readDefinition(value)).toMatchObject({ ok: false, code: 'wrong-shape' })
  })
})

describe('patterns', () => {
  test.each([
    '^[A-Z0-9-]{4,40}$',
    '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$',
    '^(19|20)[0-9]{2}$',
    '^[0-9]{6}(?:[0-9]{3})?$',
    '^(?:甲|乙)[^ ]{2,20}$',
    '^[^\\]]+$',
    '^a\\(b\\)*c$',
    '^([0-9]{4}-)?[0-9]+$',
    '^([0-9]{4}-)+$',
    '^(?:[0-9]{40}){50}$',
  ])('%s is taken', (source) => {
    expect(patternProblem(source)).toBeNull()
  })

  test.each([
    '^(a+)+$',
    '^(a|aa)+$',
    '^(?:a*)*$',
    '^((a?){20}){20}$',
    '^a*a*a*a*b$',
    '^[a-z]+[a-z]*$',
    // Half of it is bound to neither end.
    '^x|[^y]*y$',
    '^x\\$',
    // Another set in every edition of Unicode.
    '^\\p{Script=Han}{2,20}$',
    '^[\\p{L}0-9]{2,20}$',
    '^(.{0,500}x){2}$',
    '^a{0,1999}a{0,1999}$',
    '^(a)\\1$',
    '^(?=a)b$',
    '^(?<n>a)\\k<n>$',
    '^a{99999}$',
    // As many digits as an engine reads.
    '^a{1,9999999}a{1,9999999}a{1,9999999}b$',
    '^a{00000000001,00000009999}$',
    '^a{9999999,}$',
    // Nothing varies, and every engine would be busy for hours.
    '^(((\\b){2000}){2000}){2000}$',
    '^(?:[0-9]{41}){50}$',
    `^${'(a|b)'.repeat(25)}$`,
  ])('%s is refused', (source) => {
    expect(patternProblem(source)).not.toBeNull()
  })

  test('what is taken answers at once on the worst text that a field may hold', () => {
    const worst = `${'a'.repeat(1999)}!`
    for (const source of ['^[a-z]+[a-z]?$', '^(?:a|b)a{0,40}a{0,50}$', `^${'a?'.repeat(12)}$`]) {
      expect(patternProblem(source)).toBeNull()
      expect(new RegExp(source, 'u').test(worst)).toBe(false)
    }
  })
})
