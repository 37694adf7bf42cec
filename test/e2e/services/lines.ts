import { join } from 'node:path'
import type { Filing } from './filing.ts'
import { type Look, lastLooks, lookAt } from './look.ts'
import { begin, carryOn, prove, scanCertificate, type Walk, type Walked } from './matrix.ts'
import { type Office, openOffice } from './office.ts'
import { judge } from './outcomes.ts'

/** One service under one line. */
export interface Result {
  readonly service: string
  /** Of the walk and of the proof together; people sign in and out in it. */
  readonly seconds: number
  /** What did not hold; null when everything did. */
  readonly failure: string | null
  readonly seen: readonly string[]
}

export interface Matrix {
  readonly results: readonly Result[]
  /** What did not hold when everything was judged again from an export. */
  readonly judged: string | null
}

interface Tally {
  readonly filing: Filing
  readonly left: boolean
  ms: number
  walked: Walked | null
  failure: string | null
}

/**
 * Walks services to their good end in an office of their own. `offline`: the node is away from before the first filing until after the last act of
 * the last person. `left` are filings that only the executor is to decide: once there is a line, somebody carries them on.
 */
export async function walkLine(
  line: 'online' | 'offline',
  filings: readonly Filing[],
  left: readonly Filing[],
  folder: string,
  say: (text: string) => void,
): Promise<Matrix> {
  const office = await openOffice(folder)
  // The browser is in a group of its own: Ctrl-C does not reach it.
  const leave = () => void office.county.remove().finally(() => process.exit(130))
  for (const signal of SIGNALS) process.once(signal, leave)
  const tallies = [...filings, ...left].map((filing): Tally => {
    return { filing, left: left.includes(filing), ms: 0, walked: null, failure: null }
  })
  try {
    if (line === 'offline') await office.county.node.stop()
    const walk = office.walk(line === 'online')
    for (const one of tallies) await timed(office, line, one, say, () => goThrough(walk, one, tallies))
    if (line === 'offline') {
      await office.county.node.start()
      await office.desk.syncNow()
    }
    const later = office.walk(true)
    for (const [i, one] of tallies.entries()) {
      const scan = i === 0 || i === tallies.length - 1
      if (one.failure === null) await timed(office, line, one, say, () => finish(later, one, scan))
    }
    const standing = lastLooks(
      tallies.filter(({ failure }) => failure === null).map(({ filing }) => filing),
      office.world,
    )
    for (const one of tallies) {
      const looks = standing.get(one.filing)
      if (looks !== undefined) await timed(office, line, one, say, () => lookAgain(later, one, looks))
    }
    const judged = await judge(office, folder).catch((error: unknown) => wordsOf(error))
    say(`${line}: ${judged ?? 'every entry applied, judged again from an export'}`)
    return { results: tallies.map((one) => resultOf(one)), judged }
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
    await office.county.remove()
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

async function goThrough(walk: Walk, one: Tally, all: readonly Tally[]): Promise<void> {
  for (const needed of one.filing.after ?? []) {
    const before = all.find(({ filing }) => filing.service === needed)
    if (before?.failure !== null) throw new Error(`${needed} did not get there`)
  }
  one.walked = await begin(walk, one.filing)
  if (one.left) return
  await carryOn(walk, one.walked)
  if (walk.online) await prove(walk, one.walked)
}

/** What waited for the line: the executor's decision, and the proof of everything. */
async function finish(walk: Walk, one: Tally, scan: boolean): Promise<void> {
  if (one.walked === null) return
  if (one.left) await carryOn(walk, one.walked)
  if (!one.walked.seen.includes('proof')) await prove(walk, one.walked)
  if (scan) await scanCertificate(walk, one.walked)
}

/** Sealed and taken back from the province, the register says what it said when the acts were new. */
async function lookAgain({ desk, world }: Walk, one: Tally, looks: readonly Look[]): Promise<void> {
  for (const look of looks) await lookAt(desk, world.county, look)
  one.walked?.seen.push('register')
}

async function timed(office: Office, line: string, one: Tally, say: (text: string) => void, work: () => Promise<void>) {
  const start = performance.now()
  const before = one.walked?.seen.length
  try {
    await work()
  } catch (error) {
    one.failure = wordsOf(error)
    const { page } = office.desk
    await page.screenshot({ path: join(office.walk(true).folder, `${one.filing.service}.png`) }).catch(() => undefined)
    await office.desk.leave().catch(() => undefined)
  }
  one.ms += performance.now() - start
  if (one.failure !== null || one.walked?.seen.length !== before)
    say(`${line}: ${one.filing.service} ${one.failure ?? one.walked?.seen.join(' ') ?? ''}`)
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` (${error.cause.message.split('\n')[0]})` : ''
  return `${error.message}${cause}`
}

function resultOf({ filing, left, ms, walked, failure }: Tally): Result {
  const service = left ? `${filing.service}, left to the executor` : filing.service
  return { service, seconds: ms / 1000, failure, seen: walked?.seen ?? [] }
}
