import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from '../../scripts/process.mjs'
import type { tryWorld } from './trial.ts'

/**
 * Faults planted in a copy of the contract, to see that the simulation finds each: a text of one file gives way to another while a copy is bundled;
 * the sources stay as they are.
 */
interface Plant {
  readonly name: string
  /** In `shared/contract`. */
  readonly file: string
  readonly text: string
  readonly instead: string
}

const PLANTS: readonly Plant[] = [
  {
    name: 'a decision made on stale heads counts',
    file: 'resolve.ts',
    text: `if (!sameHeads(named.get(id)?.heads ?? [], heads)) return 'stale'`,
    instead: 'void heads, id',
  },
  {
    name: 'of two values of one field the later one wins',
    file: 'settle.ts',
    text: 'if (equal(encode(standing), encode(wanted))) continue',
    instead: 'if (standing !== wanted) continue',
  },
  {
    name: 'clocks say what was missed',
    file: 'settle.ts',
    text: 'next.get(name) ?? record, missed.touches)',
    instead: 'next.get(name) ?? record, missed.touches.filter((one) => one.time <= entry.time))',
  },
  {
    name: 'who comes second is dropped',
    file: 'settle.ts',
    text: 'const disputed = clash.size > 0',
    instead: `if (clash.size > 0) return voided('state')\nconst disputed = clash.size > 0`,
  },
  {
    name: 'a dispute stands on one of its records only',
    file: 'settle.ts',
    text: '(disputed ? { ...after',
    instead: '(disputed && clash.has(name) ? { ...after',
  },
  {
    name: 'an act is undone on one of its subjects only',
    file: 'undo.ts',
    text: 'for (const id of [at, ...touch.with]) {',
    instead: 'for (const id of [at]) {',
  },
  {
    name: 'what was built upon the undone stays',
    file: 'undo.ts',
    text: 'if (commonNames(here.set, later.set).length > 0) open.push([id, later])',
    instead: 'void later',
  },
  {
    name: 'a case that was put aside goes on',
    file: 'waiting.ts',
    text: `return record.overruled !== null && action.effects === true ? 'overruled' : null`,
    instead: 'return null',
  },
  {
    name: 'late work of the side that lost takes effect',
    file: 'history.ts',
    text: 'overruled ||= [...decided.refuses',
    instead: 'overruled ||= false && [...decided.refuses',
  },
  {
    name: 'a head that was not seen is forgotten',
    file: 'record.ts',
    text: '[...current.filter((head) => !gone.has(hex(head))), id]',
    instead: '[id]',
  },
  {
    name: 'a decision is taken back in part',
    file: 'resolve.ts',
    text: 'return decided.adopts.length + decided.refuses.length === disputes.length',
    instead: 'return true',
  },
  {
    name: 'what may be done once is done twice',
    file: 'plan.ts',
    text: `touch.act === action.name)) return 'once'`,
    instead: `touch.act === action.name && touch.at < 0)) return 'once'`,
  },
  {
    name: 'an executor decides by any definition',
    file: 'plan.ts',
    text: `return data.rules !== null && equal(definitionHash(d as unknown as Value), data.rules) ? null : 'definition'`,
    instead: 'return null',
  },
  {
    name: 'a number is given twice',
    file: 'numbers.ts',
    text: 'if (!rises) return null',
    instead: 'void rises',
  },
  {
    name: 'a number is taken from the block of another device',
    file: 'numbers.ts',
    text: 'number.n <= block.to && hex(block.key) === hex(key)',
    instead: 'number.n <= block.to',
  },
  {
    name: 'a device that signed two entries for one position goes on',
    file: 'scope-state.ts',
    text: `if (end?.frozen === true) return { verdict: voided('frozen'), end: null }`,
    instead: '',
  },
  {
    name: 'an open case moves to the newest form',
    file: 'judge-scope.ts',
    text: 'on.gov.service(open.service, open.version, on.h)',
    instead: 'on.gov.services(on.h).find(({ code }) => code === open.service) ?? null',
  },
]

const MOST_WORLDS = 600

/** Plants those with `only` in their names one after the other and plays worlds from seed 1 on until each is found; answers how many were not. */
export async function findPlanted(steps: number, only: string, say: (line: string) => void): Promise<number> {
  const folder = join(ROOT, 'build/planted')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let missed = 0
  const plants = PLANTS.filter(({ name }) => name.includes(only))
  for (const [i, plant] of plants.entries()) {
    const file = join(folder, `${i}.mjs`)
    await bundle(plant, file)
    const copy = (await import(pathToFileURL(file).href)) as { tryWorld: typeof tryWorld }
    const seed = find(copy.tryWorld, steps)
    if (typeof seed === 'string') missed += 1
    say(
      `${plant.name}: ${typeof seed === 'string' ? seed : `found in world ${seed.seed} (seed ${seed.seed}): ${seed.says}`}`,
    )
  }
  rmSync(folder, { recursive: true, force: true })
  say(`planted ${plants.length}, missed ${missed}`)
  return missed
}

function find(play: typeof tryWorld, steps: number): { seed: number; says: string } | string {
  for (let seed = 1; seed <= MOST_WORLDS; seed++) {
    const { broken } = play(seed, [3, 12], steps)
    if (broken !== null) return { seed, says: broken.says }
  }
  return `not found in ${MOST_WORLDS} worlds`
}

async function bundle({ file, text, instead }: Plant, out: string): Promise<void> {
  const path = join(ROOT, 'shared/contract', file)
  const source = readFileSync(path, 'utf8')
  if (source.split(text).length !== 2) throw new Error(`${file}: not once there: ${text}`)
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/simulation/trial.ts'],
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error', write: false },
    plugins: [
      {
        name: 'plant',
        setup({ onLoad }) {
          onLoad({ filter: new RegExp(`shared/contract/${file.replace('.', '\\.')}$`) }, () => ({
            contents: source.replace(text, instead),
            loader: 'ts',
          }))
        },
      },
    ],
  })
  writeFileSync(out, outputFiles[0]?.text ?? '')
}
