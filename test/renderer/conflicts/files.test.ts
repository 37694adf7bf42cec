import { expect, test } from 'vitest'
import { type Look, materialFiles, onlyAt, sameAt } from '../../../renderer/pages/conflicts/files.ts'
import type { AttachmentRow } from '../../../renderer/replica/api.ts'
import type { Side } from '../../../renderer/replica/conflicts/api.ts'

const CONTRACT = { zh: '承包合同', en: 'Contract' }

function row(entry: string, hash: string, material: string | null = 'contract'): AttachmentRow {
  return { entry, hash, size: 10, material, title: material === null ? null : CONTRACT, here: true, unsent: false }
}

/** Sides as far as their scans go: the cases that they are about, and the entries that they signed. */
function sides(...all: readonly { cases: readonly string[]; entries: readonly string[] }[]): Side[] {
  return all.map(({ cases, entries }, i) => {
    const said = { adopt: i === 0 ? null : `side${i}`, papers: [] }
    return { ...said, cases: cases.map((id) => ({ id })), acts: entries.map((entry) => ({ entry })) } as unknown as Side
  })
}

const seen = (same: string): Look => ({ name: 'a.png', type: 'image/png', picture: null, pages: null, same })

test('scans stand under their material, side by side; what belongs to none comes last', () => {
  const of = new Map([
    ['A', [row('a', 'a1', null), row('a', 'a2')]],
    ['B', [row('b', 'b1')]],
  ])
  const [first, last] = materialFiles(
    { sides: sides({ cases: ['A'], entries: ['a'] }, { cases: ['B'], entries: ['b'] }) },
    of,
  )
  expect(first?.sides.map((files) => files.map(({ hash }) => hash))).toEqual([['a2'], ['b1']])
  expect(first === undefined ? null : onlyAt(first)).toEqual([])
  expect(last?.title).toBeNull()
  expect(last === undefined ? null : onlyAt(last)).toEqual([0])
})

test('where two acted on one case, each side has what was there before and what its own act brought', () => {
  const of = new Map([['C', [row('filing', 'both'), row('mine', 'm'), row('theirs', 't')]]])
  const [files] = materialFiles(
    { sides: sides({ cases: ['C'], entries: ['theirs'] }, { cases: ['C'], entries: ['mine'] }) },
    of,
  )
  expect(files?.sides.map((one) => one.map(({ hash }) => hash))).toEqual([
    ['both', 't'],
    ['both', 'm'],
  ])
})

test('the same content is the same under whatever seal; what stays closed or unopened is said to be nothing', () => {
  const sealed = [['one', 'two'], ['three'], ['four']].map((hashes, i) => hashes.map((hash) => row(`e${i}`, hash)))
  const files = { key: 'contract', title: CONTRACT, sides: sealed }
  const looks = new Map<string, Look>([
    ['one', seen('x')],
    ['two', seen('y')],
    ['three', seen('x')],
    ['four', 'closed'],
  ])
  const at = (side: number, which: number) => sameAt(files, side, sealed[side]?.[which] as AttachmentRow, looks)
  expect([at(0, 0), at(0, 1), at(1, 0), at(2, 0)]).toEqual([[1], [], [0], []])
  expect(sameAt({ ...files, sides: [[row('a', 'z')], [row('b', 'z')]] }, 0, row('a', 'z'), new Map())).toEqual([1])
})
