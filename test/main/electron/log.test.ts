import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../../main/electron/log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('[desktop] a line per event, an error with its stack, readable by the owner only', () => {
  const file = join(folder, 'logs', 'desktop.log')
  const log = openLog(file)
  log('started')
  log(new Error('a bug'))
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\S+Z started\n/)
  expect(text).toContain('Error: a bug\n    at ')
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('[desktop] the log does not grow without end', () => {
  const file = join(folder, 'desktop.log')
  writeFileSync(file, 'x'.repeat(3 * 1024 * 1024))
  openLog(file)('next')
  expect(readFileSync(file, 'utf8')).toMatch(/Z next\n$/)
  expect(statSync(file).size).toBeLessThan(200)
  expect(existsSync(`${file}.old`)).toBe(true)
})

test('[desktop] a log that cannot be written stops nothing', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  expect(() => openLog(join(folder, 'logs', 'desktop.log'))('lost')).not.toThrow()
})
