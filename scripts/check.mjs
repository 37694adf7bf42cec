import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { giveUp, isMain, ROOT, say, Trouble, tool } from './process.mjs'
import { setup } from './setup.mjs'

/** The linter needs its folders named. */
const FOLDERS = ['shared', 'main', 'renderer', 'province', 'verifier', 'scripts', 'test', 'vitest.config.ts']

/** @type {[string, () => Promise<{ code: number }>][]} */
const STEPS = [
  ['format', () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
  [
    'lint',
    () =>
      tool('oxlint/bin/oxlint', [
        '--type-aware',
        '--deny-warnings',
        ...FOLDERS.filter((name) => existsSync(join(ROOT, name))),
      ]),
  ],
  ['types', () => tool('typescript/bin/tsc', ['-b'])],
  ['unused code', () => tool('knip/bin/knip.js', ['--no-progress'])],
]

/**
 * Runs every step, also after one has failed, so that one run shows all there is to mend.
 *
 * @returns {Promise<string[]>} the names of the steps that failed
 */
export async function check() {
  const failed = []
  for (const [name, step] of STEPS) {
    const { code } = await step()
    say(`${code === 0 ? '✓' : '✗'} ${name}`)
    if (code !== 0) failed.push(name)
  }
  return failed
}

if (isMain(import.meta.url)) {
  try {
    await setup()
    const failed = await check()
    if (failed.length > 0) throw new Trouble(`Failed: ${failed.join(', ')}`)
  } catch (error) {
    giveUp(error)
  }
}
