import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseNumber } from '../../../shared/contract/identifiers/case-number.ts'
import { cnId, cnIdCheckDigit } from '../../../shared/contract/identifiers/cn-id.ts'
import { intakeNumber, makeIntakeNumber, mod1110 } from '../../../shared/contract/identifiers/intake-number.ts'
import { matterCode } from '../../../shared/contract/identifiers/matter-code.ts'
import { orgCode, orgCodeCheckDigit } from '../../../shared/contract/identifiers/org-code.ts'
import type { Check } from '../../../shared/contract/identifiers/result.ts'
import { uscc, usccCheckDigit } from '../../../shared/contract/identifiers/uscc.ts'
import { counties } from '../../../shared/contract/regions/index.ts'

/** What a slip of the hand makes of a code: every single wrong character, every swap of two different neighbours. */
const TODAY = '2026-11-22'
const DIGITS = '0123456789'
const USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ALNUM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function* singles(code: string, alphabet: string): Generator<string> {
  for (let i = 0; i < code.length; i++) {
    for (const c of alphabet) if (c !== code[i]) yield code.slice(0, i) + c + code.slice(i + 1)
  }
}

function* swaps(code: string): Generator<{ at: number; code: string }> {
  for (let i = 0; i + 1 < code.length; i++) {
    if (code[i] === code[i + 1]) continue
    yield { at: i, code: `${code.slice(0, i)}${code[i + 1]}${code[i]}${code.slice(i + 2)}` }
  }
}

function refuses(check: Check, codes: Iterable<string>): void {
  for (const code of codes) if (check(code, TODAY).ok) throw new Error(`passed: ${code}`)
}

const county = fc.constantFrom(...counties().map((c) => c.code))
const day = fc
  .date({ min: new Date('1940-01-01'), max: new Date('2026-11-21'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))
const number = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const of = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { minLength: length, maxLength: length }).map((a) => a.join(''))

const anyCnId = fc.tuple(county, day, number(3)).map(([area, born, sequence]) => {
  const digits = `${area}${born.replaceAll('-', '')}${sequence}`
  return digits + cnIdCheckDigit(digits)
})
const anyUscc = fc.tuple(of(USCC, 2), county, of(USCC, 9)).map((parts) => {
  const code = parts.join('')
  return code + usccCheckDigit(code)
})

describe('公民身份号码', () => {
  test('every made number passes, every single error and every swap is caught', () => {
    fc.assert(
      fc.property(anyCnId, (id) => {
        expect(cnId(id, TODAY)).toEqual({ ok: true, value: id })
        refuses(cnId, singles(id, `${DIGITS}X`))
        for (const swap of swaps(id)) refuses(cnId, [swap.code])
      }),
      { numRuns: 60 },
    )
  })
})

describe('统一社会信用代码', () => {
  test('every made code passes, every single error and every swap is caught', () => {
    fc.assert(
      fc.property(anyUscc, (code) => {
        expect(uscc(code, TODAY)).toMatchObject({ ok: true, value: code })
        refuses(uscc, singles(code, USCC))
        for (const swap of swaps(code)) refuses(uscc, [swap.code])
      }),
      { numRuns: 60 },
    )
  })

  test('the codes that are built on it catch the same errors in their first 18', () => {
    fc.assert(
      fc.property(anyUscc, (body) => {
        const tail = '3442199806003'
        expect(matterCode(body + tail, TODAY)).toMatchObject({ ok: true, value: body + tail })
        for (const wrong of singles(body, USCC)) {
          if (matterCode(wrong + tail, TODAY).ok) throw new Error(wrong)
          if (caseNumber(`${wrong}${tail}202611210001`, TODAY).ok) throw new Error(wrong)
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('组织机构代码', () => {
  test('every single error and every swap that modulo 11 can catch warns', () => {
    const weight = [3, 7, 9, 10, 5, 8, 4, 2]
    fc.assert(
      fc.property(of(ALNUM, 8), (eight) => {
        const code = eight + orgCodeCheckDigit(eight)
        const sum = (text: string) => weight.reduce((s, w, i) => s + w * ALNUM.indexOf(text.charAt(i)), 0)
        expect(orgCode(code, TODAY)).toEqual({ ok: true, value: code })
        // Letters run to 35, so two that are 11 or 22 apart weigh the same: those are the errors it cannot catch.
        const changed = [...singles(eight, ALNUM), ...[...swaps(eight)].map((s) => s.code)]
        for (const wrong of changed) {
          const caught = (sum(wrong) - sum(eight)) % 11 !== 0
          expect('warn' in orgCode(wrong + code.charAt(8), TODAY)).toBe(caught)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('收件号', () => {
  /** ISO 7064 MOD 11,10 by its definition: Pⱼ₊₁ = 2·((Pⱼ + aⱼ) mod* 10) mod 11. */
  const step = (p: number, a: number) => ((((p + a - 1) % 10) + 1) * 2) % 11

  test('the published example of MOD 11,10: 0794 has the check 5', () => {
    expect(mod1110('0794')).toBe('5')
  })

  test('every made number passes and every single error is caught', () => {
    fc.assert(
      fc.property(county, fc.nat(999), day, fc.nat(9999), (office, device, on, sequence) => {
        const code = makeIntakeNumber({ office, device, day: on, sequence })
        expect(intakeNumber(code, TODAY)).toEqual({ ok: true, value: code })
        refuses(intakeNumber, singles(code, DIGITS))
      }),
      { numRuns: 100 },
    )
  })

  test('a swap is missed only where the scheme cannot see it: the same product either way round', () => {
    let blind = 0
    let all = 0
    for (let p = 1; p <= 10; p++) {
      for (let a = 0; a < 10; a++) {
        for (let b = 0; b < a; b++) {
          all++
          if (step(step(p, a), b) === step(step(p, b), a)) blind++
        }
      }
    }
    expect({ all, blind }).toEqual({ all: 450, blind: 10 })
    fc.assert(
      fc.property(county, fc.nat(999), day, fc.nat(9999), (office, device, on, sequence) => {
        const code = makeIntakeNumber({ office, device, day: on, sequence })
        let p = 10
        const before = code.split('').map((c) => {
          const was = p
          p = step(p, Number(c))
          return was
        })
        for (const swap of swaps(code.slice(0, 21))) {
          const [a, b] = [Number(code[swap.at]), Number(code[swap.at + 1])]
          const start = before[swap.at] as number
          const seen = step(step(start, a), b) !== step(step(start, b), a)
          const checked = intakeNumber(swap.code + code.charAt(21), TODAY)
          expect(!checked.ok && checked.problem === 'check-digit').toBe(seen)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a county that does not exist, a day that does not exist and tomorrow are refused', () => {
    const number = (office: string, on: string) => makeIntakeNumber({ office, device: 1, day: on, sequence: 1 })
    expect(intakeNumber(number('632799', '2026-11-22'), TODAY)).toEqual({ ok: false, problem: 'region' })
    expect(intakeNumber(number('632723', '2026-02-30'), TODAY)).toEqual({ ok: false, problem: 'date' })
    expect(intakeNumber(number('632723', '2026-11-23'), TODAY)).toEqual({ ok: false, problem: 'future' })
  })
})
