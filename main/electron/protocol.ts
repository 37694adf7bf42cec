import { protocol, type Session } from 'electron'
import { isOurs, SCHEME } from './origin.ts'

/**
 * Must be called before Electron is ready. `standard` gives the scheme an origin and with it IndexedDB, `secure` gives it
 * WebCrypto; it may not bypass the CSP, and it has no service workers.
 */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        codeCache: true,
        bypassCSP: false,
        allowServiceWorkers: false,
        corsEnabled: false,
        stream: false,
      },
    },
  ])
}

/** Serves the scheme from one pure handler, the same that the loopback shell serves from. */
export function serveScheme(
  session: Session,
  handler: (request: Request) => Promise<Response>,
  report: (error: unknown) => void,
): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (!isOurs(request.url)) return new Response(null, { status: 421 })
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    try {
      return await handler(request)
    } catch (error) {
      report(error)
      return new Response(null, { status: 500 })
    }
  })
}
