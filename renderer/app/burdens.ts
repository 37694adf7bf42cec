import type { FieldSchema, ServiceDefinition, Text } from '../../shared/contract/service/definition.ts'
import type { ScalarSchema } from '../../shared/contract/service/form-types.ts'
import { columnsOf } from '../../shared/contract/service/form-types.ts'
import type { TextKey, Words } from '../i18n/index.ts'

/** Kinds of burden that have a word of their own; others are called by the service that lays them. */
const KNOWN = {
  mortgage: 'burden.mortgage',
  seizure: 'burden.seizure',
  dispute: 'burden.dispute',
  notice: 'burden.notice',
  lease: 'burden.lease',
} as const satisfies Record<string, TextKey>

/** What services say about one kind of burden on one type of subject. */
export interface BurdenKind {
  readonly kind: string
  /** The service that lays it. */
  readonly service: Text
  /** Its fields, described by the form fields that they come from. */
  readonly fields: readonly { readonly name: string; readonly schema: FieldSchema | ScalarSchema }[]
}

/** The kinds of burden that services may lay on subjects of this type. */
export function burdenKinds(services: readonly ServiceDefinition[], type: string): BurdenKind[] {
  const out = new Map<string, BurdenKind>()
  for (const d of services) {
    for (const effect of d.effects) {
      const part = effect.op === 'burden' ? d.subjects.find((one) => one.name === effect.on) : undefined
      if (effect.op !== 'burden' || part?.type !== type || out.has(effect.kind)) continue
      const fields = Object.entries(effect.fields).flatMap(([name, source]) => {
        if (!('name' in source)) return []
        const at = source.from === 'row' ? `${part.key.split('.')[0]}.${source.name}` : source.name
        const schema = schemaAt(d, at)
        return schema === undefined ? [] : [{ name, schema }]
      })
      out.set(effect.kind, { kind: effect.kind, service: d.title, fields })
    }
  }
  return [...out.values()]
}

function schemaAt(d: ServiceDefinition, at: string): FieldSchema | ScalarSchema | undefined {
  const [name, column] = at.split('.') as [string, string?]
  const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
  if (column === undefined) return field
  return columnsOf(field)?.properties[column]
}

/** A kind of burden in words. */
export function burdenWord(words: Words, kind: string, kinds: readonly BurdenKind[]): string {
  if (Object.hasOwn(KNOWN, kind)) return words.t(KNOWN[kind as keyof typeof KNOWN])
  const service = kinds.find((one) => one.kind === kind)?.service
  return service === undefined ? kind : words.pick(service)
}
