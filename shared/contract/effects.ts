import { subjectType } from '../ledger/index.ts'
import type { GivenNumber } from './facts.ts'
import { burdenPiece, PIECE } from './pieces.ts'
import { type Burden, type CaseRecord, newSubject, type SealedRef, type SubjectRecord } from './record.ts'
import {
  type Effect,
  type EffectSource,
  type FieldValue,
  isScalar,
  type ServiceDefinition,
} from './service/definition.ts'
import { numberingAt, numberText } from './service/number-text.ts'
import type { NamedSubject } from './service/subject.ts'

/** A subject as the effects make it, and the names that they set on it. */
export interface Changed {
  readonly next: SubjectRecord
  readonly set: readonly string[]
}

/** What the effects draw from: the case as the act leaves it, its id and county, and the number that the act gives. */
export interface EffectContext {
  readonly case: CaseRecord
  readonly id: string
  readonly county: string
  readonly action: string
  readonly number: GivenNumber | null
}

/** The subjects as the service's effects leave them, by id. `standing` gives each as it stands; absent: not on record yet. */
export function applyEffects(
  d: ServiceDefinition,
  subjects: readonly NamedSubject[],
  standing: (id: string) => SubjectRecord | undefined,
  context: EffectContext,
): Map<string, Changed> {
  const out = new Map<string, { next: SubjectRecord; set: string[] }>()
  for (const { id } of subjects) out.set(id, { next: standing(id) ?? newSubject(subjectType(id)), set: [] })
  const of = (part: string) => subjects.filter((one) => one.part.name === part)
  for (const effect of d.effects) {
    if (effect.op === 'descend') {
      const from = of(effect.from).map((one) => one.id)
      const to = of(effect.to).map((one) => one.id)
      for (const id of from) change(out, id, (r) => ({ ...r, children: union(r.children, to) }), PIECE.children)
      for (const id of to) change(out, id, (r) => ({ ...r, parents: union(r.parents, from) }), PIECE.parents)
    } else for (const subject of of(effect.on)) applyOne(out, effect, subject, context, d)
  }
  return out
}

type Changing = Map<string, { next: SubjectRecord; set: string[] }>

/**
 * Would the effects, in their order, lift a burden that does not lie on its subject then, or lay one over another of the same kind and reference?
 */
export function burdensMiss(
  d: ServiceDefinition,
  subjects: readonly NamedSubject[],
  standing: (id: string) => SubjectRecord | undefined,
  context: EffectContext,
): boolean {
  return subjects.some((subject) => {
    const lie = new Set((standing(subject.id)?.burdens ?? []).map(({ kind, ref }) => burdenPiece(kind, ref)))
    return d.effects.some((effect) => {
      if ((effect.op !== 'release' && effect.op !== 'burden') || effect.on !== subject.part.name) return false
      const name = burdenPiece(effect.kind, textOf(valueOf(effect.ref, subject, context, d)))
      const lay = lie.has(name)
      if (effect.op === 'release') return !(lie.delete(name) || effect.ifThere === true)
      lie.add(name)
      return lay && effect.replace !== true
    })
  })
}

function change(out: Changing, id: string, make: (r: SubjectRecord) => SubjectRecord, ...names: string[]): void {
  const known = out.get(id)
  if (known === undefined) return
  out.set(id, { next: make(known.next), set: union(known.set, names) })
}

function applyOne(
  out: Changing,
  effect: Exclude<Effect, { op: 'descend' }>,
  subject: NamedSubject,
  context: EffectContext,
  d: ServiceDefinition,
): void {
  const value = (source: EffectSource) => valueOf(source, subject, context, d)
  switch (effect.op) {
    case 'set': {
      const fields = valuesOf(effect.fields, value)
      const sealed: Record<string, SealedRef> = {}
      for (const [to, name] of Object.entries(effect.sealed ?? {})) {
        const field = Object.hasOwn(context.case.sealed, name) ? context.case.sealed[name] : undefined
        if (field !== undefined) sealed[to] = { h: field.h, commit: field.commit, name }
      }
      const merged = (r: SubjectRecord) => ({
        ...r,
        // What is sealed now does not stay public beside it, and the other way.
        fields: { ...without(r.fields, sealed), ...fields },
        sealed: { ...without(r.sealed, fields), ...sealed },
      })
      return change(out, subject.id, merged, ...Object.keys(fields), ...Object.keys(sealed))
    }
    case 'burden': {
      const ref = textOf(value(effect.ref))
      const burden: Burden = { kind: effect.kind, ref, case: context.id, fields: valuesOf(effect.fields, value) }
      const lay = (r: SubjectRecord) => ({ ...r, burdens: [...r.burdens.filter((one) => !same(one, burden)), burden] })
      return change(out, subject.id, lay, burdenPiece(effect.kind, ref))
    }
    case 'release': {
      const ref = textOf(value(effect.ref))
      const lift = (r: SubjectRecord) => ({
        ...r,
        burdens: r.burdens.filter((one) => !same(one, { kind: effect.kind, ref })),
      })
      return change(out, subject.id, lift, burdenPiece(effect.kind, ref))
    }
    case 'end':
      return change(out, subject.id, (r) => ({ ...r, ended: context.id }), PIECE.everything)
  }
}

/** A reference is a text; what is no scalar refers to nothing. */
function textOf(value: FieldValue | undefined): string {
  return value === undefined || !isScalar(value) ? '' : String(value)
}

function same(a: Pick<Burden, 'kind' | 'ref'>, b: Pick<Burden, 'kind' | 'ref'>): boolean {
  return a.kind === b.kind && a.ref === b.ref
}

/** Only what has a value: an absent field sets nothing. */
function valuesOf(
  sources: Readonly<Record<string, EffectSource>>,
  value: (source: EffectSource) => FieldValue | undefined,
): Record<string, FieldValue> {
  const out: Record<string, FieldValue> = {}
  for (const [to, source] of Object.entries(sources)) {
    const found = value(source)
    if (found !== undefined) out[to] = found
  }
  return out
}

function valueOf(
  source: EffectSource,
  subject: NamedSubject,
  { case: kase, id, county, action, number }: EffectContext,
  d: ServiceDefinition,
): FieldValue | undefined {
  if ('value' in source) return source.value
  if (source.from === 'case') return id
  if (source.from === 'field') return Object.hasOwn(kase.fields, source.name) ? kase.fields[source.name] : undefined
  if (source.from === 'row') {
    return subject.row !== null && Object.hasOwn(subject.row, source.name) ? subject.row[source.name] : undefined
  }
  const numbering = numberingAt(d, action)
  return numbering === null || number === null ? undefined : numberText(numbering, county, number.period, number.n)
}

function without<T>(values: Readonly<Record<string, T>>, gone: Readonly<Record<string, unknown>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(gone, name)))
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])]
}
