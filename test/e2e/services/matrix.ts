import { mkdirSync } from 'node:fs'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { numberText } from '../../../shared/contract/service/number-text.ts'
import { scanShown, showPaper, verify } from '../county/papers.ts'
import { act, headOf, offersCertificate, paperText, verifyCertificate } from './case.ts'
import type { Desk } from './desk.ts'
import { definitionOf, type Filing, type World } from './filing.ts'
import { takeIn } from './intake.ts'
import { lookAt } from './look.ts'
import { unsound } from './sound.ts'
import { type At, type Part, wayToGoodEnd } from './way.ts'

/** What stands around a walk. */
export interface Walk {
  readonly desk: Desk
  readonly world: World
  /** Running numbers as printed, by service: put in as they are given. */
  readonly numbers: Map<string, string>
  /** Where papers are saved. */
  readonly folder: string
  /** The trust of this site, for the verifier. */
  readonly site: string
  /** Is the province to be reached? Then the executor decides what it may. */
  readonly online: boolean
}

/** A case on its way. */
export interface Walked {
  readonly filing: Filing
  readonly d: ServiceDefinition
  readonly case: string
  at: At
  /** What was seen on the way, for the table. */
  readonly seen: string[]
}

export const SAVED = '已保存'
export const SEALED = '省级已封存'
const NOT_REGISTERED = '未登记'
const EXECUTOR = '自动核准程序'

/** Throws with what a clerk would have missed. */
function need(held: boolean, what: string): void {
  if (!held) throw new Error(what)
}

/** Takes a filing, and reads what the screen and the slip say of it. */
export async function begin(walk: Walk, filing: Filing): Promise<Walked> {
  const { desk, world, online } = walk
  const d = definitionOf(filing.service)
  const wrong = unsound(filing, world)
  need(wrong.length === 0, `the form is not sound: ${wrong.join(', ')}`)
  const values = filing.values(world)
  const [file] = wayOf(walk, d, { state: null, fields: values, taken: [] }, filing)
  const { action, person } = file as Part
  await desk.become(person)
  const taken = await takeIn(desk, filing, world)
  need(taken.said.includes(SAVED), `not said to be saved: ${taken.said}`)
  const limit = d.deadlines.find(({ runs }) => runs.includes(action.to))
  need(limit === undefined || taken.said.includes(limit.title.zh), `no limit: ${taken.said}`)
  const fromRecord = d.subjects.some(({ name, mode }) => mode === 'change' && fed(d, name))
  need(!fromRecord || taken.filled.found.length > 0, 'the register filled nothing in')
  const slip = await paperText(desk, taken.case, 'slip')
  need(slip.includes(NOT_REGISTERED) && slip.includes(d.outputs.slip.title.zh), `the slip says: ${slip}`)
  const walked: Walked = {
    filing,
    d,
    case: taken.case,
    at: { state: action.to, fields: values, taken: [{ action: action.name, by: person.id }] },
    seen: [],
  }
  if (!online) {
    const head = await headOf(desk, taken.case)
    need(head.text.includes(SAVED) && !head.text.includes(SEALED), `offline, but: ${head.text}`)
  }
  return walked
}

const fed = ({ form }: ServiceDefinition, part: string) =>
  Object.values(form.schema.properties).some((field) => field['x-subject']?.startsWith(`${part}.`) === true)

function wayOf({ desk, world }: Walk, d: ServiceDefinition, at: At, { later }: Filing): Part[] {
  const how = { county: world.county, later: later?.(world) ?? {}, here: desk.here, byHand: true }
  const way = wayToGoodEnd(d, at, how)
  if (way === null) throw new Error(`no way from ${at.state} to a good end`)
  return way
}

/** Walks a case to its good end, each step by somebody whose it is; what the executor may decide online is left to it. */
export async function carryOn(walk: Walk, walked: Walked): Promise<void> {
  const { desk, world, online } = walk
  const { d, filing } = walked
  const later = filing.later?.(world) ?? {}
  while (!isEnded(walked)) {
    if (online && d.auto?.from === walked.at.state) {
      await awaitExecutor(walk, walked)
      continue
    }
    const [part] = wayOf(walk, d, walked.at, filing) as [Part]
    const { action, person } = part
    await act(desk, d, walked.case, part, later[action.name])
    moveOn(walked, action.name, action.to, person.id, later[action.name])
    if (!online) {
      const { text } = await headOf(desk, walked.case)
      need(text.includes(SAVED) && !text.includes(SEALED), `offline, but: ${text}`)
    }
    await readNumber(walk, walked, action.name)
    const notice = d.outputs.notices[action.name]
    if (notice !== undefined) {
      const text = await paperText(desk, walked.case, `notice-${action.name}`)
      need(text.includes(notice.title.zh), `the notice of ${action.name} says: ${text}`)
    }
  }
  if (!online) need(!(await offersCertificate(desk, walked.case)), 'a certificate before anything is sealed')
  for (const look of filing.looks?.(world) ?? []) await lookAt(desk, world.county, look)
}

