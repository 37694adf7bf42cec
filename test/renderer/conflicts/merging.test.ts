import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { must } from '../../../shared/base/result.ts'
import type { FieldValue } from '../../../shared/contract/service/index.ts'
import type { SignedEntry, Value } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { SMALL } from '../../simulation/services.ts'
import { Desk } from '../replica/desk.ts'

/** Two windows change one thing without knowing of each other, in fields that go together: the history says whose work was put together with whose. */

/** What everything is called in these services. */
const T = { zh: '登记', en: 'Record' }
const THING = `${OFFICE}/thing/T1`
let desk: Desk

afterEach(() => desk.wipe())

function fileOf(county: County, service: string, number: string, fields: Record<string, FieldValue>): SignedEntry {
  const id = `${OFFICE}/case/${number}`
  const subj = [id, THING].map((one) => ({ id: one, heads: one === id ? [] : county.heads(one) }))
  const data = { service, version: 1, fields: { no: 'T1', ...fields }, sealed: {}, materials: [], number: null }
  return county
    .person('colleague')
    .say({ kind: 'file', scope: [OFFICE], case: id, subj, data: data as { [key: string]: Value } })
}

test('[X5] merged work names what it was put together with, by field, and the lists that both have changed; before and after it is sealed', async () => {
  const county = await County.found('merging')
  const { record, edit } = SMALL
  county.node.seal([record, edit].map((one) => county.govern('service', { definition: one as Value })))
  county.node.seal([fileOf(county, 'record', 'R1', { area: 5, tags: ['a'] })])
  desk = new Desk(county)
  must(await desk.open())
  desk.node = null
  const values = { no: 'T1', use: '放牧', tags: ['a', 'mine'] }
  const { case: mine, entry } = must(await desk.calls.file({ service: 'edit', version: 1, values, materials: [] }))
  county.node.seal([fileOf(county, 'edit', 'E1', { area: 7, tags: ['a', 'theirs'] })])
  desk.node = county.node
  desk.bend = (ask, answer) =>
    ask.path.startsWith('/v1/push') ? { ok: false, code: 'no-line', detail: '' } : { ok: true, value: answer }
  await desk.sync()
  desk.bend = null
  const merged = {
    with: [
      {
        title: T,
        byName: 'colleague',
        case: `${OFFICE}/case/E1`,
        fields: [T, T],
      },
    ],
    both: [T],
  }
  // The page of the case says the same, although nobody else has touched the case.
  const ofCase = async () => must(await desk.calls.case(mine)).steps.find((one) => one.entry === entry)
  expect((await ofCase())?.merged).toMatchObject(merged)
  const step = async () => must(await desk.calls.subject(THING)).steps.find((one) => one.entry === entry)
  expect(await step()).toMatchObject({ outcome: 'merged', expected: true })
  expect((await step())?.merged).toMatchObject(merged)
  await desk.sealed()
  expect((await ofCase())?.merged).toMatchObject(merged)
  expect((await step())?.merged).toMatchObject(merged)
  expect(must(await desk.calls.subject(THING)).fields).toMatchObject({
    area: 7,
    use: '放牧',
    tags: ['a', 'theirs', 'mine'],
  })
})
