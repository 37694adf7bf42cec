import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { fail, ok, type Result } from '../../shared/base/result.ts'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly canRun: (path: string) => Promise<boolean>
}

/**
 * The system's Chromium, Chrome or Edge: the first that is there, in this order of places. The deciding parts come in, so
 * that every platform's list can be tried on any machine. Code: no-browser
 */
export async function findBrowser(machine: Machine): Promise<Result<string>> {
  for (const path of places(machine)) if (await machine.canRun(path)) return ok(path)
  return fail('no-browser')
}

export async function canRun(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function places({ platform, env, home }: Machine): string[] {
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (root) => root !== undefined,
    )
    const programs = [
      'Microsoft/Edge/Application/msedge.exe',
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
    ]
    return programs.flatMap((program) => roots.map((root) => win32.join(root, program)))
  }
  if (platform === 'darwin') {
    const programs = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'Chromium.app/Contents/MacOS/Chromium',
    ]
    return programs.flatMap((program) =>
      ['/Applications', posix.join(home, 'Applications')].map((dir) => posix.join(dir, program)),
    )
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ]
  // UOS and Kylin ship theirs outside the path.
  const fixed = [
    '/opt/apps/org.chromium.browser/files/chrome',
    '/opt/apps/cn.google.chrome/files/google-chrome',
    '/opt/google/chrome/chrome',
    '/opt/microsoft/msedge/msedge',
    '/usr/lib/chromium/chromium',
    '/usr/lib64/chromium-browser/chromium-browser',
  ]
  const dirs = (env['PATH'] ?? '').split(':').filter((dir) => dir.startsWith('/'))
  return [...names.flatMap((name) => dirs.map((dir) => posix.join(dir, name))), ...fixed]
}
