import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, isOneTibetan, standsIn, wordsOf } from '../../../../renderer/replica/search/fold.ts'
import { gramOf, gramsOf, gramsOfWord, gramText } from '../../../../renderer/replica/search/grams.ts'

/** Pieces of what stands on forms here: both scripts, in several spellings, numbers, names beyond the first plane, private characters. */
const piece = fc.oneof(
  fc.constantFrom(
    '才仁多杰',
    '称多县清水河镇扎哈村',
    '青草证（2003）第０００１号',
    '转出方年老，家中无人放牧',
    '𠮷田',
    '㐂',
    '\ue5e5',
  ),
  fc.constantFrom('བཀྲ་ཤིས་སྒྲོལ་མ', 'ཚེ་རིང་རྡོ་རྗེ།', 'མཁའ་འགྲོ', '\u0f42\u0fb7', '\u0f43', 'ༀ', '༢༠༢༦', 'རྐྱེན'),
  fc.constantFrom(
    '632723196305120011',
    '13897660001',
    'X1',
    '632723103200020001J',
    'Tashi Dolma',
    'ＡＢＣ',
    'café',
    '·',
    ' - ',
  ),
  fc.stringMatching(/^[0-9]{1,19}$/),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
const text = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))

/** Whole characters as people delete them: a mark never stands alone at the beginning of a part. */
const graphemes = (whole: string) =>
  [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(whole)].map((s) => s.segment)
const part = text.chain((whole) => {
  const all = graphemes(whole)
  return fc
    .tuple(fc.nat(all.length), fc.nat(all.length))
    .map(([a, b]) => ({ whole, part: all.slice(Math.min(a, b), Math.max(a, b)).join('') }))
})

