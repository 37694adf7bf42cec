import { spawn } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The project's root: every script works from there, wherever it was called from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Progress for people goes to stderr, so that what a command answers on stdout can be read by programs.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Something that the person at the keyboard can mend: shown as a sentence. Any other error is a bug, shown with its stack. */
export class Trouble extends Error {}

/**
 * The last stop of every script.
 *
 * @param {unknown} error
 */
export function giveUp(error) {
  say(
    error instanceof Trouble ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
  )
  process.exitCode = 1
}

/**
 * True when the module is the file that Node was asked to run.
 *
 * @param {string} url import.meta.url of the module
 */
export function isMain(url) {
  return process.argv[1] !== undefined && pathToFileURL(resolve(process.argv[1])).href === url
}

/**
 * Runs a program to its end in the project's root. Never rejects: a program that cannot be started gives code 127, one that a
 * signal ended (or that took longer than `limit` milliseconds, and was ended with all its children) gives 128 and more.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, output?: 'show' | 'stderr' | 'keep', limit?: number }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function run(command, args, options = {}) {
  const how = options.output ?? 'show'
  const group = options.limit !== undefined && process.platform !== 'win32'
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: options.env ?? process.env,
      stdio: [
        'ignore',
        how === 'show' ? 'inherit' : how === 'stderr' ? process.stderr : 'pipe',
        how === 'keep' ? 'pipe' : 'inherit',
      ],
      // A group of its own, so that a runner that hangs is ended together with the browsers it has started.
      detached: group,
    })
    let output = ''
    let timedOut = false
    const end = () => {
      try {
        process.kill(group && child.pid !== undefined ? -child.pid : (child.pid ?? 0), 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
    const interrupted = (/** @type {NodeJS.Signals} */ signal) => {
      end()
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    if (group) for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, interrupted)
    const timer =
      options.limit === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            end()
          }, options.limit)
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output += part))
    let settled = false
    const settle = (/** @type {number} */ code) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
      done({ code, output, timedOut })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      settle(127)
    })
    child.on('close', (code, signal) => settle(code ?? (signal === 'SIGINT' ? 130 : 137)))
  })
}

/**
 * npm as it was called for this script, or the one in PATH.
 *
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
export function npm(args) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], { output: 'stderr' })
  if (process.platform === 'win32') return run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], { output: 'stderr' })
  return run('npm', args, { output: 'stderr' })
}

/**
 * A command of an installed package, run with this Node.
 *
 * @param {string} file path inside node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function tool(file, args, options) {
  return run(process.execPath, [resolve(ROOT, 'node_modules', file), ...args], options)
}
