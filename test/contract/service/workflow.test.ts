import { describe, expect, test } from 'vitest'
import type { FieldValues, SubjectPart } from '../../../shared/contract/service/index.ts'
import { allowed, checklist, isFinal, missingMaterials, transition } from '../../../shared/contract/service/index.ts'
import { isSubjectId, subjectsOf } from '../../../shared/contract/service/subject.ts'
import { COUNTY, soundTransfer, stock, TODAY, transfer } from './samples.ts'

const names = (state: string | null, roles: string[], authored: string[] = []) =>
  allowed(transfer, state, { roles, authored }).map((a) => a.name)

describe('who may do what when', () => {
  test.each([
    [null, ['clerk'], [], ['file']],
    [null, ['approver'], [], []],
    [null, [], [], []],
    ['received', ['clerk'], ['file'], ['ask', 'accept', 'decline', 'withdraw']],
    ['returned', ['clerk'], ['file'], ['resubmit', 'withdraw']],
    ['received', ['reviewer'], [], []],
    ['incomplete', ['clerk'], ['file'], ['supply', 'decline', 'withdraw']],
    ['accepted', ['clerk'], ['file'], ['withdraw']],
    ['accepted', ['reviewer'], [], ['review', 'return', 'suspend']],
    ['accepted', ['approver'], [], ['return', 'suspend', 'refuse']],
    ['suspended', ['approver'], [], ['resume', 'refuse']],
    ['reviewed', ['approver'], [], ['return', 'suspend', 'finish', 'refuse']],
    ['reviewed', ['reviewer'], [], ['return', 'suspend']],
    ['finished', ['clerk', 'reviewer', 'approver', 'supervisor'], [], ['deliver']],
    ['delivered', ['clerk', 'reviewer', 'approver', 'supervisor'], [], []],
    ['constructor', ['clerk'], [], []],
  ])('%s, %s who has done %s: %s', (state, roles, authored, may) => {
    expect(names(state, roles, authored)).toEqual(may)
  })

  test('nobody decides on what they filed, accepted or reviewed themselves', () => {
    const all = ['clerk', 'reviewer', 'approver']
    expect(names('accepted', all, ['file'])).toEqual(['withdraw'])
    expect(names('accepted', all, ['accept'])).toEqual(['withdraw'])
    expect(names('reviewed', all, ['review'])).toEqual(['return', 'suspend', 'withdraw'])
    expect(names('reviewed', all, ['file', 'accept', 'review'])).toEqual(['withdraw'])
  })

  test('a transition asks only where the case stands', () => {
    expect(transition(transfer, 'received', 'accept')?.to).toBe('accepted')
    expect(transition(transfer, null, 'file')?.to).toBe('received')
    expect(transition(transfer, null, 'accept')).toBeNull()
    expect(transition(transfer, 'received', 'file')).toBeNull()
    expect(transition(transfer, 'received', 'finish')).toBeNull()
    expect(transition(transfer, 'finished', 'return')).toBeNull()
  })

  test('the stock ends with its filing', () => {
    const file = transition(stock, null, 'file')
    expect(file?.effects).toBe(true)
    expect(isFinal(stock, file?.to ?? '')).toBe(true)
    expect(isFinal(transfer, 'received')).toBe(false)
  })
})

describe('the checklist follows the form', () => {
  const needed = (mode: string) =>
    checklist(transfer, { ...soundTransfer(), mode }, TODAY, COUNTY)
      .filter((m) => m.needed)
      .map((m) => m.id)

  test.each([
    ['transfer', ['transfer-contract', 'consent', 'transferor-identity']],
    ['exchange', ['transfer-contract', 'transferor-identity']],
    ['inherit', ['inheritance']],
    ['other', ['transferor-identity']],
  ])('%s', (mode, extra) => {
    const always = ['application', 'contract', 'certificate', 'transferee-identity']
    expect(new Set(needed(mode))).toEqual(new Set([...always, ...extra]))
  })

  test('an empty form asks for what is always needed', () => {
    expect(checklist(transfer, {}, TODAY, COUNTY).filter((m) => m.needed)).toHaveLength(4)
  })

  test('all that is missing is said at once', () => {
    const missing = missingMaterials(transfer, soundTransfer(), ['application', 'contract', 'consent'], TODAY, COUNTY)
    expect(missing.map((m) => m.id)).toEqual([
      'certificate',
      'transfer-contract',
      'transferor-identity',
      'transferee-identity',
    ])
  })
})

test('[X4] the subject id has the county before it and the key behind', () => {
  const ids = (county: string, values: FieldValues) => subjectsOf(transfer, county, values)?.map((one) => one.id)
  expect(ids(COUNTY, soundTransfer())).toEqual(['632723/pasture-contract/632723103200010001J'])
  expect(ids(COUNTY, {})).toBeUndefined()
  expect(ids(COUNTY, { contractNo: 'a b' })).toBeUndefined()
  expect(ids('gov', soundTransfer())).toBeUndefined()
  const [part] = transfer.subjects as [SubjectPart]
  expect(isSubjectId(part, '632723/parcel/632723103200010001J')).toBe(false)
  // The type is held to even where the pattern of the definition is careless.
  const careless = { ...part, id: '^.+$' }
  expect(isSubjectId(careless, '632723/parcel/1')).toBe(false)
  expect(isSubjectId(careless, '632723/pasture-contract/1')).toBe(true)
})
