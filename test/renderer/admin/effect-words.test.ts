import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../../renderer/i18n/index.ts'
import { disputeWords, effectWords } from '../../../renderer/pages/admin/services/preview/effect-words.ts'
import type { Effect, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { SERVICES } from '../../../shared/services/index.ts'
import { rich, richWith } from '../../kit/definitions.ts'

const zh = wordsOf('zh')
const part = (name: string) => rich.subjects.find((one) => one.name === name)?.title.zh ?? '?'
const titleOf = (name: string) => rich.form.schema.properties[name]?.['x-title'].zh ?? '?'

describe('what a definition does to the record, in words', () => {
  test('each kind of effect says what it is done to, and from where it takes what it writes', () => {
    const on = 'contract'
    const said = (effect: Effect) => effectWords(zh, rich, effect)
    const ref = { from: 'number' } as const
    expect(
      said({ op: 'set', on, fields: { size: { from: 'field', name: 'area' } }, sealed: { owner: 'holderName' } }),
    ).toBe(`${part(on)}：记入${titleOf('area')}、${titleOf('holderName')}`)
    expect(said({ op: 'set', on, fields: { kind: { value: 1 } } })).toBe(`${part(on)}：记入kind = 1`)
    expect(said({ op: 'set', on, fields: {} })).toBe(`${part(on)}：记入登记簿`)
    const lays = { op: 'burden', on, kind: 'mortgage', ref, fields: {} } as const
    expect(said(lays)).toMatch(/^.*：设立“抵押”，编号取本步给出的编号；.*不能办$/)
    expect(said({ ...lays, replace: true })).toMatch(/由新的代替$/)
    const lifts = { op: 'release', on, kind: 'mortgage', ref: { from: 'case' } } as const
    expect(said(lifts)).toMatch(/解除编号为收件号的“抵押”；没有的，不能办$/)
    expect(said({ ...lifts, ifThere: true })).toMatch(/没有的，略过$/)
    expect(said({ op: 'end', on })).toBe(`${part(on)}：注销`)
    expect(said({ op: 'descend', from: on, to: 'parcels' })).toContain(part(on))
  })

  test('every effect of every service is told, in both languages, without a hole or a code name', () => {
    for (const d of [rich, ...(SERVICES as unknown as ServiceDefinition[])]) {
      for (const effect of d.effects) {
        expect(effectWords(zh, d, effect), `${d.code} ${effect.op}`).toMatch(/\p{Script=Han}/u)
        for (const lang of ['zh', 'en'] as const)
          expect(effectWords(wordsOf(lang), d, effect)).not.toMatch(/[{}]|undefined/)
      }
    }
  })

  test('[X5] what waits while something is in dispute, and who decides, also where a definition says nothing of it', () => {
    const told = (disputes: object | undefined) =>
      disputeWords(zh, disputes === undefined ? rich : richWith((d) => (d.disputes = disputes)))
    const silent = told(undefined)
    expect(silent).toEqual([zh.t('dispute.file'), zh.t('dispute.effects'), zh.t('dispute.signers.1')])
    expect(told({ blocks: ['effects', 'file'], signers: 1 })).toEqual(silent)
    expect(told({ blocks: [], signers: 2 })).toEqual([zh.t('dispute.none'), zh.t('dispute.signers.2')])
    expect(told({ blocks: ['acts'], signers: 1 })).toEqual([zh.t('dispute.acts'), zh.t('dispute.signers.1')])
  })
})
