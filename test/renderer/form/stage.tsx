import type { ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { PrefsProvider } from '../../../renderer/app/prefs.tsx'
import {
  FormEdit,
  type FormOffers,
  type FormSource,
  type FormStore,
  type Typed,
  useForm,
} from '../../../renderer/components/form/index.ts'
import '../../../renderer/styles/base.css'
import '../../../renderer/styles/parts.css'
import '../../../renderer/styles/form.css'
import { checkForm } from '../../../shared/contract/service/index.ts'
import { COUNTY, rich, TODAY } from '../../kit/definitions.ts'

/** A form on a real page, with the keys of a real keyboard; what is asked of a replica is asked of the definition itself. */
export interface Stage {
  readonly form: FormStore
  /** How often something wanted to send the form by itself. */
  readonly sent: () => number
  readonly drafts: Typed[]
}

let root: Root | null = null
let place: HTMLElement | null = null

function clear(): void {
  root?.unmount()
  place?.remove()
  root = null
}
afterEach(clear)

/** Draws something until the test is over, or until something else is drawn: as after a reload. */
export async function show(node: ReactNode): Promise<HTMLElement> {
  clear()
  await page.viewport(1366, 768)
  place = document.createElement('div')
  document.body.append(place)
  root = createRoot(place)
  root.render(<PrefsProvider nonce="">{node}</PrefsProvider>)
  await until(() => place?.childElementCount !== 0)
  return place
}

export async function stage(change: Partial<FormSource> = {}, offers: FormOffers = {}): Promise<Stage> {
  const definition = change.definition ?? rich
  let form: FormStore | null = null
  let sent = 0
  const drafts: Typed[] = []
  function Sample() {
    const made = useForm({
      definition,
      action: 'file',
      today: TODAY,
      county: COUNTY,
      typed: {},
      check: async (values) => checkForm(definition, values, TODAY, COUNTY, { at: change.action ?? 'file' }),
      onTyped: (typed) => void drafts.push(typed),
      ...change,
    })
    form = made
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault()
          sent++
        }}
      >
        <FormEdit form={made} offers={offers} cards />
        <button type="submit">send</button>
      </form>
    )
  }
  await show(<Sample />)
  return { form: form as unknown as FormStore, sent: () => sent, drafts }
}

/** Waits until something holds; says what was there instead when it never does. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 1_500) throw new Error(`never: ${holds.toString()}, in: ${document.body.innerText.slice(0, 1_500)}`)
    await new Promise((next) => setTimeout(next, 10))
  }
}

/** The box at a path of the form; fails where there is none. */
export function box(path: string): HTMLInputElement {
  const found = document.getElementById(`f-${path}`)
  if (found === null) throw new Error(`no box ${path}`)
  const input = found.matches('input, textarea') ? found : found.querySelector('input, textarea')
  return (input ?? found) as HTMLInputElement
}

export const isThere = (path: string) => document.getElementById(`f-${path}`) !== null

/** The path of the box that has the focus. */
export const focused = () => document.activeElement?.closest('[id^="f-"]')?.id.slice(2) ?? null

/** Puts the focus into a box and types; braces name keys, as in `{Enter}`. */
export async function type(path: string, keys: string): Promise<void> {
  box(path).focus()
  await userEvent.keyboard(keys)
}

export const keys = (text: string) => userEvent.keyboard(text)

/** Puts a text into a box in one go, within the same moment. */
export function enter(path: string, text: string): void {
  write(box(path), text)
}

function write(into: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(into), 'value')?.set?.call(into, text)
  into.dispatchEvent(new InputEvent('input', { data: text, bubbles: true }))
}

/** Pastes a text where the focus is, as the browser tells it. Answers whether the page has taken it over. */
export function paste(text: string): boolean {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
  document.activeElement?.dispatchEvent(event)
  return event.defaultPrevented
}

/** What a scanner types: keys a few milliseconds apart, then Enter or Tab. Times are the scanner's, not those of a busy machine. */
export function scan(text: string, end: 'Enter' | 'Tab' = 'Enter', msApart = 5): void {
  const target = document.activeElement as HTMLElement
  let now = performance.now() + 10_000
  const press = (key: string) => {
    now += msApart
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    Object.defineProperty(event, 'timeStamp', { value: now })
    target.dispatchEvent(event)
    if (key.length === 1 && (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) {
      if (target.type === 'radio' || target.type === 'checkbox') return
      write(target, target.value + key)
    }
  }
  for (const c of text) press(c)
  press(end)
}

/** The text of what stands wrong at a path. */
export const note = (path: string) => document.getElementById(`f-${path}-note`)?.textContent ?? null
