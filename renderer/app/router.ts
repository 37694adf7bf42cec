import { useSyncExternalStore } from 'react'

/** Where the window is. The hash keeps it, so that a reload and the back key do what people expect. */
export type Route =
  | { readonly page: 'work' | 'intake' | 'conflicts' | 'import' | 'aside' | 'sync' | 'proofs' | 'settings' }
  /** `type` '' is everything on record. */
  | { readonly page: 'register'; readonly type: string }
  | { readonly page: 'cases'; readonly filter: string }
  | { readonly page: 'filing'; readonly service: string }
  | { readonly page: 'case' | 'subject' | 'extract' | 'conflict' | 'aside-paper'; readonly id: string }
  /** The paper of a decision; `of` null is 冲突处理单, else the notice to the people of that case. */
  | { readonly page: 'decision'; readonly id: string; readonly entry: string; readonly of: string | null }
  | { readonly page: 'print'; readonly id: string; readonly kind: PaperKind }
  | { readonly page: 'admin'; readonly tab: AdminTab }
  | { readonly page: 'service'; readonly code: string; readonly version: number }
  /** `code` '' begins a new service; `same` writes another document for the same version. */
  | { readonly page: 'service-edit'; readonly code: string; readonly version: number; readonly same: boolean }

export const ADMIN_TABS = ['services', 'numbers', 'policy', 'people'] as const
export type AdminTab = (typeof ADMIN_TABS)[number]

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
    case 'aside-paper':
      return `#/aside/${encodeURIComponent(route.id)}`
    case 'conflict':
      return `#/conflicts/${encodeURIComponent(route.id)}`
    case 'decision': {
      const paper = `#/conflicts/${encodeURIComponent(route.id)}/${route.entry}`
      return route.of === null ? paper : `${paper}/${encodeURIComponent(route.of)}`
    }
    case 'print':
      return `#/print/${encodeURIComponent(route.id)}/${route.kind}`
    case 'admin':
      return route.tab === 'services' ? '#/admin' : `#/admin/${route.tab}`
    case 'service':
      return `#/admin/services/${encodeURIComponent(route.code)}/${route.version}`
    case 'service-edit':
      if (route.code === '') return '#/admin/edit'
      return `#/admin/edit/${encodeURIComponent(route.code)}/${route.version}${route.same ? '/same' : ''}`
    default:
      return `#/${route.page}`
  }
}

/** A hash that says nothing known is the desk. */
export function parseRoute(hash: string): Route {
  const [path, query] = split(hash.replace(/^#\/?/, ''))
  const [head, id, kind, ...rest] = path.split('/').map(decode)
  switch (head) {
    case 'intake':
      return id === undefined || id === '' ? { page: 'intake' } : { page: 'filing', service: id }
    case 'cases':
      if (id !== undefined && id !== '') return { page: 'case', id }
      return { page: 'cases', filter: new URLSearchParams(query).get('filter') ?? 'all' }
    case 'register':
      if (id !== undefined && id !== '') return { page: kind === 'extract' ? 'extract' : 'subject', id }
      return { page: 'register', type: new URLSearchParams(query).get('type') ?? '' }
    case 'conflicts':
      if (id === undefined || id === '') return { page: 'conflicts' }
      return kind === undefined ? { page: 'conflict', id } : { page: 'decision', id, entry: kind, of: rest[0] ?? null }
    case 'aside':
      return id === undefined || id === '' ? { page: 'aside' } : { page: 'aside-paper', id }
    case 'print': {
      const known = paperKind(kind)
      return id === undefined || known === undefined ? { page: 'work' } : { page: 'print', id, kind: known }
    }
    case 'admin':
      return adminRoute(id, kind, rest)
    case 'import':
    case 'sync':
    case 'proofs':
    case 'settings':
      return { page: head }
    default:
      return { page: 'work' }
  }
}

/** `#/admin/<tab>`, `#/admin/services/<code>/<version>`, `#/admin/edit/<code>/<version>[/same]`. */
function adminRoute(part: string | undefined, code: string | undefined, rest: readonly string[]): Route {
  const version = Number(rest[0])
  const named = code !== undefined && code !== '' && Number.isSafeInteger(version) && version > 0
  if (part === 'services' && named) return { page: 'service', code, version }
  if (part === 'edit') {
    if (!named) return { page: 'service-edit', code: '', version: 0, same: false }
    return { page: 'service-edit', code, version, same: rest[1] === 'same' }
  }
  return { page: 'admin', tab: ADMIN_TABS.find((one) => one === part) ?? 'services' }
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
