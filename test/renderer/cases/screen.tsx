import { type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { userEvent } from 'vitest/browser'
import { DeskContext, ServicesContext } from '../../../renderer/app/desk.ts'
import { PrefsProvider } from '../../../renderer/app/prefs.tsx'
import type { Replica, ReplicaCalls } from '../../../renderer/replica/api.ts'
import { fail, must, type Result } from '../../../shared/base/result.ts'
import type { Bridge, Person } from '../../../shared/bridge.ts'
import type { Desk } from '../replica/desk.ts'

/** One page on the screen of a real browser, over a real replica. */
export interface Screen {
  /** Another page in its place, for the same person. */
  readonly again: (page: ReactNode) => void
  readonly text: () => string
  /** The first element that these words stand in, as its own text. */
  readonly find: (selector: string, words?: string | RegExp) => HTMLElement
  readonly all: (selector: string) => HTMLElement[]
  readonly press: (keys: string) => Promise<void>
  close(): void
}

/** As the replica's worker answers: what throws, such as a database that was closed meanwhile, is a failure and no rejection. */
function answered(calls: ReplicaCalls): ReplicaCalls {
  const all = Object.entries(calls).map(([name, call]) => {
    const ask = call as (input: unknown) => Promise<Result<unknown>>
    return [name, (input: unknown) => ask(input).catch(() => fail('internal', name))]
  })
  return Object.fromEntries(all) as unknown as ReplicaCalls
}

/** `bend`: calls that do something else than the replica would. */
export async function show(
  desk: Desk,
  person: Person,
  page: ReactNode,
  bend: Partial<ReplicaCalls> = {},
): Promise<Screen> {
  const replica: Replica = {
    ...answered({ ...desk.calls, ...bend }),
    on: (listener) => {
      desk.listeners.add(listener)
      return () => desk.listeners.delete(listener)
    },
    close: async () => undefined,
  }
  const services = must(await replica.services())
  const root = document.createElement('main')
  root.id = 'page'
  root.tabIndex = -1
  document.body.append(root)
  const app = createRoot(root)
  const context = { bridge: null as unknown as Bridge, site: desk.site, person, replica, signOut: () => undefined }
  const draw = (what: ReactNode) =>
    app.render(
      <PrefsProvider nonce="">
        <DeskContext value={context}>
          <ServicesContext value={services}>{what}</ServicesContext>
        </DeskContext>
      </PrefsProvider>,
    )
  draw(page)
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
  return {
    again: draw,
    text: () => document.body.innerText,
    all,
    find(selector, words = '') {
      const fits = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text))
      const found = all(selector).find((one) => fits(one.textContent ?? ''))
      if (found === undefined)
        throw new Error(`no ${selector} with ${words} in: ${document.body.innerText.slice(0, 1500)}`)
      return found
    },
    press: async (keys) => {
      await userEvent.keyboard(keys)
    },
    close() {
      app.unmount()
      root.remove()
      desk.listeners.clear()
    },
  }
}
