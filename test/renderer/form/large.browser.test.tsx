import { expect, test } from 'vitest'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { type Loose, richWith } from '../../kit/definitions.ts'
import { box, keys, stage, until } from './stage.tsx'

/** The most fields that a form may have: texts, numbers, choices, some with a condition. `drawn` is told the name of each field that is drawn. */
function large(drawn: (name: string) => void): ServiceDefinition {
  return richWith((d: Loose) => {
    const names = Array.from({ length: 80 - Object.keys(d.form.schema.properties).length }, (_, i) => `extra${i}`)
    for (const [i, name] of names.entries()) {
      const title = { zh: `补充 ${i}`, en: `Extra ${i}` }
      d.form.schema.properties[name] =
        i % 4 === 0
          ? { type: 'integer', minimum: 0, maximum: 1000, 'x-title': title }
          : { type: 'string', maxLength: 200, 'x-title': title, ...(i % 4 === 1 ? { 'x-when': 'form.mortgaged' } : {}) }
    }
    d.form.sections.push({ title: { zh: '补充', en: 'Extra' }, fields: names })
    for (const [name, field] of Object.entries<Loose>(d.form.schema.properties)) {
      const title = field['x-title']
      Object.defineProperty(field, 'x-title', {
        enumerable: true,
        get: () => {
          drawn(name)
          return title
        },
      })
    }
  })
}

test('in a form of eighty fields a key draws the field that it is typed into, and no other', async () => {
  const drawn: string[] = []
  const { form } = await stage({ definition: large((name) => drawn.push(name)), typed: { mortgaged: true } })
  expect(new Set(drawn).size).toBeGreaterThanOrEqual(75)
  box('extra2').focus()
  drawn.length = 0
  await keys('a')
  await until(() => form.at('extra2') === 'a')
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  expect([...new Set(drawn)].filter((name) => name.startsWith('extra'))).toEqual(['extra2'])
})
