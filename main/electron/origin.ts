/** The application's own origin. Chromium keys IndexedDB by it: another name is an empty ledger. */
export const SCHEME = 'app'
export const HOST = 'county'
export const START = `${SCHEME}://${HOST}/index.html`
/** Where the hidden window finds the paper to lay out; only that window's session serves it. */
export const PAPER = `${SCHEME}://${HOST}/paper.html`

/**
 * Is this address the application's own? Exact scheme and host, no port, no user. An empty address and about:blank are not:
 * they are where an attacker's frame begins.
 */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === ''
}
