import { describe, expect, test } from 'vitest'
import { checkForm, normaliseForm, prefill, publicFieldsFit } from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, soundTransfer, TODAY, transfer } from './samples.ts'

const problems = (change: Loose = {}, without: string[] = []) => {
  const values = { ...soundTransfer(), ...change }
  for (const name of without) delete values[name]
  return checkForm(transfer, values, TODAY, COUNTY)
}
const short = (change: Loose = {}, without: string[] = []) => problems(change, without).map((p) => [p.field, p.problem])

test('a sound transfer has no problem', () => expect(problems()).toEqual([]))

describe('a problem stands beside its field', () => {
  test.each([
    [{ area: 0 }, 'area', 'minimum'],
    [{ area: 10_000_000_001 }, 'area', 'maximum'],
    [{ area: 1.5 }, 'area', 'type'],
    [{ area: '666667' }, 'area', 'type'],
    [{ area: true }, 'area', 'type'],
    [{ contractNo: 'abc' }, 'contractNo', 'pattern'],
    [{ certificateNo: '证' }, 'certificateNo', 'minLength'],
    [{ certificateNo: '证'.repeat(41) }, 'certificateNo', 'maxLength'],
    [{ mode: 'gift' }, 'mode', 'enum'],
    [{ undertaking: false }, 'undertaking', 'const'],
    [{ undertaking: 'true' }, 'undertaking', 'type'],
    [{ transferorName: 7 }, 'transferorName', 'type'],
    [{ transferorName: '才' }, 'transferorName', 'identifier.length'],
    [{ transfereeId: '632723198408150027' }, 'transfereeId', 'identifier.check-digit'],
    [{ transfereeId: '11010519491231002x' }, 'transfereeId', 'identifier.form'],
    [{ transfereePhone: '138' }, 'transfereePhone', 'identifier.length'],
    [{ transfereeVillage: '632723103999' }, 'transfereeVillage', 'identifier.region'],
    [{ signedOn: '2026-11-23' }, 'signedOn', 'identifier.future'],
    [{ signedOn: '2026-02-30' }, 'signedOn', 'identifier.date'],
    [{ price: -1 }, 'price', 'minimum'],
    [{ ghost: 1 }, 'ghost', 'unknown'],
    [{ toString: 'x' }, 'toString', 'unknown'],
    [{ mode: 'other' }, 'modeNote', 'rule.mode-note'],
  ])('%o: %s %s', (change, field, problem) => {
    expect(short(change)).toEqual([[field, problem]])
    for (const { message } of problems(change))
      expect([/\S/.test(message.zh), /\S/.test(message.en)]).toEqual([true, true])
  })

  test('every required field is asked for, once, and no rule adds to it', () => {
    for (const name of transfer.form.schema.required) expect(short({}, [name])).toEqual([[name, 'missing']])
    expect(checkForm(transfer, {}, TODAY, COUNTY).map((p) => p.field)).toEqual(
      Object.keys(transfer.form.schema.properties).filter((n) => transfer.form.schema.required.includes(n)),
    )
  })

  test('optional fields may be left out', () => expect(short({}, ['price'])).toEqual([]))

  test('an inheritance needs no telephone of the dead, everything else does', () => {
    expect(short({}, ['transferorPhone'])).toEqual([['transferorPhone', 'rule.transferor-phone']])
    expect(short({ mode: 'inherit' }, ['transferorPhone', 'price'])).toEqual([])
  })

  test('characters are counted, not code units', () => {
    expect(short({ certificateNo: '𠀀'.repeat(40) })).toEqual([])
  })
})

describe('what is typed becomes what is stored', () => {
  test('identifiers in their one form, blanks cut, empty texts left out', () => {
    const typed = {
      ...soundTransfer(),
      transfereeId: ' 632723 19840815 0028 ',
      transfereePhone: '138-9766-0002',
      signedOn: '2026/11/20',
      reason: '  转出方迁往县城定居 ',
      modeNote: '   ',
    }
    const phone = normaliseForm(transfer, { transfereePhone: '+8613897660002' }, TODAY)
    expect(phone).toEqual({ transfereePhone: '13897660002' })
    const { transfereePhone, ...rest } = typed
    const { transfereePhone: kept, ...sound } = soundTransfer()
    expect(transfereePhone).not.toBe(kept)
    expect(normaliseForm(transfer, rest, TODAY)).toEqual(sound)
  })

  test('what cannot be read stays, to be explained', () => {
    expect(normaliseForm(transfer, { transfereeId: 'abc', area: 3, ghost: 'x' }, TODAY)).toEqual({
      transfereeId: 'abc',
      area: 3,
      ghost: 'x',
    })
  })
})

test('[X1] public fields are held against the bare schema: no sealed ones, no clock', () => {
  const all = soundTransfer()
  const fields = Object.fromEntries(Object.entries(all).filter(([n]) => !transfer.sealed.includes(n)))
  expect(publicFieldsFit(transfer, fields)).toBe(true)
  expect(publicFieldsFit(transfer, { ...fields, signedOn: '2999-01-01' })).toBe(true)
  expect(publicFieldsFit(transfer, { ...fields, area: 'x' })).toBe(false)
  expect(publicFieldsFit(transfer, { ...fields, mode: 'gift' })).toBe(false)
  expect(publicFieldsFit(transfer, { ...fields, price: 1 })).toBe(false)
  expect(publicFieldsFit(transfer, { ...fields, toString: 'x' })).toBe(false)
})

test('a change form is filled in from the register', () => {
  const filled = prefill(transfer, {
    fields: { contractNo: 'A-0001', area: 5, until: '2052-12-31', status: 'active' },
    sealed: { holderName: '才仁多杰' },
  })
  expect(filled).toEqual({ contractNo: 'A-0001', area: 5, until: '2052-12-31', transferorName: '才仁多杰' })
})