describe('folding', () => {
  test('the same text in any normal form, and folded again, is the same', () => {
    fc.assert(
      fc.property(text, (one) => {
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) expect(fold(one.normalize(form))).toBe(fold(one))
        expect(fold(fold(one))).toBe(fold(one))
      }),
    )
  })

  test('every part of a text stands in it', () => {
    fc.assert(
      fc.property(part, ({ whole, part: one }) => {
        for (const word of wordsOf(one)) if (!isOneTibetan(word)) expect(standsIn(word, fold(whole)), word).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['marks that something stood between', 'a\u0300>\u0338', 'a\u0338\u0300'],
    ['full width', '６３２７２３－ＡＢ', '632723ab'],
    ['dots and blanks in names', '才仁 · 多杰', '才仁多杰'],
    ['another dot', '才仁•多杰', '才仁多杰'],
    ['brackets', '青草证（2003）第1号', '青草证2003第1号'],
    ['check digit', '63272319630512001x', '63272319630512001X'],
    ['compatibility ideograph', '\uf90a', '金'],
    ['variation selector', '葛\u{e0100}', '葛'],
    ['circle for zero', '二○○三', '二〇〇三'],
    ['square metres', '㎡', 'm2'],
    ['composed Tibetan letter', '\u0f43', '\u0f42\u0fb7'],
    ['vowels in another order', 'ཀ\u0f74\u0f71', 'ཀ\u0f71\u0f74'],
    ['vowel as one sign', 'ཀ\u0f73', 'ཀ\u0f71\u0f72'],
    ['subjoined letter of fixed form', 'ཀ\u0fbb', 'ཀ\u0fb1'],
    ['letter of fixed form', '\u0f6aྙ', 'རྙ'],
    ['OM', 'ༀ', 'ཨོཾ'],
    ['tsheg that does not break', 'བཀྲ\u0f0cཤིས', 'བཀྲ་ཤིས'],
    ['shad at the end', 'བཀྲ་ཤིས།', 'བཀྲ་ཤིས'],
    ['double shad, blanks', 'བཀྲ་ཤིས་།། ', 'བཀྲ་ཤིས'],
    ['Tibetan digits', '༢༠༢༦', '2026'],
    ['private character', '\ue5e5明', '\ue5e5明'],
  ])('%s', (_, one, other) => {
    expect(fold(one)).toBe(fold(other))
    expect(fold(one)).not.toBe('')
  })

  test('syllables stay apart, ideographs that only look alike do too', () => {
    expect(fold('བཀྲ་ཤིས')).not.toBe(fold('བཀྲཤིས'))
    expect(fold('土')).not.toBe(fold('士'))
    expect(fold('𠮷')).not.toBe(fold('吉'))
  })

  test('words of a query: split at blanks, folded, without what holds nothing, not too many', () => {
    expect(wordsOf(' 才仁　１３８ - Tashi\t才仁 ')).toEqual(['才仁', '138', 'tashi'])
    expect(wordsOf('— · ()')).toEqual([])
    expect(wordsOf(Array.from({ length: 50 }, (_, i) => `w${i}`).join(' '))).toHaveLength(8)
    expect(wordsOf('9'.repeat(5_000))[0]?.length).toBe(200)
  })

  test('one Tibetan letter is the beginning of a syllable', () => {
    const name = fold('བཀྲ་ཤིས')
    expect(standsIn('ཤ', name)).toBe(true)
    expect(standsIn('བ', name)).toBe(true)
    expect(standsIn('ཀ', name)).toBe(false)
    expect(standsIn('ཀྲ', name)).toBe(true)
  })
})

describe('grams', () => {
  const gramsIn = (whole: string) => {
    const out = new Set<string>()
    gramsOf(fold(whole), (gram) => out.add(gramText(gram)))
    return out
  }

  test('a text has every gram of every word that stands in it', () => {
    fc.assert(
      fc.property(part, ({ whole, part: one }) => {
        const has = gramsIn(whole)
        for (const word of wordsOf(one)) {
          if (!standsIn(word, fold(whole))) continue
          for (const gram of gramsOfWord(word)) expect(has, `${word}: ${gram}`).toContain(gram)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('a gram and its number are the same thing', () => {
    fc.assert(
      fc.property(part, ({ whole }) => {
        for (const gram of gramsIn(whole)) {
          expect(Number.isSafeInteger(gramOf(gram))).toBe(true)
          expect(gramText(gramOf(gram))).toBe(gram)
        }
      }),
    )
    const alike = [
      '马',
      '马马',
      '\u{10ffff}\u{10ffff}',
      '000',
      '0000',
      '001',
      'zzzz',
      'zzz',
      '་བ',
      'བ',
      '\u{20bb7}田',
      'a马',
      '马1',
    ]
    expect(new Set(alike.map(gramOf)).size).toBe(alike.length)
  })

  test('every word has a gram but one or two digits, one letter, one stray sign', () => {
    fc.assert(
      fc.property(part, ({ part: one }) => {
        for (const word of wordsOf(one)) {
          const none =
            /^([0-9]{1,2}|[a-z])$/.test(word) || ([...word].length === 1 && !/[\p{Script=Han}\p{Co}]/u.test(word))
          if (!none || isOneTibetan(word)) expect(gramsOfWord(word), word).not.toEqual([])
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('what is asked for is telling: fours of long numbers, threes of short ones, pairs of ideographs', () => {
    expect(gramsOfWord('13897')).toEqual(['1389', '3897'])
    expect(gramsOfWord('138')).toEqual(['138'])
    expect(gramsOfWord('13')).toEqual([])
    expect(gramsOfWord('x1')).toEqual(['x1'])
    expect(gramsOfWord('马')).toEqual(['马'])
    expect(gramsOfWord('才仁多')).toEqual(['才仁', '仁多'])
    expect(gramsOfWord('𠮷田')).toEqual(['𠮷田'])
    expect(gramsOfWord('第12号')).toEqual(['第1', '2号'])
    expect(gramsOfWord('第1234号').sort()).toEqual(['1234', '4号', '第1'])
    const long = gramsOfWord('632723196305120011')
    expect(long).toHaveLength(15)
    // Numbers of one county begin alike.
    expect([long[0], long[7]]).toEqual(['0011', '6327'])
  })

  test('pairs of digits are not kept, everything else that is asked for is', () => {
    const has = gramsIn('第632号')
    expect([...has].sort()).toEqual(['2号', '632', '号', '第', '第6'])
    expect(gramsIn('བཀྲ་ཤིས')).toContain('་བ')
  })
})
