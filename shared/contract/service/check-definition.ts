import { checkEffects } from './check-effects.ts'
import { checkForm } from './check-form.ts'
import { fieldAt, first, hasField, type Problem, twice } from './check-kit.ts'
import { checkWorkflow } from './check-workflow.ts'
import { CASE_SOURCES, type ServiceDefinition } from './definition.ts'
import { inspectExpression } from './rules.ts'

/**
 * What has to fit together before a definition may be published: names refer to something, the workflow has one start and
 * every state can be reached and can end, nobody decides on their own filing, sealed values stay sealed, and every
 * expression compiles and is typed. Answers the first problem in words, or null.
 */
export function checkDefinition(d: ServiceDefinition): string | null {
  return (
    checkForm(d) ??
    checkParties(d) ??
    checkMaterials(d) ??
    checkRules(d) ??
    checkWorkflow(d) ??
    checkEffects(d) ??
    checkAuto(d) ??
    checkNumbers(d) ??
    checkOutputs(d) ??
    checkExamples(d)
  )
}

function checkParties(d: ServiceDefinition): Problem {
  return first(d.parties, (party, i) =>
    first([party.name, party.id, party.phone, party.address], (at) =>
      at === undefined || fieldAt(d, at) !== null ? null : `parties[${i}]: there is no field ${at}`,
    ),
  )
}

function checkMaterials(d: ServiceDefinition): Problem {
  const again = twice(d.materials.map((m) => m.id))
  if (again !== undefined) return `materials: ${again} stands twice`
  return first(d.materials, (m) => {
    if (m.requiredWhen === undefined) return null
    if (m.required) return `materials.${m.id}: required and requiredWhen`
    return inspectExpression(d, 'when', m.requiredWhen, `materials.${m.id}.requiredWhen`)
  })
}

function checkRules(d: ServiceDefinition): Problem {
  const again = twice(d.rules.map((r) => r.id)) ?? twice(d.fees.map((f) => f.id))
  if (again !== undefined) return `rules, fees: ${again} stands twice`
  return (
    first(d.rules, (r) => {
      if (r.field !== undefined && fieldAt(d, r.field) === null) return `rules.${r.id}: there is no field ${r.field}`
      return inspectExpression(d, r.on, r.when, `rules.${r.id}`)
    }) ??
    first(d.fees, (f) => {
      const wrong = inspectExpression(d, 'fee', f.amount, `fees.${f.id}.amount`)
      if (wrong !== null || f.when === undefined) return wrong
      return inspectExpression(d, 'when', f.when, `fees.${f.id}.when`)
    })
  )
}

/** The executor stands where people could: both its ways lead on from one state. */
function checkAuto(d: ServiceDefinition): Problem {
  const { auto } = d
  if (auto === null) return null
  if (!Object.hasOwn(d.workflow.states, auto.from)) return `auto: there is no state ${auto.from}`
  for (const name of [auto.approve, auto.otherwise]) {
    const action = d.workflow.actions.find((one) => one.name === name)
    if (action === undefined || !action.from.includes(auto.from)) return `auto: ${name} is no action from ${auto.from}`
    if (name === auto.approve && action.reason !== undefined) return `auto: ${name} asks for a reason`
    if (action.needs !== undefined) return `auto: ${name} needs fields that only people can give`
  }
  if (auto.approve === auto.otherwise) return 'auto: approve and otherwise are the same action'
  return inspectExpression(d, 'auto', auto.when, 'auto.when')
}

function checkNumbers(d: ServiceDefinition): Problem {
  const again = twice(d.numbers.map((n) => n.at))
  if (again !== undefined) return `numbers: ${again} stands twice`
  return first(d.numbers, (n) => {
    if (!d.workflow.actions.some((a) => a.name === n.at)) return `numbers.${n.series}: there is no action ${n.at}`
    // One series may be given at two actions, but counts in one way.
    const other = d.numbers.find((o) => o.series === n.series && (o.period !== n.period || o.digits !== n.digits))
    if (other !== undefined) return `numbers.${n.series}: counted in two ways`
    // A number begins anew with each period, so without it two papers would bear the same.
    if (!n.text.includes('{period}')) return `numbers.${n.series}.text: {period} is missing`
    const left = n.text.replace(/\{(county|countyName|period|n)\}/g, '')
    return /[{}]/.test(left) ? `numbers.${n.series}.text: unknown part in braces` : null
  })
}

function checkOutputs(d: ServiceDefinition): Problem {
  const known = (from: string) =>
    from.startsWith('field.') ? hasField(d, from.slice(6)) : (CASE_SOURCES as readonly string[]).includes(from)
  const { slip, certificate, notices } = d.outputs
  const papers = [['slip', slip], ['certificate', certificate], ...Object.entries(notices)] as const
  return (
    first(Object.keys(notices), (name) =>
      d.workflow.actions.some((a) => a.name === name) ? null : `outputs.notices: there is no action ${name}`,
    ) ??
    first(papers, ([paper, { rows }]) =>
      first(rows, (row) => (known(row.from) ? null : `outputs.${paper}: nothing is called ${row.from}`)),
    )
  )
}

/** Only that they name what is there; what they expect is tried where a definition is written and signed. */
function checkExamples(d: ServiceDefinition): Problem {
  return first(d.examples, (example, i) => {
    const at = `examples[${i}]`
    const field = Object.keys(example.values).find((n) => !hasField(d, n))
    if (field !== undefined) return `${at}: there is no field ${field}`
    const material = example.materials.find((m) => !d.materials.some((one) => one.id === m))
    if (material !== undefined) return `${at}: there is no material ${material}`
    const parts = [...Object.keys(example.subjects ?? {}), ...Object.keys(example.burdens ?? {})]
    const part = parts.find((n) => !d.subjects.some((one) => one.name === n))
    if (part !== undefined) return `${at}: there is no subject ${part}`
    return example.expect.auto !== undefined && d.auto === null ? `${at}: auto without auto` : null
  })
}
