import type { Effect, EffectSource, ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { columnsOf } from '../../../../../shared/contract/service/form-types.ts'
import { waitsFor } from '../../../../../shared/contract/waiting.ts'
import { burdenKinds, burdenWord } from '../../../../app/burdens.ts'
import type { Words } from '../../../../i18n/index.ts'
import { valueWords } from './difference-words.ts'

/** What an effect does to the record, in one sentence. */
export function effectWords(words: Words, d: ServiceDefinition, effect: Effect): string {
  const part = (name: string) => {
    const found = d.subjects.find((one) => one.name === name)
    return found === undefined ? name : words.pick(found.title)
  }
  if (effect.op === 'descend') return words.t('effect.descend', { from: part(effect.from), to: part(effect.to) })
  const on = part(effect.on)
  if (effect.op === 'end') return words.t('effect.end', { on })
  const source = (one: EffectSource) => sourceWords(words, d, effect.on, one)
  if (effect.op === 'set') {
    const open = Object.entries(effect.fields).map(([name, one]) =>
      'value' in one ? `${name} = ${source(one)}` : source(one),
    )
    const sealed = Object.values(effect.sealed ?? {}).map((name) => fieldWords(words, d, name))
    const all = [...open, ...sealed]
    return all.length === 0 ? words.t('effect.put', { on }) : words.t('effect.set', { on, fields: words.list(all) })
  }
  const type = d.subjects.find((one) => one.name === effect.on)?.type ?? ''
  const kind = burdenWord(words, effect.kind, burdenKinds([d], type))
  const said = { on, kind, ref: source(effect.ref) }
  if (effect.op === 'burden') return words.t(effect.replace === true ? 'effect.replace' : 'effect.burden', said)
  return words.t(effect.ifThere === true ? 'effect.releaseIf' : 'effect.release', said)
}

function sourceWords(words: Words, d: ServiceDefinition, on: string, source: EffectSource): string {
  if ('value' in source) return valueWords(words, source.value)
  if (source.from === 'number') return words.t('effect.number')
  if (source.from === 'case') return words.t('effect.case')
  if (source.from === 'field') return fieldWords(words, d, source.name)
  const list = d.subjects.find((one) => one.name === on)?.key.split('.')[0] ?? ''
  const field = Object.hasOwn(d.form.schema.properties, list) ? d.form.schema.properties[list] : undefined
  const column = columnsOf(field)?.properties[source.name]
  return column === undefined ? source.name : words.pick(column['x-title'])
}

function fieldWords(words: Words, d: ServiceDefinition, name: string): string {
  const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
  return field === undefined ? name : words.pick(field['x-title'])
}

/** [X5] [X6] What waits while something is in dispute, and who decides it; also where the definition leaves it to the rule. */
export function disputeWords(words: Words, d: ServiceDefinition): string[] {
  const waits = (['file', 'effects', 'acts'] as const).filter((what) => waitsFor(d, what))
  return [
    ...(waits.length === 0 ? [words.t('dispute.none')] : waits.map((what) => words.t(`dispute.${what}`))),
    words.t(`dispute.signers.${d.disputes?.signers ?? 1}`),
  ]
}
