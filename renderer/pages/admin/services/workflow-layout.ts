import { graphlib, layout } from '@dagrejs/dagre'
import type { Action, ServiceDefinition } from '../../../../shared/contract/service/definition.ts'

/** A point of the drawing, in units of it. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface DrawnState extends Point {
  readonly name: string
  readonly width: number
  readonly height: number
}

/** Everything that leads from one state to another, as one arrow. */
export interface DrawnArrow {
  readonly from: string
  readonly to: string
  readonly actions: readonly Action[]
  readonly points: readonly Point[]
  /** Middle of the room that its words have. */
  readonly label: Point
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly states: readonly DrawnState[]
  readonly arrows: readonly DrawnArrow[]
}

/** Where a case comes from, before it is filed. */
export const BEGIN = '@'

/** Room for words: a character of Chinese is as wide as it is high. */
const LINE = 17
const PAD = 12
const BESIDE = 6

/** The width of a text at 14 units a line, a little more rather than less. */
function widthOf(text: string): number {
  let width = 0
  for (const c of text) width += (c.codePointAt(0) as number) < 0x2000 ? 7.6 : 14
  return width
}

/**
 * The workflow as layers from the filing down to its ends. `stateWords` and `arrowWords` give the lines that stand in a state and beside an arrow, so
 * that there is room for them.
 */
export function drawWorkflow(
  { workflow }: Pick<ServiceDefinition, 'workflow'>,
  stateWords: (name: string) => readonly string[],
  arrowWords: (actions: readonly Action[]) => readonly string[],
): Drawing {
  const graph = new graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 34, edgesep: 14, marginx: 8, marginy: 8 })
  graph.setNode(BEGIN, { width: 16, height: 16 })
  for (const name of Object.keys(workflow.states)) {
    const lines = stateWords(name)
    graph.setNode(name, { width: Math.max(...lines.map(widthOf)) + 2 * PAD, height: lines.length * LINE + PAD })
  }
  const arrows = new Map<string, Action[]>()
  for (const action of workflow.actions) {
    for (const from of action.from.length === 0 ? [BEGIN] : action.from) {
      const key = `${from}\n${action.to}`
      arrows.set(key, [...(arrows.get(key) ?? []), action])
    }
  }
  for (const [key, actions] of arrows) {
    const [from, to] = key.split('\n') as [string, string]
    const lines = arrowWords(actions)
    const width = Math.max(...lines.map(widthOf)) + 2 * BESIDE
    graph.setEdge(from, to, { width, height: lines.length * LINE, labelpos: 'c' })
  }
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    states: graph.nodes().map((name) => ({ name, ...boxOf(graph.node(name)) })),
    arrows: [...arrows].map(([key, actions]) => {
      const [from, to] = key.split('\n') as [string, string]
      const edge = graph.edge(from, to) as unknown as { points: Point[]; x: number; y: number }
      return { from, to, actions, points: edge.points.map(pointOf), label: pointOf(edge) }
    }),
  }
}

const pointOf = ({ x, y }: Point): Point => ({ x, y })

function boxOf(node: unknown): Point & { width: number; height: number } {
  const { x, y, width, height } = node as Point & { width: number; height: number }
  return { x, y, width, height }
}
