import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { Clue } from './search-rows.ts'

/** The keys of the office whose cases are searched, and where its pages are served: a browser finds what it kept only under the same address. */
interface Office {
  readonly scalar: Uint8Array
  readonly seed: Uint8Array
  readonly port: number
  readonly clues: Clue[]
  /** Its cases are in the browser's database already. */
  readonly filled: boolean
}

/** Offices of different sizes may be measured at the same time. */
const portOf = (n: number) => 47_811 + (n % 1_000)

/** The office of `n` cases that a run before has filled in this folder; else a new one. */
export function officeOf(folder: string | null, n: number): Office {
  const file = folder === null ? null : fileOf(folder, n)
  if (file === null || !existsSync(file)) {
    const [scalar, seed] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))]
    return { scalar, seed, port: file === null ? 0 : portOf(n), clues: [], filled: false }
  }
  const { scalar, seed, clues } = JSON.parse(readFileSync(file, 'utf8')) as Record<'scalar' | 'seed', string> & {
    clues: Clue[]
  }
  return { scalar: must(fromHex(scalar)), seed: must(fromHex(seed)), port: portOf(n), clues, filled: true }
}

export function keepOffice(folder: string, n: number, { scalar, seed, clues }: Office): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(folder, n), JSON.stringify({ scalar: hex(scalar), seed: hex(seed), clues }))
}

const fileOf = (folder: string, n: number) => join(folder, `office-of-${n}.json`)
