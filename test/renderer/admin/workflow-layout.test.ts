import { describe, expect, test } from 'vitest'
import { BEGIN, drawWorkflow } from '../../../renderer/pages/admin/services/workflow-layout.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { SERVICES } from '../../../shared/services/index.ts'
import { rich } from '../../kit/definitions.ts'

const all = [rich, ...(SERVICES as unknown as readonly ServiceDefinition[])]
const draw = (d: ServiceDefinition) =>
  drawWorkflow(
    d,
    (name) => [d.workflow.states[name]?.title.zh ?? name],
    (actions) => actions.map((one) => one.title.zh),
  )

describe('the drawing of a workflow', () => {
  test.each(all.map((d) => [d.code, d] as const))(
    '%s: everything is there, inside the picture, no state on another',
    (_, d) => {
      const { width, height, states, arrows } = draw(d)
      expect(states.map((one) => one.name).sort()).toEqual([BEGIN, ...Object.keys(d.workflow.states)].sort())
      const drawn = arrows.flatMap((one) => one.actions.map((action) => `${one.from} ${action.name} ${one.to}`))
      const wanted = d.workflow.actions.flatMap((one) =>
        (one.from.length === 0 ? [BEGIN] : one.from).map((from) => `${from} ${one.name} ${one.to}`),
      )
      expect(drawn.sort()).toEqual(wanted.sort())
      for (const one of states) {
        expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0)
        expect(one.x + one.width / 2).toBeLessThanOrEqual(width)
        expect(one.y + one.height / 2).toBeLessThanOrEqual(height)
        for (const other of states) {
          if (other === one) continue
          const apart =
            Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
            Math.abs(one.y - other.y) >= (one.height + other.height) / 2
          expect(apart, `${one.name} ${other.name}`).toBe(true)
        }
      }
      for (const { points } of arrows) expect(points.length).toBeGreaterThan(1)
    },
  )

  test('an action that leads back to where it began is drawn', () => {
    const actions = rich.workflow.actions.map((one) => ({ ...one }))
    const [, second] = actions
    if (second === undefined) throw new Error('no action')
    const loop = { ...second, name: 'loop', from: [second.to], to: second.to }
    const { arrows } = draw({ ...rich, workflow: { ...rich.workflow, actions: [...actions, loop] } })
    expect(arrows.find((one) => one.from === one.to)?.points.length).toBeGreaterThan(2)
  })
})
