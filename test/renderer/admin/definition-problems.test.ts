import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { definitionProblem, inChinese } from '../../../renderer/i18n/definition-problems.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import { richDocument } from '../../kit/definitions.ts'

const HAN = /\p{Script=Han}/u

/** The sentences of the checks as they stand in their sources: what follows the place, with a name where they name something. */
function sentencesOf(file: string): string[] {
  const source = readFileSync(new URL(`../../../shared/contract/service/${file}`, import.meta.url), 'utf8')
  return [
    ...source.matchAll(/[`'](?:\$\{at\}[\w.${}]*|[\w.]+(?:\.\$\{[\w.]+\}[\w.]*|\[\$\{i\}\][\w.]*)?): ([^`']+)[`']/g),
  ].map((found) =>
    String(found[1])
      .replaceAll(/\$\{[^}]+\}/g, 'x')
      .replace(/^more than x/, 'more than 3'),
  )
}

describe('what the checker of definitions says', () => {
  test.each(['check-definition.ts', 'check-form.ts', 'check-workflow.ts', 'check-effects.ts'])(
    '%s: every sentence has its Chinese',
    (file) => {
      const sentences = sentencesOf(file)
      expect(sentences.length).toBeGreaterThan(5)
      expect(sentences.filter((one) => !HAN.test(inChinese(one)))).toEqual([])
    },
  )

  test.each([
    [(d: Doc) => (d.version = '1'), 'version', '应为不小于 0 的整数'],
    [(d: Doc) => (d.surplus = 1), '', '不认识的键“surplus”'],
    [(d: Doc) => delete d.title.en, 'title', '缺少键“en”'],
    [(d: Doc) => (d.group = 'x'), 'group', '应为以下之一：land, archives, business, permits, livelihood'],
    [(d: Doc) => (d.code = 'A B'), 'code', '应为文字，最多 40 个字符，格式 ^[a-z][a-z0-9-]{0,39}$'],
    [(d: Doc) => (d.title.zh = 'x'.repeat(300)), 'title.zh', '应为文字，最多 200 个字符，格式 \\S'],
    [(d: Doc) => (d.subjects[0].id = 'x'), 'subjects[0].id', '应为写在 ^ 和 $ 之间的简单正则表达式'],
    [(d: Doc) => (d.sealed = ['nobody']), 'sealed', '没有字段“nobody”'],
    [(d: Doc) => (d.rules[0].when = 'form.area == "x"'), `rules.${richDocument().rules[0].id}`, '整数与文字不能比较'],
    [
      (d: Doc) => (d.deadlines[0].promised = 400),
      `deadlines.${richDocument().deadlines[0].id}`,
      '承诺时限长于法定时限',
    ],
  ])('a mistake is told with its place: %#', (spoil, path, sentence) => {
    const document = richDocument()
    spoil(document)
    const read = readDefinition(document)
    expect(read.ok).toBe(false)
    expect(definitionProblem(read.ok ? '' : read.detail, 'zh')).toEqual({ path, sentence })
  })

  test('what it is not known to say is shown as it is', () => {
    expect(definitionProblem('somewhere: something new', 'zh')).toEqual({
      path: 'somewhere',
      sentence: 'something new',
    })
    expect(definitionProblem('version: integer', 'en').sentence).toBe('integer')
  })
})

type Doc = ReturnType<typeof richDocument>
