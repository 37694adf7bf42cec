import { beforeEach, expect, test } from 'vitest'
import { type Desk, DeskContext, ServicesContext } from '../../../renderer/app/desk.ts'
import { CaseActions } from '../../../renderer/components/case-actions.tsx'
import { DeadlineMark, LightMark } from '../../../renderer/components/mark.tsx'
import type { Acting, CaseDetail, Deadline, Replica, Step, Waits } from '../../../renderer/replica/api.ts'
import { fail, ok } from '../../../shared/base/result.ts'
import type { FormProblem } from '../../../shared/contract/service/form.ts'
import { allowed } from '../../../shared/contract/service/workflow.ts'
import { COUNTY, rich, soundSplit } from '../../kit/definitions.ts'
import { keys, show, until } from '../form/stage.tsx'
import '../../../renderer/styles/cases.css'

const GUARD: FormProblem = { field: null, problem: 'guard', message: { zh: '不满足办理这一步的条件', en: 'not now' } }
const step = (act: string, by: string): Step => ({
  ...{ entry: `${act}-${by}`, act, by, byName: by, role: 'clerk', reason: null, time: 0, received: null },
  ...({ standing: 'sealed', outcome: 'applied', set: [], case: null, effects: false } as unknown as Step),
})

interface Counter {
  readonly acts: Acting[]
  against: readonly FormProblem[]
}

/** A case of the rich service in one state, for a person who has filed it or not. */
async function at(
  state: string,
  roles: readonly string[],
  steps: readonly Step[],
  waits: Readonly<Record<string, Waits['because']>> = {},
): Promise<Counter> {
  const counter: Counter = { acts: [], against: [] }
  const person = { id: 'me', name: '才仁卓玛', office: COUNTY, roles }
  const authored = steps.filter(({ by }) => by === person.id).map(({ act }) => act)
  const detail = {
    ...{ id: `${COUNTY}/case/1`, number: '1', definition: rich, state, final: false, disputed: false },
    ...{ fields: soundSplit(), sealed: {}, received: Date.now(), materials: [], steps, acceptance: null },
    actions: allowed(
      rich,
      state,
      { roles, authored },
      steps.map(({ act }) => act),
    ),
    waits: rich.workflow.actions.flatMap((action) => {
      const because = waits[action.name]
      return because === undefined ? [] : [{ action, because }]
    }),
  } as unknown as CaseDetail
  const replica: Partial<Replica> = {
    on: () => () => undefined,
    checkAct: async () => ok([...counter.against]),
    async act(acting) {
      counter.acts.push(structuredClone(acting))
      return ok({ entry: '00', case: acting.case })
    },
    numbers: async () => ok({ series: 'x', next: 1, left: 9 }),
    applicant: async () => fail('not-found'),
    attached: async (hashes) => ok(hashes.map(() => true)),
  }
  await show(
    <DeskContext value={{ person, replica } as unknown as Desk}>
      <ServicesContext value={[rich]}>
        <main>
          <CaseActions detail={detail} />
        </main>
      </ServicesContext>
    </DeskContext>,
  )
  return counter
}

const page = () => document.body.innerText
const press = (words: string) =>
  [...document.querySelectorAll<HTMLButtonElement>('.actions-list button')]
    .find((one) => one.innerText === words)
    ?.click()
const title = (name: string) => rich.workflow.actions.find((one) => one.name === name)?.title.zh ?? '?'
const dialog = () => document.querySelector<HTMLElement>('.act .ant-modal-body')

beforeEach(() => localStorage.clear())

test('a step that needs a reason is not signed without one; what was typed is there again after the dialog was left', async () => {
  const counter = await at('received', ['clerk'], [step('file', 'x')])
  press(title('decline'))
  await until(() => document.activeElement?.id === 'reason')
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelector('[role=alert]')?.textContent === '请写明理由。')
  await keys('不属于本单位')
  await keys('{Escape}')
  await until(() => dialog() === null)
  expect(counter.acts).toEqual([])
  press(title('decline'))
  await until(() => (document.getElementById('reason') as HTMLTextAreaElement | null)?.value === '不属于本单位')
  await keys('{Control>}{Enter}{Enter}{Enter}{/Control}')
  await until(() => counter.acts.length > 0 && dialog() === null)
  expect(counter.acts.map(({ action, reason }) => [action, reason])).toEqual([['decline', '不属于本单位']])
})

