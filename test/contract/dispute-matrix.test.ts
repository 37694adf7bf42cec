import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../scripts/process.mjs'
import { KINDS, type Kind } from './matrix/kinds.ts'
import { page, type Row } from './matrix/page.ts'
import { meet, sceneWith, waits } from './matrix/play.ts'
import { WAITING } from './matrix/scene.ts'

/** Every pair of kinds, in both orders of arrival: the judge against the rules, and against the page that states them. */

const FILE = join(ROOT, 'docs/dispute-matrix.md')

const rows: Row[] = KINDS.flatMap((first) =>
  KINDS.flatMap((second) =>
    (second.forms.length === 2 ? (['x', 'y'] as const) : (['x'] as const)).map((form) => ({
      ...{ first, second, form },
      meeting: meet(first, second, form),
    })),
  ),
)

/** What X5 says of the second, out of nothing but the names that each sets. */
function byTheRules(first: Kind, second: Kind, form: 'x' | 'y'): string {
  const scene = sceneWith(first.needsDispute === true || second.needsDispute === true)
  const [theirs, mine] = [first.sets(scene, 'x'), second.sets(scene, form)]
  const common = Object.keys(mine).filter((id) => Object.hasOwn(theirs, id))
  if (common.length === 0) return 'applied'
  // A decision is made by who has seen everything, or not at all.
  if (second.needsDispute === true) return 'void(stale)'
  const clash = common.some((id) => {
    const [was, is] = [theirs[id] ?? [], mine[id] ?? []]
    if (was.length === 0) return false
    // What a filing without claim leaves in a history has the name of its own case, which nobody else sets.
    const same = was.includes('*') || is.includes('*') || was.some((name) => name !== 'case:' && is.includes(name))
    return same || !second.merges
  })
  return clash ? 'disputed' : 'merged'
}

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('[X5] first: %s', (_, first) => {
  test('whatever comes second has the outcome that the rules give it', () => {
    const mine = rows.filter((row) => row.first === first)
    expect(mine.map(({ second, form, meeting }) => [second.name, form, meeting.second])).toEqual(
      mine.map(({ second, form }) => [second.name, form, byTheRules(first, second, form)]),
    )
    expect(new Set(mine.map(({ meeting }) => meeting.first))).toEqual(new Set(['applied']))
  })
})

test('[X6] whatever is in dispute can be decided either way', () => {
  const open = rows.filter(({ meeting }) => meeting.second === 'disputed')
  expect(open.length).toBeGreaterThan(50)
  for (const { first, second, meeting } of open) {
    expect([first.name, second.name, meeting.keep, meeting.adopt, meeting.adoptAll ?? 'applied']).toEqual([
      first.name,
      second.name,
      ...['applied', 'applied', 'applied'],
    ])
  }
})

test('[X5] what waits for a decision is what the service says, and the case that is itself in dispute', () => {
  const out = Object.fromEntries(WAITING.map(([name]) => [name, waits(`m-waits-${name}`)]))
  const barred = (of: string, ...what: string[]) => {
    const one = out[of] as unknown as Record<string, string>
    expect(Object.keys(one).filter((name) => one[name] === 'void(disputed)')).toEqual(what)
  }
  barred('nothing', 'contested')
  barred('file', 'file', 'contested')
  barred('effects', 'effects', 'contested')
  barred('acts', 'contested', 'contestedWithdraw', 'claimRefused')
  barred('default', 'file', 'effects', 'contested')
})

test('docs/dispute-matrix.md says what is so', () => {
  const made = page(
    rows,
    WAITING.map(([name]) => [name, waits(`m-waits-${name}`)]),
  )
  if (process.env['WRITE_MATRIX'] === '1') writeFileSync(FILE, made)
  expect(readFileSync(FILE, 'utf8')).toBe(made)
})
