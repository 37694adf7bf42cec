import type { GivenNumber } from '../../shared/contract/facts.ts'
import { type Burden, newSubject, type SealedRef, type SubjectRecord } from '../../shared/contract/record.ts'
import type { EffectSource, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { numberingAt, numberText } from '../../shared/contract/service/number-text.ts'
import type { NamedSubject } from '../../shared/contract/service/subject.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import type { CaseForm } from './plan.ts'
import { put } from './records.ts'

/** What an effect draws from. */
export interface Drawn {
  readonly d: ServiceDefinition
  readonly scope: string
  readonly case: string
  readonly action: string
  readonly form: CaseForm
  readonly number: GivenNumber | null
}

export interface Effected {
  readonly records: Map<string, SubjectRecord>
  readonly sets: Map<string, Set<string>>
  /** [Judging 5] A burden that is to be lifted does not lie there, or one that is to be laid does. */
  readonly burdenMisses: boolean
}

/** [Effects] In the order of the definition, for each subject of the part that an effect names. */
export function effects(
  from: Drawn,
  subjects: readonly NamedSubject[],
  before: (one: NamedSubject) => SubjectRecord | undefined,
): Effected {
  const records = new Map<string, SubjectRecord>()
  const sets = new Map<string, Set<string>>()
  let burdenMisses = false
  for (const one of subjects) {
    records.set(one.id, before(one) ?? newSubject(one.part.type))
    sets.set(one.id, new Set())
  }
  const of = (part: string) => subjects.filter((one) => one.part.name === part)
  for (const effect of from.d.effects) {
    for (const one of of(effect.op === 'descend' ? effect.from : effect.on)) {
      let record = records.get(one.id) as SubjectRecord
      const set = sets.get(one.id) as Set<string>
      const draw = (source: EffectSource) => drawn(from, one, source)
      const drawAll = (sources: Readonly<Record<string, EffectSource>>) =>
        Object.entries(sources).flatMap(([name, source]) => {
          const value = draw(source)
          return value === null ? [] : [[name, value] as const]
        })
      switch (effect.op) {
        case 'set':
          for (const [name, value] of drawAll(effect.fields)) {
            record = put(record, name, value)
            set.add(name)
          }
          for (const [name, field] of Object.entries(effect.sealed ?? {})) {
            if (!Object.hasOwn(from.form.sealed, field)) continue
            const ref: SealedRef = { ...(from.form.sealed[field] as SealedRef), name: field }
            record = put(record, name, { ...ref })
            set.add(name)
          }
          break
        case 'burden': {
          const ref = asText(draw(effect.ref))
          const lies = record.burdens.some((other) => other.kind === effect.kind && other.ref === ref)
          if (lies && effect.replace !== true) burdenMisses = true
          const others = record.burdens.filter((other) => other.kind !== effect.kind || other.ref !== ref)
          const laid: Burden = {
            ...{ kind: effect.kind, ref, case: from.case },
            fields: Object.fromEntries(drawAll(effect.fields)),
          }
          record = { ...record, burdens: [...others, laid] }
          set.add(`burden:${effect.kind}:${ref}`)
          break
        }
        case 'release': {
          const ref = asText(draw(effect.ref))
          const others = record.burdens.filter((other) => other.kind !== effect.kind || other.ref !== ref)
          if (others.length === record.burdens.length && effect.ifThere !== true) burdenMisses = true
          record = { ...record, burdens: others }
          set.add(`burden:${effect.kind}:${ref}`)
          break
        }
        case 'end':
          record = { ...record, ended: from.case }
          set.add('*')
          break
        case 'descend':
          for (const child of of(effect.to)) {
            const other = records.get(child.id) as SubjectRecord
            records.set(child.id, { ...other, parents: added(other.parents, one.id) })
            sets.get(child.id)?.add(':parents')
            record = { ...record, children: added(record.children, child.id) }
            set.add(':children')
          }
          break
      }
      records.set(one.id, record)
    }
  }
  return { records, sets, burdenMisses }
}

const added = (ids: readonly string[], id: string): string[] => (ids.includes(id) ? [...ids] : [...ids, id])

/** The value of a source, or null where there is none. */
function drawn({ d, scope, form, number, ...from }: Drawn, one: NamedSubject, source: EffectSource): FieldValue | null {
  if ('value' in source) return source.value
  if (source.from === 'case') return from.case
  if (source.from === 'number') {
    const numbering = numberingAt(d, from.action)
    return number === null || numbering === null ? null : numberText(numbering, scope, number.period, number.n)
  }
  const map = source.from === 'row' ? (one.row ?? {}) : form.fields
  return Object.hasOwn(map, source.name) ? (map[source.name] as FieldValue) : null
}

/** "A reference is a text: an integer in decimals, `true` or `false`, empty where there is no value or a list." */
function asText(value: FieldValue | null): string {
  return value === null || typeof value === 'object' ? '' : String(value)
}
