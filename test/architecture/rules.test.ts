import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from './modules.ts'

/**
 * docs/ledger-spec.md states each rule in a line that begins with its id in bold (`**E1** …`, as a heading, a list item or
 * plain). The rules of its table `Not yet` are exempt; every other one is cited by the name of a test: `test('[E1] …')`.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const SPEC = resolve(ROOT, 'docs/ledger-spec.md')
const ID = '[EKNLCXRWF][0-9]{1,2}'

interface Spec {
  readonly stated: string[]
  readonly notYet: string[]
}

function readSpec(text: string): Spec {
  const at = text.search(/^#+ .*not yet/im)
  const [body, tail] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
  const ids = (part: string, pattern: RegExp) => [
    ...new Set([...part.matchAll(pattern)].map((match) => String(match[1]))),
  ]
  return {
    stated: ids(body, new RegExp(`^(?:#+ |[-*] )?\\*\\*(${ID})\\*\\*`, 'gm')),
    notYet: ids(tail, new RegExp(`^\\|? *[*\`]*(${ID})[*\`]* *\\|`, 'gm')),
  }
}

/** Rule ids in the names of tests and suites: `test('[E1] …`, `test.each(…)('[E1, E2] …`, `describe("[L4] …`. */
function citedIn(text: string): string[] {
  const names = [...text.matchAll(/\(\s*['"`](\[[A-Z][^\]]*\])/g)].map((match) => String(match[1]))
  return names.flatMap((name) => name.match(new RegExp(`\\b${ID}\\b`, 'g')) ?? [])
}

const cited = new Set(
  filesUnder('test')
    .filter((path) => /(?:\.test|-suite)\.tsx?$/.test(path) && path !== 'test/architecture/rules.test.ts')
    .flatMap((path) => citedIn(readFileSync(resolve(ROOT, path), 'utf8'))),
)

describe.skipIf(!existsSync(SPEC))('docs/ledger-spec.md', () => {
  const spec = existsSync(SPEC) ? readSpec(readFileSync(SPEC, 'utf8')) : { stated: [], notYet: [] }

  test('states rules of every family', () => {
    expect(spec.stated.length).toBeGreaterThan(25)
    expect([...new Set(spec.stated.map((id) => id.charAt(0)))].sort().join('')).toBe('CEFKLNRWX')
  })

  test('every rule that is in force is cited by a test', () => {
    expect(spec.stated.filter((id) => !spec.notYet.includes(id) && !cited.has(id))).toEqual([])
  })

  test('what is not yet in force is a stated rule', () => {
    expect(spec.notYet.filter((id) => !spec.stated.includes(id))).toEqual([])
  })

  test('tests cite only rules that are stated', () => {
    expect([...cited].filter((id) => !spec.stated.includes(id))).toEqual([])
  })
})

test('the reader of the specification finds rules, exemptions and citations', () => {
  const text =
    '## E\n- **E1** Deterministic.\n### **E2** Strict\n**W3** Bundles\n\n## Not yet\n| rule | why |\n|---|---|\n| W3 | later |\n'
  expect(readSpec(text)).toEqual({ stated: ['E1', 'E2', 'W3'], notYet: ['W3'] })
  expect(citedIn("test('[E1] a', f); test.each([1])('[E2, L4] %s', f); test('plain', f)")).toEqual(['E1', 'E2', 'L4'])
})
