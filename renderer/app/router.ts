import { useSyncExternalStore } from 'react'

/** Where the window is. The hash keeps it, so that a reload and the back key do what people expect. */
export type Route =
  | { readonly page: 'work' | 'intake' | 'sync' | 'proofs' | 'settings' }
  /** `type` '' is everything on record. */
  | { readonly page: 'register'; readonly type: string }
  | { readonly page: 'cases'; readonly filter: string }
  | { readonly page: 'filing'; readonly service: string }
  | { readonly page: 'case' | 'subject' | 'extract'; readonly id: string }
  | { readonly page: 'print'; readonly id: string; readonly kind: PaperKind }

const PAPER_KINDS = ['slip', 'receipt', 'certificate'] as const
/** `notice-<action>`: the paper that goes out with an action. */
export type PaperKind = (typeof PAPER_KINDS)[number] | `notice-${string}`

/** The word for a kind of paper, for texts that are the same for every notice. */
export function paperWord(kind: PaperKind): 'slip' | 'receipt' | 'certificate' | 'notice' {
  return PAPER_KINDS.find((one) => one === kind) ?? 'notice'
}

function paperKind(text: string | undefined): PaperKind | undefined {
  if (text !== undefined && /^notice-[a-z0-9-]{1,40}$/.test(text)) return text as PaperKind
  return PAPER_KINDS.find((one) => one === text)
}

/** The link to a route; ids hold slashes. */
export function href(route: Route): string {
  switch (route.page) {
    case 'cases':
      return route.filter === 'all' ? '#/cases' : `#/cases?filter=${encodeURIComponent(route.filter)}`
    case 'filing':
      return `#/intake/${encodeURIComponent(route.service)}`
    case 'case':
      return `#/cases/${encodeURIComponent(route.id)}`
    case 'register':
      return route.type === '' ? '#/register' : `#/register?type=${encodeURIComponent(route.type)}`
    case 'subject':
      return `#/register/${encodeURIComponent(route.id)}`
    case 'extract':
      return `#/register/${encodeURIComponent(route.id)}/extract`
    case 'print':
      return `#/print/${encodeURIComponent(route.id)}/${route.kind}`
    default:
      return `#/${route.page}`
  }
}

/** A hash that says nothing known is the desk. */
export function parseRoute(hash: string): Route {
  const [path, query] = split(hash.replace(/^#\/?/, ''))
  const [head, id, kind] = path.split('/').map(decode)
  switch (head) {
    case 'intake':
      return id === undefined || id === '' ? { page: 'intake' } : { page: 'filing', service: id }
    case 'cases':
      if (id !== undefined && id !== '') return { page: 'case', id }
      return { page: 'cases', filter: new URLSearchParams(query).get('filter') ?? 'all' }
    case 'register':
      if (id !== undefined && id !== '') return { page: kind === 'extract' ? 'extract' : 'subject', id }
      return { page: 'register', type: new URLSearchParams(query).get('type') ?? '' }
    case 'print': {
      const known = paperKind(kind)
      return id === undefined || known === undefined ? { page: 'work' } : { page: 'print', id, kind: known }
    }
    case 'sync':
    case 'proofs':
    case 'settings':
      return { page: head }
    default:
      return { page: 'work' }
  }
}

function split(text: string): [string, string] {
  const at = text.indexOf('?')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function go(route: Route): void {
  window.location.hash = href(route)
}

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** The hash itself, so that the value stays the same until it changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash)
}
