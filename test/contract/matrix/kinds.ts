import type { Entry } from '../../simulation/people.ts'
import { COUNTY } from '../../simulation/people.ts'
import { type Desk, type Scene, T1 } from './scene.ts'

/**
 * The kinds of entries that can meet. What each sets, and where, stands here in the words of docs/ledger-spec.md (X3), so that the test can say by the
 * rules alone what must come of a pair.
 */
export interface Kind {
  readonly name: string
  /** What its first form sets, or concerns, in a word; and its second form, where there is one that sets something else. */
  readonly forms: readonly [x: string, y?: string]
  /** Needs an open dispute to be there. */
  readonly needsDispute?: true
  readonly merges: boolean
  /** By record, the names that it sets in its first (`x`) or second form. A case that it opens itself is left out. */
  readonly sets: (scene: Scene, form: 'x' | 'y') => Readonly<Record<string, readonly string[]>>
  /** Signs it, and answers what its office goes on with when asked: up to two more entries, each upon the one before. */
  readonly sign: (desk: Desk, scene: Scene, form: 'x' | 'y') => { entry: Entry; behind: () => Entry[] }
}

const edit = (service: string) => (desk: Desk, _: Scene, form: 'x' | 'y') => ({
  entry: desk.file(
    service,
    form === 'x' ? { no: 'T1', area: 10 + desk.office } : { no: 'T1', use: `use ${desk.office}` },
  ).entry,
  behind: () => further(desk),
})

/** Two more filings by the same office, on things that nobody else sets. */
function further(desk: Desk): Entry[] {
  return [
    desk.file('m-edit', { no: 'T1', tags: ['a'] }).entry,
    desk.file('m-edit', { no: 'T1', tags: ['a', 'b'] }).entry,
  ]
}

const none = () => []
const onCase = (
  name: string,
  id: (scene: Scene) => string,
  sets: string[],
  sign: Kind['sign'],
  subject: string[] = [],
): Kind => ({
  ...{ name, forms: [subject.join()] as const, merges: true, sign },
  sets: (scene) => ({ [id(scene)]: [':state', ...sets], ...(subject.length === 0 ? {} : { [T1]: subject }) }),
})

export const KINDS: readonly Kind[] = [
  {
    ...{ name: 'file that claims', forms: ['claim'], merges: false },
    sets: () => ({ [T1]: [':pending'] }),
    sign: (desk) => {
      const { id, entry } = desk.file('m-claim', { no: 'T1', area: 5 })
      return { entry, behind: () => [desk.act('reviewer', id, 'accept'), desk.act('approver', id, 'finish', [T1])] }
    },
  },
  {
    ...{ name: 'file without claim or effects', forms: [''], merges: true },
    sets: () => ({ [T1]: ['case:'] }),
    sign: (desk) => {
      const { id, entry } = desk.file('m-change', { no: 'T1', area: 6 })
      return { entry, behind: () => [desk.act('reviewer', id, 'accept'), desk.act('approver', id, 'finish', [T1])] }
    },
  },
  {
    ...{ name: 'file with effects, merging', forms: ['area', 'use'], merges: true },
    sets: (_, form) => ({ [T1]: [form === 'x' ? 'area' : 'use'] }),
    sign: edit('m-edit'),
  },
  {
    ...{ name: 'file with effects, not merging', forms: ['area', 'use'], merges: false },
    sets: (_, form) => ({ [T1]: [form === 'x' ? 'area' : 'use'] }),
    sign: edit('m-edit-whole'),
  },
  {
    ...{ name: 'act on fields of a case', forms: ['area', 'use'], merges: true },
    sets: ({ change }, form) => ({ [change]: [':state', form === 'x' ? 'area' : 'use'] }),
    sign: (desk, { change }, form) => ({
      entry: desk.act(
        'clerk',
        change,
        'correct',
        [],
        form === 'x' ? { area: 20 + desk.office } : { use: `${desk.office}` },
      ),
      behind: () => [desk.act('reviewer', change, 'accept'), desk.act('approver', change, 'finish', [T1])],
    }),
  },
  onCase(
    'approve, with effects',
    ({ change }) => change,
    [],
    (desk, { change }) => ({ entry: desk.act('approver', change, 'finish', [T1]), behind: () => further(desk) }),
    ['area'],
  ),
  onCase(
    'return',
    ({ change }) => change,
    [],
    (desk, { change }) => ({
      entry: desk.act('approver', change, 'return'),
      behind: () => [
        desk.act('clerk', change, 'correct', [], { use: 'again' }),
        desk.act('reviewer', change, 'accept'),
      ],
    }),
  ),
  onCase(
    'withdraw',
    ({ change }) => change,
    [],
    (desk, { change }) => ({ entry: desk.act('clerk', change, 'withdraw'), behind: none }),
  ),
  onCase(
    'act that ends the subject',
    ({ end }) => end,
    [],
    (desk, { end }) => ({ entry: desk.act('approver', end, 'finish', [T1]), behind: none }),
    ['*'],
  ),
  {
    ...{ name: 'split', forms: ['T2', 'T3'], merges: true },
    sets: (_, form) => ({ [T1]: [':children'], [`${COUNTY}/thing/T${form === 'x' ? 2 : 3}`]: ['use', ':parents'] }),
    sign: (desk, _, form) => {
      const no = form === 'x' ? 'T2' : 'T3'
      const child = `${COUNTY}/thing/${no}`
      const { entry } = desk.file('m-split', { parents: ['T1'], children: [no] }, [T1, child])
      const change = (area: number) => desk.file('m-edit', { no, area }, [child]).entry
      return { entry, behind: () => [change(1), change(2)] }
    },
  },
  {
    ...{ name: 'burden', forms: ['D1', 'D2'], merges: true },
    sets: (_, form) => ({ [T1]: [`burden:seizure:${form === 'x' ? 'D1' : 'D2'}`] }),
    sign: (desk, _, form) => {
      const docNo = form === 'x' ? 'D1' : 'D2'
      const { entry } = desk.file('m-burden', { no: 'T1', docNo })
      return {
        entry,
        behind: () => [
          desk.file('m-release', { no: 'T1', docNo }).entry,
          desk.file('m-burden', { no: 'T1', docNo }).entry,
        ],
      }
    },
  },
  {
    ...{ name: 'release of a burden', forms: ['D0'], merges: true },
    sets: () => ({ [T1]: ['burden:seizure:D0'] }),
    sign: (desk) => ({ entry: desk.file('m-release', { no: 'T1', docNo: 'D0' }).entry, behind: () => further(desk) }),
  },
  {
    ...{ name: 'note', forms: [''], merges: true },
    sets: () => ({}),
    sign: (desk) => ({ entry: desk.note(), behind: none }),
  },
  {
    ...{ name: 'decision that keeps what stands', forms: [''], needsDispute: true, merges: false },
    // It names the thing and the case that lost, and sets nothing on the thing.
    sets: () => ({ [T1]: [] }),
    sign: (desk, { dispute }) => {
      const entry = desk.decide('keep', [dispute as Uint8Array], null)
      if (typeof entry === 'string') throw new Error(entry)
      return { entry, behind: () => further(desk) }
    },
  },
]
