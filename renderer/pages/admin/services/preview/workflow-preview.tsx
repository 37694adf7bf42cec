import { useMemo } from 'react'
import type { Action, ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { useWords } from '../../../../app/prefs.tsx'
import type { Words } from '../../../../i18n/index.ts'
import { BEGIN, type DrawnArrow, drawWorkflow, type Point } from '../workflow-layout.ts'
import { disputeWords, effectWords } from './effect-words.ts'

const LINE = 17
/** Of its natural size. */
const SMALLEST = 0.8

/** The workflow as a drawing of its states and the acts between them, and the same in words below. */
export function WorkflowPreview({ definition }: { definition: ServiceDefinition }) {
  const words = useWords()
  const { states, actions } = definition.workflow
  const titleOf = (name: string) => (name === BEGIN ? '—' : words.pick(states[name]?.title ?? { zh: name, en: name }))
  const actionTitle = (name: string) =>
    words.pick(actions.find((one) => one.name === name)?.title ?? { zh: name, en: name })
  return (
    <>
      <Picture definition={definition} />
      <table className="rows" aria-label={words.t('preview.workflowText')}>
        <thead>
          <tr>
            <th scope="col">{words.t('preview.actionTitle')}</th>
            <th scope="col">{words.t('preview.from')}</th>
            <th scope="col">{words.t('preview.to')}</th>
            <th scope="col">{words.t('preview.roles')}</th>
            <th scope="col">{words.t('preview.conditions')}</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <tr key={action.name}>
              <td className="wrap">
                <strong>{words.pick(action.title)}</strong>
              </td>
              <td className="wrap">{words.list(action.from.map(titleOf))}</td>
              <td className="wrap">{titleOf(action.to)}</td>
              <td className="wrap">{words.list(action.roles.map((role) => words.role(role)))}</td>
              <td className="wrap">{words.list(conditions(words, definition, action, actionTitle))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="preview-parts">
        {definition.effects.length === 0 ? null : (
          <section>
            <h3>{words.t('preview.effectsTitle')}</h3>
            <ul>
              {definition.effects.map((effect, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: effects have no name but their place
                <li key={i}>{effectWords(words, definition, effect)}</li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h3>{words.t('preview.disputes')}</h3>
          <ul>
            {disputeWords(words, definition).map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}

function conditions(
  words: Words,
  { form }: ServiceDefinition,
  action: Action,
  title: (name: string) => string,
): string[] {
  const fields = (action.needs ?? []).map((name) =>
    words.pick(form.schema.properties[name]?.['x-title'] ?? { zh: name, en: name }),
  )
  return [
    ...(action.notAuthorOf.length === 0
      ? []
      : [words.t('preview.notAuthor', { actions: words.list(action.notAuthorOf.map(title)) })]),
    ...(action.effects === true ? [words.t('preview.effects')] : []),
    ...(action.reason === undefined ? [] : [words.t('preview.reason')]),
    ...(action.once === true ? [words.t('preview.once')] : []),
    ...(action.asks === true ? [words.t('preview.asks')] : []),
    ...(action.whileDisputed === true ? [words.t('preview.whileDisputed')] : []),
    ...(fields.length === 0 ? [] : [words.t('preview.needs', { fields: words.list(fields) })]),
    ...(action.guard === undefined ? [] : [words.t('preview.guard', { when: action.guard })]),
  ]
}

function Picture({ definition }: { definition: ServiceDefinition }) {
  const words = useWords()
  const { states } = definition.workflow
  const drawing = useMemo(() => {
    const stateWords = (name: string) => {
      const state = states[name]
      const title = words.pick(state?.title ?? { zh: name, en: name })
      return state?.final === true ? [title, words.t('preview.final')] : [title]
    }
    const arrowWords = (actions: readonly Action[]) => actions.map((one) => words.pick(one.title))
    return { ...drawWorkflow(definition, stateWords, arrowWords), stateWords, arrowWords }
  }, [definition, states, words])
  return (
    // The table below says the same in words.
    <div className="workflow" aria-hidden="true">
      <svg
        viewBox={`0 0 ${Math.ceil(drawing.width)} ${Math.ceil(drawing.height)}`}
        // Never larger than it is meant, and not so small that it could not be read: then it is pushed about.
        style={{ maxWidth: drawing.width, minWidth: drawing.width * SMALLEST }}
      >
        <defs>
          <marker
            id="tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto-start-reverse"
          >
            <path d="M0 0 8 4 0 8Z" />
          </marker>
        </defs>
        {drawing.arrows.map((arrow) => (
          <path
            key={`${arrow.from} ${arrow.to}`}
            className="workflow-arrow"
            d={pathOf(arrow.points)}
            markerEnd="url(#tip)"
          />
        ))}
        {drawing.arrows.map((arrow) => (
          <ArrowWords key={`${arrow.from} ${arrow.to}`} arrow={arrow} lines={drawing.arrowWords(arrow.actions)} />
        ))}
        {drawing.states.map(({ name, x, y, width, height }) =>
          name === BEGIN ? (
            <circle key="begin" className="workflow-begin" cx={x} cy={y} r={width / 2} />
          ) : (
            <g key={name} className={`workflow-state tone-${states[name]?.tone ?? 'waiting'}`}>
              <rect
                x={x - width / 2}
                y={y - height / 2}
                width={width}
                height={height}
                rx={states[name]?.final === true ? height / 2 : 4}
              />
              <Lines lines={drawing.stateWords(name)} x={x} y={y} />
            </g>
          ),
        )}
      </svg>
    </div>
  )
}

/** On a ground of its own, so that no line runs through the words. */
function ArrowWords({ arrow, lines }: { arrow: DrawnArrow; lines: readonly string[] }) {
  const height = lines.length * LINE
  const { x, y } = arrow.label
  const width = Math.max(...lines.map((line) => [...line].length)) * 13
  return (
    <g className={arrow.actions.some((one) => one.effects === true) ? 'workflow-words strong' : 'workflow-words'}>
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} />
      <Lines lines={lines} x={x} y={y} />
    </g>
  )
}

function Lines({ lines, x, y }: { lines: readonly string[] } & Point) {
  const top = y - ((lines.length - 1) * LINE) / 2
  return lines.map((line, i) => (
    <text key={line} x={x} y={top + i * LINE} textAnchor="middle" dominantBaseline="central">
      {line}
    </text>
  ))
}

/** Through the given points, round at the corners. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`
  let path = `M${at(first)}`
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1]
    if (next === undefined) path += `L${at(point)}`
    else path += `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
  }
  return path
}
