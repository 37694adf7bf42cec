import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { type Failure, fail, ok, type Result } from '../../shared/base/result.ts'
import type { EventName, Handlers } from '../../shared/bridge.ts'
import { LOOPBACK } from '../../shared/loopback.ts'
import { makeAssetHandler } from '../services/assets.ts'
import { contentSecurityPolicy } from '../services/csp.ts'
import { makeShell } from './core.ts'
import type { Door } from './door.ts'
import { makeEvents } from './events.ts'
import { canRun, findBrowser } from './find.ts'
import { launch } from './launch.ts'
import type { Options } from './options.ts'
import { makePdfMaker } from './pdf.ts'
import type { Running } from './process.ts'
import { readDoor } from './profile.ts'
import { type Server, serve } from './server.ts'
import { makeSessions } from './sessions.ts'
import { BROWSER_FAILED, explain } from './words.ts'

const BEAT_MS = 15_000

/** The services behind the bridge, as main/services opens them. */
export interface Desktop {
  readonly handlers: Handlers
  on(listener: (event: EventName, detail: unknown) => void): () => void
  close(): Promise<void>
}

export interface Surroundings {
  readonly version: string
  /** Folder of the built renderer, and of the fonts that papers use. */
  readonly renderer: string
  readonly fonts: string
  readonly open: (options: {
    data: string
    shell: 'browser'
    version: string
    makePdf: (html: string) => Promise<Result<Uint8Array>>
  }) => Promise<Result<Desktop>>
  /** Resolves when somebody wants the program to end. */
  readonly asked: Promise<void>
  /** Calls back whenever a new start URL is wanted: each is good once and for a minute. */
  readonly onAgain: (listener: () => void) => void
  /** Lines for whoever started it: `out` for the start URL, `err` for what went wrong. */
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** For tests on machines whose browser needs them; the product passes none. */
  readonly extraArgs?: readonly string[]
}

/**
 * The loopback shell from start to end: opens the services, serves them on the installation's one address, opens the window or
 * prints its URL, and closes all of it in the reverse order. Answers the exit code.
 */
export async function runDesktop(options: Options, around: Surroundings): Promise<number> {
  const refuse = (failure: Failure) => {
    around.err(explain(failure))
    return 1
  }
  const report = (error: unknown) => around.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const door = await readDoor(options.data, options.port)
  if (!door.ok) return refuse(door)
  const { platform, env } = process
  const program =
    options.browser === null
      ? await findBrowser({ platform, env, home: homedir(), canRun })
      : (await canRun(options.browser))
        ? ok(options.browser)
        : fail('no-browser', options.browser)
  if (options.open && !program.ok) return refuse(program)

  const makePdf = makePdfMaker({ program, fonts: around.fonts, extraArgs: around.extraArgs ?? [] })
  const desktop = await around.open({ data: options.data, shell: 'browser', version: around.version, makePdf })
  if (!desktop.ok) return refuse(desktop)
  const served = await serveDesktop(door.value, desktop.value, around.renderer, report)
  if (!served.ok) {
    await desktop.value.close()
    return refuse(served)
  }

  let window: Running | null = null
  let code = 0
  if (options.open && program.ok) {
    const { data } = options
    const url = served.value.startUrl()
    const { extraArgs = [] } = around
    window = await launch({ program: program.value, door: door.value, url, data, extraArgs })
    code = await Promise.race([around.asked.then(() => 0), window.ended.then((ended) => (ended === 0 ? 0 : 1))])
    if (code !== 0) around.err(BROWSER_FAILED)
  } else {
    const ready = () => around.out(`desktop ready ${served.value.startUrl()}`)
    ready()
    around.onAgain(ready)
    await around.asked
  }
  await served.value.close(async () => window?.close())
  await desktop.value.close()
  return code
}

interface Served {
  /** A start URL with a new token, good once and for a minute. */
  startUrl(): string
  /** Tells the window, closes it, and then stops serving. */
  close(closeWindow: () => Promise<void>): Promise<void>
}

async function serveDesktop(
  door: Door,
  desktop: Desktop,
  renderer: string,
  report: (error: unknown) => void,
): Promise<Result<Served>> {
  const sessions = makeSessions({ now: () => performance.now(), random: randomBytes })
  const events = makeEvents()
  const assets = makeAssetHandler({
    root: renderer,
    csp: (nonce) => contentSecurityPolicy(nonce, ["'self'"]),
    makeNonce: () => randomBytes(18).toString('base64'),
  })
  const shell = makeShell({ door, sessions, events, handlers: desktop.handlers, assets, report })
  const server: Result<Server> = await serve(door, shell, report)
  if (!server.ok) return server
  const quiet = desktop.on(events.emit)
  const beat = setInterval(events.beat, BEAT_MS)
  return ok({
    startUrl: () => `${door.origin}/#${LOOPBACK.fragment}=${sessions.issue()}`,
    async close(closeWindow) {
      clearInterval(beat)
      quiet()
      events.emit('closing', null)
      events.close()
      await closeWindow()
      await server.value.close()
    },
  })
}
