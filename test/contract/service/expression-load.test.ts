import { spawnSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { bundleProgram } from '../../province/bundle.ts'

/** In a process of its own, killed when it hangs: in this one a hang would take the timer with it. */
const program = await bundleProgram('test/contract/service/expression-load.ts')
afterAll(program.remove)

interface Line {
  readonly way?: string
  readonly n: number
  readonly evil?: string
  readonly problem: string | null
  readonly answer: boolean | null
}

test('no definition can ask for work that holds a counter or a replica', () => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program.file, '4'], {
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  })
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  const ways = lines.filter((line) => line.way !== undefined)
  expect(ways.length).toBe(20)
  // Each could be asked at all, and each came to an end.
  for (const { way, n } of ways) expect([way, n > 0 && n < 100]).toEqual([way, true])
  const evils = lines.filter((line) => line.evil !== undefined)
  expect(evils.length).toBe(28)
  for (const { evil, problem, answer } of evils) expect([evil, problem !== null, answer]).toEqual([evil, true, null])
}, 150_000)
