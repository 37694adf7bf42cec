import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stale, TARGETS } from './build.mjs'
import { giveUp, isMain, ROOT, run, say, Trouble } from './process.mjs'
import { setup } from './setup.mjs'

/** Programs that start others need these built as well. */
const NEEDS = {
  demo: ['renderer', 'desktop', 'electron', 'preload', 'province', 'verify'],
  desktop: ['renderer'],
  services: ['renderer', 'fonts', 'province', 'verify'],
}
/** Programs that drive a browser and read papers need what tests need on this computer. */
const NEED_SETUP = { services: { browser: true, tests: true } }

/**
 * Builds a program if its sources have changed and hands this process over to it: its signals, its exit code and its process
 * id are the program's own.
 *
 * @param {string} name
 * @param {string[]} args
 */
export async function handOver(name, args) {
  const old = stale([...(NEEDS[/** @type {keyof typeof NEEDS} */ (name)] ?? []), name])
  // In a process of its own, so that the builders' memory and workers are gone before the program starts.
  if (old.length > 0 && (await run(process.execPath, ['scripts/build.mjs', ...old], { output: 'stderr' })).code !== 0) {
    throw new Trouble('The build failed; the lines above say why.')
  }
  const file = join(ROOT, /** @type {{ out: string }} */ (TARGETS[name]).out)
  if (!existsSync(file)) throw new Trouble(`${name} is not part of this checkout yet.`)
  process.setSourceMapsEnabled(true)
  process.argv.splice(1, process.argv.length, file, ...args)
  await import(pathToFileURL(file).href)
}

if (isMain(import.meta.url)) {
  const [name, ...args] = process.argv.slice(2)
  const target = name === undefined ? undefined : TARGETS[name]
  if (name === undefined || target?.out.endsWith('.mjs') !== true) {
    const names = Object.keys(TARGETS).filter((key) => TARGETS[key]?.out.endsWith('.mjs'))
    say(`Usage: node scripts/run.mjs NAME [arguments]\nNAME is one of: ${names.join(', ')}`)
    process.exitCode = 2
  } else {
    try {
      await setup(NEED_SETUP[/** @type {keyof typeof NEED_SETUP} */ (name)])
      await handOver(name, args)
    } catch (error) {
      giveUp(error)
    }
  }
}
