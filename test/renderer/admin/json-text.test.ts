import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeOf, readText } from '../../../renderer/pages/admin/services/json-text.ts'
import { prettyJson } from '../../../renderer/pages/admin/services/pretty.ts'

const faultOf = (text: string) => {
  const read = readText(text)
  return read.ok ? null : [read.problem.fault, read.problem.what]
}
const at = (text: string, path: string) => {
  const read = readText(text)
  if (!read.ok) throw new Error(read.problem.fault)
  const { from, to } = placeOf(read.root, path)
  return text.slice(from, to)
}

describe('the text of a definition', () => {
  test.each([
    ['', 'empty', ''],
    ['  \n', 'empty', '  \n'],
    ['{"a": 1 "b": 2}', 'comma', '"b"'],
    ['{"a" 1}', 'colon', '1'],
    ['{a: 1}', 'value', 'a'],
    ['{"a": 1, }', 'name', '}'],
    ['{"a": }', 'value', '}'],
    ['{"a": nul}', 'value', 'nul'],
    ['{"a": [1, 2}', 'comma', '}'],
    ['{"a": [1, 2', 'bracket', ''],
    ['{"a": "x}', 'quote', '"x}'],
    ['{"a": "\\q"}', 'escape', '"\\q"'],
    ['{"a": 1} 2', 'after', '2'],
    ['{"a": 1, // no\n"b": 2}', 'comment', '// no'],
    ['{"a": 1, "b": {"c": 1, "c": 2}}', 'twice', '"c"'],
    ['{"a": 1.5}', 'number', '1.5'],
    ['{"a": 1e3}', 'number', '1e3'],
    ['{"a": -0}', 'number', '-0'],
    ['{"a": 9007199254740993}', 'number', '9007199254740993'],
  ])('%j is refused: %s', (text, fault, what) => {
    expect(faultOf(text)).toEqual([fault, what])
  })

  test('too much of it is refused before it is read', () => {
    expect(faultOf('['.repeat(100_000))?.[0]).toBe('too-deep')
    expect(faultOf(`"${'x'.repeat(400_000)}"`)?.[0]).toBe('too-long')
    expect(faultOf(`"${'['.repeat(1_000)}"`)).toBeNull()
    expect(faultOf('[[]'.repeat(30))?.[0]).not.toBe('too-deep')
  })

  test('what is read is what JSON says, whatever its keys', () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) =>
        JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? (Math.trunc(one) % 1e9) | 0 : one))),
      )
    fc.assert(
      fc.property(json, (value) => {
        const read = readText(prettyJson(value))
        expect(read.ok && read.value).toEqual(value)
      }),
    )
    const read = readText('{"__proto__": {"code": "x"}}')
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__'])
  })

  test('a text cut anywhere or with a character changed never throws', () => {
    const sound = '{"a": [1, {"b": "\\u0041", "c": null}], "d": {"zh": "中", "en": "x"}}'
    for (let i = 0; i < sound.length; i++) {
      readText(sound.slice(0, i))
      for (const c of '{}[]",:\\0x\u0000') readText(sound.slice(0, i) + c + sound.slice(i + 1))
    }
  })

  test('a place is where the path leads, or as far as there is something', () => {
    const text =
      '{"rules": [{"id": "r-1", "when": "x"}, {"id": "r-2", "when": "y"}], "form": {"schema": {"a": {"maximum": 7}}}}'
    expect(at(text, 'rules.r-2')).toBe('{')
    expect(at(text, 'rules.r-2.when')).toBe('"when": "y"')
    expect(at(text, 'service.rules[0].id')).toBe('"id": "r-1"')
    expect(at(text, 'form.schema.a.maximum')).toBe('"maximum": 7')
    expect(at(text, 'form.schema.a')).toBe('"a"')
    expect(at(text, 'form.schema.b.c')).toBe('"schema"')
    expect(at(text, 'nothing')).toBe('{')
  })
})
