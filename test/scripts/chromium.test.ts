import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { browserArguments, browserPaths, findBrowser } from '../../scripts/chromium.mjs'
import { tempFolder } from '../kit/temp.ts'

test('the browser that is named is taken, and never another in its place', () => {
  expect(findBrowser({ COUNTY_LEDGER_BROWSER: process.execPath }, 'linux')).toBe(process.execPath)
  expect(findBrowser({ COUNTY_LEDGER_BROWSER: '/nowhere/chromium' }, 'linux')).toBeNull()
})

test('where there is none, none is found', () => {
  expect(findBrowser({ ProgramFiles: 'C:\\nowhere' }, 'win32')).toBeNull()
})

test('Edge is looked for first on Windows, where it always is', () => {
  const [first] = browserPaths({ 'ProgramFiles(x86)': 'C:\\P', ProgramFiles: 'C:\\Q' }, 'win32')
  expect(first).toBe('C:\\P\\Microsoft\\Edge\\Application\\msedge.exe')
})

test('PATH goes before the usual places, and what was fetched comes last, the newest first', () => {
  const folder = tempFolder()
  for (const version of ['chromium-99', 'chromium-1200', 'ffmpeg-1011']) mkdirSync(`${folder}/${version}`)
  const paths = browserPaths({ PATH: '/first:/second', PLAYWRIGHT_BROWSERS_PATH: folder }, 'linux')
  expect(paths[0]).toBe('/first/chromium')
  expect(paths.indexOf('/second/chromium')).toBeLessThan(paths.indexOf('/usr/bin/chromium'))
  const tail = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length + 1))
  expect(tail.filter((path) => path.includes('linux64'))).toEqual([
    'chromium-1200/chrome-linux64/chrome',
    'chromium-99/chrome-linux64/chrome',
  ])
  expect(paths.slice(-tail.length).every((path) => path.startsWith(folder))).toBe(true)
})

test('the sandbox is given up for root only', () => {
  expect(browserArguments().includes('--no-sandbox')).toBe(process.getuid?.() === 0)
})
