import { LOOPBACK } from '../../shared/loopback.ts'

const PART = new RegExp(`(^#?|&)${LOOPBACK.fragment}=([\\w-]*)`)
const KEY = 'bearer'

/** The start token in a fragment such as `#start=TOKEN`, or null. */
export function takeStart(hash: string): string | null {
  return PART.exec(hash)?.[2] ?? null
}

/** The address without its start token; the rest of the fragment stays. */
export function clearStart(href: string): string {
  const at = href.indexOf('#')
  if (at < 0) return href
  const rest = href.slice(at + 1).replace(PART, '')
  return href.slice(0, at) + (rest === '' ? '' : `#${rest.replace(/^&/, '')}`)
}

/** Where the bearer outlives a reload of the page, and nothing more than that. */
export interface Memory {
  get(): string | null
  set(bearer: string): void
}

/** Ends with the tab. */
export function tabMemory(storage: Storage): Memory {
  return { get: () => storage.getItem(KEY), set: (bearer) => storage.setItem(KEY, bearer) }
}
