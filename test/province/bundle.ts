import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * A program of this project as a file that plain Node runs: tests that kill processes, or that need Fastify's router, which writes code of its own
 * (forbidden in the test process), run it in one of their own. Lies below the project, so that its packages are found.
 */
export async function bundleProgram(entry: string): Promise<{ file: string; remove: () => void }> {
  const folder = mkdtempSync(join(ROOT, 'build', 'test-'))
  const file = join(folder, 'program.mjs')
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
