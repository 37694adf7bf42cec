import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import { fieldAt } from '../../../shared/contract/service/check-kit.ts'
import { checkExamples } from '../../../shared/contract/service/examples.ts'
import { columnsOf } from '../../../shared/contract/service/form-types.ts'
import { readDefinition, type ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import { SERVICES } from '../../../shared/services/index.ts'

const shipped = SERVICES.map((one) => [one.code, one as unknown as Value] as const)

const all = shipped.map(([, one]) => must(readDefinition(structuredClone(one))))

describe.each(shipped)('%s', (code, document) => {
  const d = all.find((one) => one.code === code) as ServiceDefinition

  test('[E1, E3] is read as it stands, goes through CBOR unchanged and leaves room in an entry', () => {
    expect(d.code).toBe(code)
    const bytes = encode(document)
    expect(bytes.length).toBeLessThan(LIMITS.body - 4 * 1024)
    expect(encode(must(readDefinition(must(decode(bytes, { max: LIMITS.body })))) as unknown as Value)).toEqual(bytes)
  })

  test('its examples come out as they say, and one of them may be filed', () => {
    expect(checkExamples(d)).toBeNull()
    expect(d.examples.some((one) => one.expect.problems.length === 0)).toBe(true)
  })

  test('[N6] names, identity numbers and telephones of people stand sealed', () => {
    const personal = Object.entries(d.form.schema.properties).filter(([, field]) =>
      [field, ...Object.values(columnsOf(field)?.properties ?? {})].some((one) =>
        ['cn-id', 'phone'].includes(one['x-identifier'] ?? ''),
      ),
    )
    expect(personal.map(([name]) => name).filter((name) => !d.sealed.includes(name))).toEqual([])
  })

  test('what it fills in or asks of a subject is set by some service that ships', () => {
    for (const part of d.subjects) {
      if (part.mode === 'create') continue
      const known = setOn(part.type)
      if (known.size === 0) continue
      for (const [name, field] of Object.entries(d.form.schema.properties)) {
        const [of, from] = (field['x-subject'] ?? '').split('.')
        if (of === part.name) expect(known, `${name}: ${part.type}.${from}`).toContain(from)
      }
      const expressions = [...d.rules.map((one) => one.when), ...d.workflow.actions.flatMap((one) => one.guard ?? [])]
      for (const text of expressions) {
        for (const [, from] of text.matchAll(new RegExp(`\\b${part.name}\\.([a-zA-Z]+)`, 'g'))) {
          if (!text.includes(`burdens.${part.name}`) || from !== part.name) expect(known, text).toContain(from)
        }
      }
    }
  })

  test('everything that people read is there in both languages', () => {
    for (const { zh, en } of textsIn(document)) {
      expect(zh).toMatch(/[\u4e00-\u9fff]|^[^a-z]*$/)
      // A word to be written as it stands may be Chinese; a sentence may not.
      expect(en.match(/[\u4e00-\u9fff]/g)?.length ?? 0, en).toBeLessThan(3)
    }
  })

  test('parties name a person or body of the form', () => {
    for (const party of d.parties) expect(fieldAt(d, party.name)).not.toBeNull()
    expect(d.parties.length).toBeGreaterThan(0)
  })
})

function setOn(type: string): Set<string> {
  const out = new Set<string>()
  for (const d of all) {
    for (const effect of d.effects) {
      if (effect.op !== 'set' || d.subjects.find((part) => part.name === effect.on)?.type !== type) continue
      for (const name of [...Object.keys(effect.fields), ...Object.keys(effect.sealed ?? {})]) out.add(name)
    }
  }
  return out
}

function textsIn(value: unknown): { zh: string; en: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const { zh, en } = value as { zh?: unknown; en?: unknown }
  if (typeof zh === 'string' && typeof en === 'string') return [{ zh, en }]
  return Object.entries(value).flatMap(([key, one]) => (key === 'examples' ? [] : textsIn(one)))
}