test('what stands against a step is said in words, and nothing is signed; when it is gone, it is', async () => {
  const counter = await at('received', ['clerk'], [step('file', 'x')])
  counter.against = [GUARD]
  press(title('accept'))
  await until(() => dialog()?.innerText.includes(GUARD.message.zh) === true)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelector('.act .ant-btn-loading') === null)
  expect(counter.acts).toEqual([])
  counter.against = []
  await keys('{Control>}{Enter}{/Control}')
  await until(() => counter.acts.length === 1)
})

test('[N6] what is emptied in a correction is named before it is signed, and taken back; what is typed is kept when the dialog is left', async () => {
  const counter = await at('supplementing', ['clerk'], [step('file', 'x'), step('ask', 'x')])
  press(title('supply'))
  await until(() => (document.activeElement?.closest('.act .materials') ?? null) !== null)
  document.querySelector<HTMLElement>('.act-more > summary')?.click()
  const address = () => document.getElementById('f-holderAddress') as HTMLInputElement | null
  await until(() => address() !== null)
  const taken = () => document.querySelector('.act .act-takes')?.textContent ?? ''
  expect(taken()).toBe('')
  address()?.focus()
  await keys('{Control>}a{/Control}{Delete}')
  await until(() => taken().includes('将从表单中删去：'))
  expect(taken()).toContain(rich.form.schema.properties['holderAddress']?.['x-title'].zh)
  await keys('{Escape}')
  await until(() => dialog() === null)
  press(title('supply'))
  await until(() => taken().includes('将从表单中删去：'))
  await keys('{Control>}{Enter}{/Control}')
  await until(() => counter.acts.length === 1)
  expect(counter.acts[0]).toMatchObject({ action: 'supply', values: {}, takenBack: ['holderAddress'] })
})

test('a step that this person may not take says why, and is no button', async () => {
  await at('reviewing', ['reviewer', 'approver'], [step('file', 'me')])
  await until(() => page().includes('您经手过前面的步骤'))
  expect(page()).toContain(title('review'))
  const offered = [...document.querySelectorAll<HTMLElement>('.actions-list button')].map((one) => one.innerText)
  expect(offered).not.toContain(title('review'))
  expect(offered).toContain(title('suspend'))
})

test('[X5] a step that waits for a decision stands where it always does, cannot be pressed, and says what it waits for', async () => {
  await at('reviewing', ['reviewer', 'approver'], [step('file', 'x')], { review: 'subject' })
  const button = () =>
    [...document.querySelectorAll<HTMLButtonElement>('.actions-list button')].find(
      (one) => one.innerText === title('review'),
    )
  await until(() => button()?.disabled === true)
  const because = document.getElementById(button()?.getAttribute('aria-describedby') ?? '')
  expect(because?.innerText).toBe('等待裁定：涉及的登记有争议')
  expect(document.querySelectorAll('.actions-list button[disabled]')).toHaveLength(1)
  // It is nobody else's either: the line for what others do does not name it.
  expect(page().split(title('review'))).toHaveLength(2)
})

test('a limit says its light in a word, by an icon of its own and by colour', async () => {
  const limit = { kind: 'finish', title: { zh: '办结', en: 'Finish' }, date: '2026-11-24', legal: '2026-12-24' }
  const one = (light: Deadline['light'], left: number): Deadline => ({
    ...{ ...limit, light, left, countedIn: 'workdays', paused: false, over: left < 0, covered: true },
  })
  await show(
    <main>
      <DeadlineMark deadline={one('green', 9)} />
      <DeadlineMark deadline={one('yellow', 0)} />
      <DeadlineMark deadline={one('red', -3)} />
      <LightMark light="red" />
      <LightMark light="yellow" />
      <LightMark light="green" />
    </main>,
  )
  const [green, yellow, red, ...lights] = [...document.querySelectorAll<HTMLElement>('.mark')]
  expect(green?.innerText).toContain('还有 9 个工作日')
  expect(yellow?.innerText).toContain('今天到期')
  expect(red?.innerText).toContain('已超期 3 个工作日')
  expect([green, yellow, red].map((mark) => mark?.className)).toEqual([
    'mark mark-good',
    'mark mark-warn',
    'mark mark-bad',
  ])
  const icon = (mark: HTMLElement | undefined) => mark?.querySelector('svg')?.outerHTML
  expect(new Set([green, yellow, red].map(icon)).size).toBe(3)
  expect(new Set(lights.map((mark) => mark.innerText)).size).toBe(3)
})
