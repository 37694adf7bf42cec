import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stale } from '../../scripts/build.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

/** Runs one of our scripts as a person would; resolves with how it ended. */
function script(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

describe('the commands', () => {
  test('a program that does not exist is refused, with the names of those that do', async () => {
    const { code, stdout, stderr } = await script('scripts/run.mjs', 'nonsense')
    expect(code).toBe(2)
    expect(stdout).toBe('')
    for (const name of ['province', 'verify', 'bench']) expect(stderr).toContain(name)
  })

  test('setup has nothing left to do, and says so', async () => {
    const { code, stderr } = await script('scripts/setup.mjs')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Everything is there.\n' })
  })

  test('start explains itself without starting anything', async () => {
    const { code, stderr } = await script('scripts/start.mjs', '--help')
    expect(code).toBe(0)
    for (const option of ['--no-open', '--data', '--port']) expect(stderr).toContain(option)
  })
})

describe('the build', () => {
  test('knows no target of another name', () => {
    expect(() => stale(['nonsense'])).toThrow('nonsense')
  })
})
