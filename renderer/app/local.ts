/** Small things kept on this computer. A full or forbidden store loses comfort, never work, so it stays silent. */
const PREFIX = 'county-ledger/'

export function kept(name: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

/** Answers whether it was kept; null takes it away. */
export function keep(name: string, value: string | null): boolean {
  try {
    if (value === null) window.localStorage.removeItem(PREFIX + name)
    else window.localStorage.setItem(PREFIX + name, value)
    return true
  } catch {
    return false
  }
}

/** The names of what is kept here that begin so. */
export function keptNames(start: string): string[] {
  try {
    const all = Array.from({ length: window.localStorage.length }, (_, i) => window.localStorage.key(i) ?? '')
    return all.filter((key) => key.startsWith(PREFIX + start)).map((key) => key.slice(PREFIX.length))
  } catch {
    return []
  }
}
