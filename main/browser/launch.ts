import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Door } from './door.ts'
import { openBrowser, QUIET, type Running } from './process.ts'

/**
 * Opens the program's window in app mode with a profile of its own inside the data folder.
 * @param program path of the browser
 * @param url the start URL with its token
 * @param extraArgs for tests on machines that need them; the product passes none
 */
export async function launch({
  program,
  door,
  url,
  data,
  extraArgs = [],
}: {
  program: string
  door: Door
  url: string
  data: string
  extraArgs?: readonly string[]
}): Promise<Running> {
  const profile = join(data, 'browser')
  await mkdir(profile, { recursive: true, mode: 0o700 })
  return openBrowser(program, launchArgs(door, url, profile).concat(extraArgs))
}

export function launchArgs(door: Door, url: string, profile: string): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    ...QUIET,
    // Everything this window asks for, whatever the name, goes to this server or nowhere. Without that Chromium tries ::1 before
    // 127.0.0.1 for a localhost name, where another user's program could be listening, and reports home besides.
    // (--host-resolver-rules would do, but puts a warning bar into the window.)
    `--proxy-server=http://127.0.0.1:${door.port}`,
    '--proxy-bypass-list=<-loopback>',
  ]
}
