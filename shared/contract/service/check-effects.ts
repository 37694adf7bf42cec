import { first, hasField, type Problem } from './check-kit.ts'
import type { Effect, EffectSource, ServiceDefinition, SubjectPart } from './definition.ts'
import { columnsOf } from './form-types.ts'

/** Effects name parts that the case changes, and take public subject fields from public values only. */
export function checkEffects(d: ServiceDefinition): Problem {
  return (
    first(d.effects, (effect, i) => checkEffect(d, effect, `effects[${i}]`)) ??
    first(d.subjects, (part) => {
      if (part.mode !== 'create' || d.effects.length === 0) return null
      const made = d.effects.some((e) => e.op === 'set' && e.on === part.name)
      return made ? null : `effects: ${part.name} is never put on record`
    })
  )
}

function checkEffect(d: ServiceDefinition, effect: Effect, at: string): Problem {
  const parts = effect.op === 'descend' ? [effect.from, effect.to] : [effect.on]
  const missing = parts.find((n) => !d.subjects.some((s) => s.name === n && s.mode !== 'lookup'))
  if (missing !== undefined) return `${at}: there is no subject ${missing} that changes`
  const part = d.subjects.find((s) => s.name === parts[0]) as SubjectPart
  switch (effect.op) {
    case 'set': {
      const sealed = effect.sealed ?? {}
      const both = Object.keys(effect.fields).find((n) => Object.hasOwn(sealed, n))
      if (both !== undefined) return `${at}: ${both} is both public and sealed`
      return (
        checkSources(d, effect.fields, part, `${at}.fields`) ??
        first(Object.entries(sealed), ([to, from]) =>
          d.sealed.includes(from) ? null : `${at}.sealed.${to}: ${from} is not a sealed field`,
        )
      )
    }
    case 'burden':
      return checkSource(d, effect.ref, part, `${at}.ref`) ?? checkSources(d, effect.fields, part, `${at}.fields`)
    case 'release':
      return checkSource(d, effect.ref, part, `${at}.ref`)
    case 'end':
      return part.mode === 'change' ? null : `${at}: ${part.name} has not begun`
    case 'descend':
      return effect.from === effect.to ? `${at}: its own parent` : null
  }
}

function checkSources(
  d: ServiceDefinition,
  sources: Readonly<Record<string, EffectSource>>,
  part: SubjectPart,
  at: string,
): Problem {
  return first(Object.entries(sources), ([to, source]) => checkSource(d, source, part, `${at}.${to}`))
}

function checkSource(d: ServiceDefinition, source: EffectSource, part: SubjectPart, at: string): Problem {
  if ('value' in source || source.from === 'case') return null
  if (source.from === 'number') {
    const gives = d.workflow.actions.some((a) => a.effects === true && d.numbers.some((n) => n.at === a.name))
    return gives ? null : `${at}: no action with effects gives a number`
  }
  if (source.from === 'row') {
    const [list, column] = part.key.split('.') as [string, string | undefined]
    const columns = columnsOf(d.form.schema.properties[list])?.properties
    const known = column !== undefined && columns !== undefined && Object.hasOwn(columns, source.name)
    return known ? null : `${at}: there is no column ${source.name}`
  }
  if (!hasField(d, source.name)) return `${at}: there is no field ${source.name}`
  return d.sealed.includes(source.name) ? `${at}: ${source.name} is sealed` : null
}
