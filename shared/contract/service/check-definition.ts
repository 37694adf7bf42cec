import { CASE_SOURCES, type ServiceDefinition } from './definition.ts'
import { inspectRule } from './rules.ts'

/**
 * What has to fit together before a definition may be published: names refer to something, the workflow has one start and
 * every state can be reached and can end, nobody decides on their own filing, sealed values stay sealed, and every
 * expression compiles. Answers the first problem in words, or null.
 */
export function checkDefinition(d: ServiceDefinition): string | null {
  return checkForm(d) ?? checkSealed(d) ?? checkMaterials(d) ?? checkRules(d) ?? checkWorkflow(d) ?? checkOutputs(d)
}

type Problem = string | null

function first<T>(items: readonly T[], problem: (item: T, index: number) => Problem): Problem {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index)
    if (found !== null) return found
  }
  return null
}

function twice(items: readonly string[]): string | undefined {
  return items.find((item, i) => items.indexOf(item) !== i)
}

const hasField = (d: ServiceDefinition, name: string) => Object.hasOwn(d.form.schema.properties, name)

function checkForm(d: ServiceDefinition): Problem {
  const { schema, sections } = d.form
  const names = Object.keys(schema.properties)
  const shown = sections.flatMap((s) => s.fields)
  const again = twice(shown)
  if (again !== undefined) return `form.sections: ${again} is shown twice`
  const hidden = names.find((n) => !shown.includes(n))
  if (hidden !== undefined) return `form.sections: ${hidden} is not shown`
  const unknown = [...shown, ...schema.required].find((n) => !hasField(d, n))
  if (unknown !== undefined) return `form: there is no field ${unknown}`
  const asked = twice(schema.required)
  if (asked !== undefined) return `form.schema.required: ${asked} stands twice`
  const { key } = d.subject
  if (!schema.required.includes(key) || d.sealed.includes(key) || schema.properties[key]?.type !== 'string') {
    return `subject.key: ${key} is not a required public text field`
  }
  return first(names, (n) => {
    const f = schema.properties[n]
    if (f === undefined) return null
    const at = `form.schema.properties.${n}`
    if (f.minimum !== undefined && f.maximum !== undefined && f.minimum > f.maximum)
      return `${at}: minimum over maximum`
    if (f.enum !== undefined) {
      const values = f.enum.map(String)
      if (twice(values) !== undefined) return `${at}.enum: a value stands twice`
      const labels = Object.keys(f['x-choices'] ?? {})
      if (labels.length !== values.length || !values.every((v) => labels.includes(v))) {
        return `${at}.x-choices: not exactly one label for each value`
      }
    } else if (f['x-choices'] !== undefined || f['x-widget'] === 'choice') return `${at}: choices without enum`
    if (f['x-identifier'] !== undefined && f.type !== 'string') return `${at}: an identifier is text`
    return null
  })
}

function checkSealed(d: ServiceDefinition): Problem {
  const again = twice(d.sealed)
  if (again !== undefined) return `sealed: ${again} stands twice`
  const unknown = d.sealed.find((n) => !hasField(d, n))
  if (unknown !== undefined) return `sealed: there is no field ${unknown}`
  const { set, sealed } = d.effects.subject
  const both = Object.keys(set).find((n) => Object.hasOwn(sealed, n))
  if (both !== undefined) return `effects.subject: ${both} is both public and sealed`
  return (
    first(Object.entries(set), ([to, from]) => {
      if ('value' in from) return null
      if (!hasField(d, from.name)) return `effects.subject.set.${to}: there is no field ${from.name}`
      return d.sealed.includes(from.name) ? `effects.subject.set.${to}: ${from.name} is sealed` : null
    }) ??
    first(Object.entries(sealed), ([to, from]) =>
      d.sealed.includes(from) ? null : `effects.subject.sealed.${to}: ${from} is not a sealed field`,
    )
  )
}

function checkMaterials(d: ServiceDefinition): Problem {
  const again = twice(d.materials.map((m) => m.id))
  if (again !== undefined) return `materials: ${again} stands twice`
  return first(d.materials, (m) => {
    if (m.requiredWhen === undefined) return null
    if (m.required) return `materials.${m.id}: required and requiredWhen`
    return inspectRule(d, { on: 'form', when: m.requiredWhen }, `materials.${m.id}.requiredWhen`)
  })
}

function checkRules(d: ServiceDefinition): Problem {
  const again = twice(d.rules.map((r) => r.id))
  if (again !== undefined) return `rules: ${again} stands twice`
  return first(d.rules, (r) => {
    if (r.field !== undefined && !hasField(d, r.field)) return `rules.${r.id}: there is no field ${r.field}`
    return inspectRule(d, r, `rules.${r.id}`)
  })
}

function checkWorkflow({ workflow: w, ...d }: ServiceDefinition): Problem {
  const states = Object.keys(w.states)
  const again = twice(w.actions.map((a) => a.name))
  if (again !== undefined) return `workflow.actions: ${again} stands twice`
  const starts = w.actions.filter((a) => a.from.length === 0)
  if (starts.length !== 1 || starts[0]?.name !== 'file') return 'workflow: the one action without from is file'
  if (starts[0].to !== w.start) return 'workflow.start: file leads elsewhere'
  const isFinal = (s: string) => w.states[s]?.final === true
  const wrong = first(w.actions, (a) => {
    const at = `workflow.actions.${a.name}`
    const unknown = [...a.from, a.to].find((s) => !Object.hasOwn(w.states, s))
    if (unknown !== undefined) return `${at}: there is no state ${unknown}`
    if (a.from.some(isFinal)) return `${at}: leaves a final state`
    if (twice(a.from) !== undefined || twice(a.roles) !== undefined) return `${at}: a state or role stands twice`
    const other = a.notAuthorOf.find((n) => !w.actions.some((b) => b.name === n))
    if (other !== undefined) return `${at}: there is no action ${other}`
    if (a.effects && !isFinal(a.to)) return `${at}: changes the subject without ending the case`
    // Whoever filed never decides: the four-eyes rule is not left to the author of a definition.
    if (a.effects && a.name !== 'file' && !a.notAuthorOf.includes('file')) return `${at}: self-approval is possible`
    return null
  })
  if (wrong !== null) return wrong
  const reached = spread([w.start], (s) => w.actions.filter((a) => a.from.includes(s)).map((a) => a.to))
  const ending = spread(states.filter(isFinal), (s) => w.actions.filter((a) => a.to === s).flatMap((a) => a.from))
  const lost = states.find((s) => !reached.has(s))
  if (lost !== undefined) return `workflow.states.${lost}: cannot be reached`
  const stuck = states.find((s) => !ending.has(s))
  if (stuck !== undefined) return `workflow.states.${stuck}: cannot end`
  const changes = Object.keys(d.effects.subject.set).length + Object.keys(d.effects.subject.sealed).length
  if (w.actions.some((a) => a.effects) !== changes > 0)
    return 'effects: without an action that takes them, or none to take'
  return null
}

function spread(from: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(from)
  // A Set visits what is added while it is walked, which makes it its own queue.
  for (const state of seen) for (const other of next(state)) seen.add(other)
  return seen
}

function checkOutputs(d: ServiceDefinition): Problem {
  const known = (from: string) =>
    from.startsWith('field.') ? hasField(d, from.slice(6)) : (CASE_SOURCES as readonly string[]).includes(from)
  return first(Object.entries(d.outputs), ([paper, { rows }]) =>
    first(rows, (row) => (known(row.from) ? null : `outputs.${paper}: nothing is called ${row.from}`)),
  )
}
