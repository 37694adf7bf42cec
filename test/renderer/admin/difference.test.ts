import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../../renderer/i18n/index.ts'
import { type Difference, differences } from '../../../renderer/pages/admin/services/difference.ts'
import { keyWord, valueWords } from '../../../renderer/pages/admin/services/preview/difference-words.ts'
import { must } from '../../../shared/base/result.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import { SERVICES } from '../../../shared/services/index.ts'
import { type Loose, rich, richWith } from '../../kit/definitions.ts'

const told = (all: readonly Difference[]) =>
  all.map(({ part, change, name, changed }) => [
    part,
    change,
    name,
    ...changed.map(({ path, from, to }) => `${path.join('.')}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
  ])
const against = (change: (d: Loose) => void) => told(differences(rich, richWith(change)))

describe('what a new version changes', () => {
  test('nothing, when only its number and the order of keys are others', () => {
    for (const d of [rich, ...(SERVICES as unknown as ServiceDefinition[])]) {
      const offLedger = must(decode(encode({ ...d, version: d.version + 1 } as unknown as Value), { max: 100_000 }))
      expect(told(differences(d, offLedger as unknown as ServiceDefinition)), d.code).toEqual([])
    }
  })

  test('a field that came, went, or is said otherwise, with what is said of it elsewhere', () => {
    const { required } = rich.form.schema
    const [needed = ''] = required
    expect(
      against((d) => {
        d.form.schema.properties.fresh = { type: 'boolean', 'x-title': { zh: '新', en: 'New' } }
        d.form.schema.required = required.filter((name) => name !== needed)
        d.form.schema.properties.area.maximum = 5
        d.sealed = d.sealed.filter((name: string) => name !== 'holderPhone')
        delete d.form.schema.properties.zone
      }),
    ).toEqual(
      expect.arrayContaining([
        ['fields', 'added', 'fresh'],
        ['fields', 'changed', needed, 'needed: true → false'],
        ['fields', 'changed', 'area', `maximum: ${rich.form.schema.properties['area']?.['maximum' as never]} → 5`],
        ['fields', 'changed', 'holderPhone', 'sealed: true → false'],
        ['fields', 'removed', 'zone'],
      ]),
    )
  })

  test('a column of a list, a rule, a step, a limit, a paper: each by its name', () => {
    const [rule] = rich.rules
    const action = rich.workflow.actions[1]
    const [limit] = rich.deadlines
    expect(
      against((d) => {
        d.form.schema.properties.members.items.properties.name.maxLength = 7
        d.rules[0].when = 'false'
        d.workflow.actions[1].roles = ['supervisor']
        d.deadlines[0].promised = 1
        d.outputs.slip.notes = []
        d.title.zh = '新名'
        d.workflow.states.extra = { title: { zh: '新', en: 'New' } }
      }).map((one) => one.slice(0, 3)),
    ).toEqual([
      ['general', 'changed', 'title'],
      ['fields', 'changed', 'members.name'],
      ['rules', 'changed', rule?.id],
      ['states', 'added', 'extra'],
      ['actions', 'changed', action?.name],
      ['deadlines', 'changed', limit?.id],
      ['papers', 'changed', 'slip'],
    ])
  })

  test('what moves its place is the same thing; the start of the workflow is not', () => {
    expect(
      against((d) => {
        d.rules.reverse()
        d.materials.reverse()
      }),
    ).toEqual([])
    const [, other = ''] = Object.keys(rich.workflow.states)
    expect(against((d) => (d.workflow.start = other)).map(([part]) => part)).toEqual(['states', 'states'])
  })

  test('what a definition leaves out is told as its rule says, and said outright it is the same', () => {
    const outright = (d: Loose) => {
      d.disputes = { blocks: ['effects', 'file'], signers: 1 }
      for (const one of d.deadlines) one.unit ??= 'workdays'
    }
    expect(against(outright)).toEqual([])
    const [limit] = rich.deadlines
    const action = rich.workflow.actions[1]
    const burden = rich.effects.findIndex(({ op }) => op === 'burden')
    expect(
      against((d) => {
        d.disputes = { blocks: ['acts'], signers: 2 }
        d.workflow.actions[1].whileDisputed = true
        d.effects[burden].replace = true
        d.deadlines[0].unit = 'months'
      }),
    ).toEqual([
      ['general', 'changed', 'disputes', 'disputes.blocks: ["file","effects"] → ["acts"]', 'disputes.signers: 1 → 2'],
      ['actions', 'changed', action?.name, 'whileDisputed: null → true'],
      ['effects', 'changed', `${burden + 1}. burden`, 'replace: null → true'],
      ['deadlines', 'changed', limit?.id, 'unit: "workdays" → "months"'],
    ])
  })

  test('codes, keys and yes or no are told in words', () => {
    const zh = wordsOf('zh')
    for (const key of ['disputes', 'blocks', 'signers', 'whileDisputed', 'replace', 'ifThere', 'unit']) {
      expect(keyWord(zh, key)).toMatch(/\p{Script=Han}/u)
    }
    expect(valueWords(zh, ['file', 'effects', 'acts'], 'blocks')).not.toMatch(/[a-z]/)
    expect(['workdays', 'days', 'months'].map((one) => valueWords(zh, one, 'unit'))).toEqual([
      '按工作日',
      '按自然日',
      '按月',
    ])
    expect(valueWords(zh, ['clerk', 'supervisor'], 'roles')).toBe(zh.list([zh.role('clerk'), zh.role('supervisor')]))
    expect(valueWords(zh, 'days', 'text')).toBe('days')
    expect(valueWords(zh, true, 'whileDisputed')).toBe(zh.t('form.yes'))
  })

  test('every single change of a document is told', () => {
    // Each leaf of the document in turn becomes another one: none may pass unseen.
    const silent: string[] = []
    const document = richWith((d) => {
      d.disputes = { blocks: ['acts'], signers: 2 }
      d.workflow.actions[1].whileDisputed = true
      d.deadlines[0].unit = 'days'
      for (const effect of d.effects) if (effect.op === 'burden') effect.replace = true
    }) as Loose
    const whole = structuredClone(document) as ServiceDefinition
    const walk = (at: Loose, path: readonly string[]): void => {
      for (const key of Object.keys(at)) {
        const value = at[key]
        if (typeof value === 'object' && value !== null) {
          walk(value, [...path, key])
          continue
        }
        at[key] = typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`
        if (differences(whole, document).length === 0) silent.push([...path, key].join('.'))
        at[key] = value
      }
    }
    walk(document, [])
    // Said of the whole form, and always the same.
    const always = ['version', 'type', 'additionalProperties']
    expect(silent.filter((path) => !always.some((key) => path.endsWith(key)))).toEqual([])
  })
})
