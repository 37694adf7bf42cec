import { describe, expect, test } from 'vitest'
import { inspect } from '../../../renderer/pages/admin/services/inspect.ts'
import { prettyDefinition, prettyJson } from '../../../renderer/pages/admin/services/pretty.ts'
import { SKELETON } from '../../../renderer/pages/admin/services/skeleton.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { definitionHash } from '../../../shared/contract/service/definition-hash.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import { rich, richDocument } from '../../kit/definitions.ts'

const sound = (text: string) => {
  const found = inspect(text)
  if (found.state !== 'sound') throw new Error(JSON.stringify(found))
  return found
}
const placed = (text: string) => {
  const found = inspect(text)
  if (found.state !== 'document') throw new Error(found.state)
  return [found.problem, text.slice(found.place.from, found.place.to)]
}

describe('the check of what is written', () => {
  test('[X10] the hash that is shown is the one that the ledger holds a signature against, however the text is set', () => {
    const offLedger = must(decode(encode(stock as unknown as Value), { max: 100_000 }))
    const hash = hex(definitionHash(offLedger))
    for (const text of [JSON.stringify(stock), prettyJson(stock), prettyDefinition(offLedger)]) {
      expect(sound(text)).toMatchObject({ hash, holds: true })
    }
  })

  test('what comes off the ledger is written in the order of its form, not of its keys', () => {
    const offLedger = must(decode(encode(stock as unknown as Value), { max: 100_000 })) as unknown as ServiceDefinition
    const text = prettyDefinition(offLedger)
    expect(JSON.parse(text)).toEqual(stock)
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(stock))
    const shown = stock.form.sections.flatMap((section) => section.fields)
    expect(Object.keys(JSON.parse(text).form.schema.properties)).toEqual(shown)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(1100)
  })

  test('what a definition may leave out stands where people look for it', () => {
    const d = richDocument()
    d.disputes = { signers: 2, blocks: ['acts'] }
    d.workflow.actions[1].whileDisputed = true
    d.deadlines[0].unit = 'days'
    const offLedger = must(decode(encode(d as unknown as Value), { max: 100_000 }))
    const text = prettyDefinition(offLedger)
    expect(sound(text).state).toBe('sound')
    const read = JSON.parse(text)
    const keys = (at: object) => Object.keys(at).join()
    expect(keys(read)).toContain('merge,disputes,deadlines')
    expect(keys(read.disputes)).toBe('blocks,signers')
    expect(keys(read.deadlines[0])).toContain('title,unit,legal,promised')
    expect(keys(read.workflow.actions[1])).not.toMatch(/whileDisputed,(?:roles|to|from)/)
  })

  test('what a new service begins from may be published', () => {
    expect(sound(prettyJson(SKELETON))).toMatchObject({ holds: true })
  })

  test('a mistake is shown where it stands', () => {
    const spoilt = (change: (d: ReturnType<typeof richDocument>) => void) => {
      const d = richDocument()
      change(d)
      return placed(prettyJson(d))
    }
    expect(spoilt((d) => (d.version = 'x'))).toEqual(['service.version: unsigned integer', '"version": "x"'])
    expect(spoilt((d) => (d.form.schema.properties.area.maximum = true))).toEqual([
      'service.form.schema.properties.area.maximum: integer',
      '"maximum": true',
    ])
    expect(spoilt((d) => (d.materials[1].surplus = 1))).toEqual([
      'service.materials[1]: unknown key surplus',
      '"surplus": 1',
    ])
    const [rule] = rich.rules
    expect(spoilt((d) => (d.rules[0].when = 'nothing')).at(1)).toBe('{')
    expect(spoilt((d) => (d.rules[0].when = 'nothing')).at(0)).toContain(`rules.${rule?.id}: `)
    expect(spoilt((d) => (d.workflow.actions[2].to = 'nowhere')).at(0)).toContain('there is no state nowhere')
  })

  test('a document that no entry can hold is told before anybody signs', () => {
    const d = { ...structuredClone(stock), examples: Array.from({ length: 24 }, () => stock.examples[0]) }
    const big = d.examples.map((one, i) => ({
      ...one,
      title: { zh: `${i}${'长'.repeat(190)}`, en: 'x'.repeat(190) },
      values: { ...one?.values, boundaryEast: 'x'.repeat(2000) },
    }))
    expect(inspect(JSON.stringify({ ...d, examples: big })).state).toBe('size')
    expect(inspect(JSON.stringify({ ...stock, title: { zh: '\ud800', en: 'x' } }))).toMatchObject({
      state: 'document',
      problem: 'service: text that is not Unicode',
    })
  })

  test('examples are tried one by one: what each says, and what is found', () => {
    const [first] = stock.examples
    const wrong = { ...first, expect: { problems: ['area:minimum'], fees: 5 } }
    const { tried, holds } = sound(JSON.stringify({ ...stock, examples: [first, wrong] }))
    expect(holds).toBe(false)
    expect(tried).toMatchObject([
      { ok: true },
      { ok: false, problems: { expected: ['area:minimum'], found: [] }, fees: { expected: 5, found: 0 } },
    ])
    const { holds: none } = sound(JSON.stringify({ ...stock, examples: [] }))
    expect(none).toBe(false)
  })

  test('what one-click decided is told against what was expected', () => {
    const auto = rich.examples.findIndex((one) => one.expect.auto !== undefined)
    const d = richDocument()
    const expected = d.examples[auto].expect.auto
    const other = expected === 'approve' ? 'otherwise' : 'approve'
    d.examples[auto].expect.auto = other
    expect(sound(JSON.stringify(d)).tried[auto]).toMatchObject({
      ok: false,
      auto: { expected: other, found: expected },
    })
  })
})
