import { first, hasField, type Problem, spread, twice } from './check-kit.ts'
import type { Action, ServiceDefinition } from './definition.ts'
import { MOST } from './read-parts.ts'
import { inspectExpression, namesIn } from './rules.ts'
import { afterEffects, touchesSubjects } from './workflow.ts'

/** One start, every state reached and able to end, nobody decides on their own filing, effects at most once, limits that run somewhere. */
export function checkWorkflow(d: ServiceDefinition): Problem {
  const { workflow: w } = d
  const states = Object.keys(w.states)
  const again = twice(w.actions.map((a) => a.name))
  if (again !== undefined) return `workflow.actions: ${again} stands twice`
  const starts = w.actions.filter((a) => a.from.length === 0)
  if (starts.length !== 1 || starts[0]?.name !== 'file') return 'workflow: the one action without from is file'
  if (starts[0].to !== w.start) return 'workflow.start: file leads elsewhere'
  const wrong = first(w.actions, (a) => checkAction(d, a))
  if (wrong !== null) return wrong
  const reached = spread([w.start], (s) => w.actions.filter((a) => a.from.includes(s)).map((a) => a.to))
  const ends = states.filter((s) => w.states[s]?.final === true)
  const ending = spread(ends, (s) => w.actions.filter((a) => a.to === s).flatMap((a) => a.from))
  const lost = states.find((s) => !reached.has(s))
  if (lost !== undefined) return `workflow.states.${lost}: cannot be reached`
  const stuck = states.find((s) => !ending.has(s))
  if (stuck !== undefined) return `workflow.states.${stuck}: cannot end`
  return checkOnce(d) ?? checkDeadlines(d)
}

function checkAction(d: ServiceDefinition, a: Action): Problem {
  const { workflow: w } = d
  const at = `workflow.actions.${a.name}`
  const unknown = [...a.from, a.to].find((s) => !Object.hasOwn(w.states, s))
  if (unknown !== undefined) return `${at}: there is no state ${unknown}`
  if (a.from.some((s) => w.states[s]?.final === true)) return `${at}: leaves a final state`
  if (twice(a.from) !== undefined || twice(a.roles) !== undefined) return `${at}: a state or role stands twice`
  const other = a.notAuthorOf.find((n) => !w.actions.some((b) => b.name === n))
  if (other !== undefined) return `${at}: there is no action ${other}`
  // Whoever filed never decides: the four-eyes rule is not left to the author of a definition.
  if (a.effects && a.name !== 'file' && !a.notAuthorOf.includes('file')) return `${at}: self-approval is possible`
  const fields = a.fields ?? []
  const lost = [...fields.filter((n) => n !== '*'), ...(a.needs ?? [])].find((n) => !hasField(d, n))
  if (lost !== undefined) return `${at}: there is no field ${lost}`
  if (a.name === 'file' && (a.fields ?? a.needs ?? a.materials ?? a.guard) !== undefined)
    return `${at}: sets all there is`
  const free = fields.includes('*') ? undefined : (a.needs ?? []).find((n) => !fields.includes(n))
  if (free !== undefined) return `${at}: needs ${free} and does not set it`
  // What a subject is known by stays: another key is another case.
  const key = d.subjects.map((s) => s.key.split('.')[0] as string).find((n) => fields.includes(n))
  if (key !== undefined) return `${at}: changes the key ${key}`
  if (a.guard === undefined) return null
  const wrong = inspectExpression(d, 'guard', a.guard, `${at}.guard`)
  if (wrong !== null || touchesSubjects(d, a)) return wrong
  // An entry names what it is judged on, so that every replica has it at hand.
  const part = namesIn(d, a.guard).parts[0]
  return part === undefined ? null : `${at}.guard: ${part} is not changed by this action`
}

/** Effects happen at most once, and every state is either before or after them. */
function checkOnce(d: ServiceDefinition): Problem {
  const { workflow: w } = d
  const after = afterEffects(d)
  const effects = w.actions.filter((a) => a.effects === true)
  const again = effects.find((a) => a.from.some((s) => after.has(s)))
  if (again !== undefined) return `workflow.actions.${again.name}: effects could happen twice`
  const plain = w.actions.filter((a) => a.effects !== true)
  const start = w.actions.find((a) => a.name === 'file')?.effects === true ? [] : [w.start]
  const before = spread(start, (s) => plain.filter((a) => a.from.includes(s)).map((a) => a.to))
  const both = [...before].find((s) => after.has(s))
  if (both !== undefined) return `workflow.states.${both}: both with and without effects`
  if (effects.length > 0 !== d.effects.length > 0) return 'effects: without an action that takes them, or none to take'
  return null
}

function checkDeadlines(d: ServiceDefinition): Problem {
  const again = twice(d.deadlines.map((one) => one.id))
  if (again !== undefined) return `deadlines: ${again} stands twice`
  return first(d.deadlines, (one) => {
    const at = `deadlines.${one.id}`
    const unknown = [...one.runs, ...one.pauses].find((s) => !Object.hasOwn(d.workflow.states, s))
    if (unknown !== undefined) return `${at}: there is no state ${unknown}`
    const final = [...one.runs, ...one.pauses].find((s) => d.workflow.states[s]?.final === true)
    if (final !== undefined) return `${at}: ${final} is final`
    if (twice([...one.runs, ...one.pauses]) !== undefined) return `${at}: a state stands twice`
    if (one.runs.length === 0) return `${at}: runs nowhere`
    if (one.unit === 'months' && one.legal > MOST.months) return `${at}: more than ${MOST.months} months`
    return one.promised > one.legal ? `${at}: promises more than the law allows` : null
  })
}