function isEnded({ d, at }: Walked): boolean {
  return at.state !== null && d.workflow.states[at.state]?.final === true
}

function moveOn(walked: Walked, action: string, to: string, by: string, fields = {}): void {
  const { at } = walked
  walked.at = { state: to, fields: { ...at.fields, ...fields }, taken: [...at.taken, { action, by }] }
  walked.seen.push(action)
}

/** The running number that an action gave stands at the head of the case. */
async function readNumber({ desk, world, numbers }: Walk, { d, case: id }: Walked, action: string): Promise<void> {
  const numbering = d.numbers.find(({ at }) => at === action)
  if (numbering === undefined) return
  const year = world.today.slice(0, 4)
  const [before, after] = numberText(numbering, world.county, year, 0).split('0'.repeat(numbering.digits)) as [
    string,
    string,
  ]
  const { text } = await headOf(desk, id)
  const number = text.split(before)[1]?.split(after)[0]
  if (number?.length !== numbering.digits) throw new Error(`no number like ${numbering.text}: ${text}`)
  numbers.set(d.code, before + number + after)
}

/** [X9] Waits until the executor has decided, and reads that it approved and that this replica agrees. */
async function awaitExecutor({ desk }: Walk, walked: Walked): Promise<void> {
  const { d } = walked
  const approve = d.workflow.actions.find(({ name }) => name === d.auto?.approve)
  if (approve === undefined) throw new Error('no one-click')
  await desk.openCase(walked.case)
  const page = desk.page.locator('main')
  await page.locator('.timeline tr', { hasText: EXECUTOR }).waitFor({ timeout: 120_000 })
  const head = await headOf(desk, walked.case)
  const title = d.workflow.states[approve.to]?.title.zh ?? ''
  need(head.state.includes(title), `the executor left it in ${head.state}`)
  await page.locator('section[aria-labelledby=one-click] .mark-good').nth(1).waitFor()
  moveOn(walked, approve.name, approve.to, 'executor')
}

/** Everything is sealed: the case says so, nothing stands against any step, the certificate carries its number and is checked by others. */
export async function prove(walk: Walk, walked: Walked): Promise<void> {
  const { desk, folder, site, numbers } = walk
  const { d } = walked
  await desk.allSealed()
  const { text } = await headOf(desk, walked.case)
  need(text.includes(SEALED), `not sealed: ${text}`)
  const steps = desk.page.locator('main .timeline tbody tr')
  await desk.page.locator('main .timeline tbody tr', { hasText: SEALED }).first().waitFor()
  for (const step of await steps.allInnerTexts()) need(step.includes(SEALED), `a step is not sealed: ${step}`)
  const against = await desk.page.locator('main .timeline .problem').allInnerTexts()
  need(against.length === 0, against.join('; '))
  need((await steps.count()) === walked.at.taken.length, `${await steps.count()} steps of ${walked.at.taken.length}`)
  mkdirSync(folder, { recursive: true })
  await verifyCertificate(desk, walked.case, folder, site)
  const paper = await showPaper(desk.page, walked.case, 'certificate')
  const certificate = await paper.innerText()
  const number = numbers.get(d.code)
  need(certificate.includes(d.outputs.certificate.title.zh), `the certificate says: ${certificate}`)
  need(number === undefined || certificate.includes(number), `${number} is not on the certificate: ${certificate}`)
  walked.seen.push('proof')
}

/** [R3] Another program reads the symbols of the certificate's PDF, and what they say is checked without anything else. */
export async function scanCertificate({ desk, folder, site }: Walk, walked: Walked): Promise<void> {
  await showPaper(desk.page, walked.case, 'certificate')
  const texts = await scanShown(desk.page, folder, `${walked.d.code}-certificate`)
  const { code, text } = await verify(texts, '--trust', site)
  need(code === 0, `the symbols of the certificate do not verify: ${text}`)
  walked.seen.push('symbols')
}
