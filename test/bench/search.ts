import { openPayloads } from '../../main/services/payloads.ts'
import { recipientOf, useSecret } from '../../main/services/secret.ts'
import type { OpenKey } from '../../main/services/vault.ts'
import { seeded } from '../../scripts/demo/seed.ts'
import { regionName } from '../../shared/contract/regions/index.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'
import type { SearchAnswer, SearchAsk } from './browser/search.worker.ts'
import { type Outcome, quantile, ratioOf } from './frame.ts'
import type { Options } from './options.ts'
import { openPage } from './page.ts'
import { childrenProcessorTime, ownProcessorTime } from './processor-time.ts'
import { keepOffice, officeOf } from './search-office.ts'
import { type Clue, LEAVES_PER_PIECE, PER_PIECE, type Piece, pieceOf, SERVICES } from './search-rows.ts'
import { COUNTY } from './world.ts'

/** Pieces that are written twice, with and without what the search adds. */
const COMPARED = 12

type Ask = (message: SearchAsk) => Promise<SearchAnswer>

/**
 * An office of `n` cases in a real Chromium, its payloads sealed by real age files that a real main opens: what filling the roll adds to taking leaves,
 * how long the index takes from nothing, and how long a page of ten takes for what people look for. Against: the ten rows, read by their key.
 */
export async function search(options: Options): Promise<Outcome> {
  const n = options.n ?? 500_000
  const samples = options.rounds ?? 25
  const office = officeOf(options.keep, n)
  const recipient = await recipientOf(office.scalar)
  const keys = await useSecret({ v: 1, person: 'reviewer', seed: office.seed.slice(), office: [office.scalar.slice()] })
  const pieces = Math.ceil(n / PER_PIECE)
  const { clues } = office
  const make = (k: number): Piece => {
    const made = pieceOf(k, Math.min(PER_PIECE, n - k * PER_PIECE), recipient, k === pieces - 1)
    clues.push(...made.clues)
    return made.piece
  }
  const respond = async (path: string, body: Uint8Array) => {
    const [, what, which] = path.split('/') as [string, string, string]
    if (what === 'piece') return encode(make(Number(which)) as unknown as Value)
    if (what === 'services') return encode(SERVICES as unknown as Value)
    if (which === 'vault.search-key') return encode({ key: keys.searchKey() })
    const payloads = await openPayloads({ ...keys, person: null } as unknown as OpenKey, unpack(body))
    return encode({ payloads } as unknown as Value)
  }
  const { page, close } = await openPage(options.keep ?? options.data, respond, office.port)
  const ask: Ask = (message) => page.evaluate((one) => window.bench.search.ask(one), message)
  const clock = Date.UTC(2026, 10, 22, 2)
  const open = { open: { office: COUNTY, clock, roles: ['reviewer', 'approver'], anew: office.filled } }
  try {
    await ask(open)
    const filled = office.filled ? null : await fill(ask, pieces, options.say)
    if (filled !== null && options.keep !== null) keepOffice(options.keep, n, office)
    options.say('Indexing …')
    const [mine, theirs] = [ownProcessorTime(), childrenProcessorTime() ?? 0]
    const built = await ask({ index: true })
    const [main, worker] = [ownProcessorTime() - mine, (childrenProcessorTime() ?? 0) - theirs]
    const size = await ask({ bytes: true })
    await ask({ close: true })
    await page.evaluate(() => window.bench.search.restart())
    await ask({ open: { ...open.open, anew: false } })
    const first = await ask({ cases: { text: (clues[0] as Clue).id } })
    await ask({ index: true })
    const kinds = await askAll(ask, clues, samples, n, options.say)
    const all = kinds.flatMap(({ ours }) => ours)
    const raw = kinds.flatMap((kind) => kind.raw)
    const notes = [
      { what: 'cases', value: n, unit: '' },
      { what: 'index from nothing', value: built.ms / 1000, unit: 's' },
      { what: 'cases read into the index', value: (n * 1000) / built.ms, unit: 'per second' },
      { what: 'processor time of a case: browser', value: (worker * 1000) / n, unit: 'µs' },
      { what: 'processor time of a case: main', value: (main * 1000) / n, unit: 'µs' },
      { what: 'shelves on the disk, a case', value: size.rows / n, unit: 'bytes' },
      { what: 'rolls on the disk, a case', value: (size.ms - size.rows) / n, unit: 'bytes' },
      { what: 'first search after a start', value: first.ms, unit: 'ms' },
      ...kinds.flatMap(({ what, ours, spent }) => [
        { what: `${what}, p50`, value: quantile(ours, 0.5), unit: 'ms' },
        { what: `${what}, p95`, value: quantile(ours, 0.95), unit: 'ms' },
        { what: `${what}, most`, value: Math.max(...ours), unit: 'ms' },
        { what: `${what}, processor time`, value: spent, unit: 'ms' },
      ]),
      { what: 'all pages, p95', value: quantile(all, 0.95), unit: 'ms' },
      { what: 'all pages, most', value: Math.max(...all), unit: 'ms' },
    ]
    return {
      rounds: samples,
      ratios: [
        ...(filled === null
          ? []
          : [ratioOf('a piece with what the search adds / without', 'ms', filled.with, filled.without)]),
        ratioOf('a page / ten rows by their key', 'ms', all, raw),
        ratioOf(
          'a page / one row by its key',
          'ms',
          all,
          kinds.flatMap(({ one }) => one),
        ),
      ],
      notes,
    }
  } finally {
    await close()
  }
}

/** Every piece, the first dozen of them also without the rolls, in turns. */
async function fill(
  ask: Ask,
  pieces: number,
  say: (line: string) => void,
): Promise<{ with: number[]; without: number[] }> {
  const out = { with: [] as number[], without: [] as number[] }
  const compared = Math.min(COMPARED, pieces)
  for (let k = 0; k < pieces; k++) {
    if (k >= compared) await ask({ fill: { k, rolls: true } })
    else {
      const first = await ask({ fill: { k, rolls: k % 2 === 0 } })
      const second = await ask({ fill: { k, rolls: k % 2 !== 0 } })
      const [rolls, bare] = k % 2 === 0 ? [first, second] : [second, first]
      // The first does not count, as everywhere.
      if (k > 0 || compared === 1) {
        out.with.push(rolls.ms)
        out.without.push(bare.ms)
      }
    }
    if (k % 16 === 15) say(`${(k + 1) * PER_PIECE} cases`)
  }
  return out
}

interface Kind {
  readonly what: string
  readonly ours: readonly number[]
  readonly raw: readonly number[]
  readonly one: readonly number[]
  /** Processor time of one, ms, in all processes. */
  readonly spent: number
}

const processorTime = () => ownProcessorTime() + (childrenProcessorTime() ?? 0)

async function askAll(
  ask: Ask,
  clues: readonly Clue[],
  samples: number,
  n: number,
  say: (line: string) => void,
): Promise<Kind[]> {
  const random = seeded(3)
  const clue = () => clues[Math.floor(random() * clues.length)] as Clue
  const written = (tibetan: boolean) => () => {
    for (;;) {
      const one = clue()
      if (/[\u0f00-\u0fff]/.test(one.name) === tibetan) return one
    }
  }
  const [han, tibetan] = [written(false), written(true)]
  const two = (i: number) => String(10 + (Math.floor(random() * 89 * (i + 1)) % 90))
  const questions: readonly (readonly [string, () => SearchAsk])[] = [
    ['identity number', () => ({ cases: { text: clue().id } })],
    ['its last four', () => ({ cases: { text: clue().id.slice(-4) } })],
    ['date of birth', () => ({ cases: { text: clue().id.slice(6, 14) } })],
    ['telephone', () => ({ cases: { text: clue().phone } })],
    ['end of a telephone, 5', () => ({ cases: { text: clue().phone.slice(-5) } })],
    ['three digits', () => ({ cases: { text: clue().id.slice(9, 12) } })],
    ['name', () => ({ cases: { text: clue().name } })],
    ['half a name', () => ({ cases: { text: han().name.slice(0, 2) } })],
    ['three characters of a name', () => ({ cases: { text: han().name.slice(1) } })],
    ['one character', () => ({ cases: { text: han().name.slice(0, 1) } })],
    ['a Tibetan name', () => ({ cases: { text: tibetan().name } })],
    ['a Tibetan syllable', () => ({ cases: { text: tibetan().name.split('་')[0] ?? '' } })],
    ['number on the certificate', () => ({ cases: { text: clue().certificate } })],
    ['village', () => ({ cases: { text: regionName(clue().village) ?? '' } })],
    ['name and village', () => both(clue())],
    ['contract number', () => ({ cases: { text: clue().contract } })],
    ['filing number', () => ({ cases: { text: clue().number } })],
    ['number that nobody has', () => ({ cases: { text: `99${two(1)}77${two(2)}${two(3)}` } })],
    ['name that nobody has', () => ({ cases: { text: '欧阳司马' } })],
    ['name, not delivered', () => ({ cases: { text: clue().name, filter: 'open' } })],
    ['name of a year', () => ({ cases: { text: clue().name, receivedFrom: '2018-01-01', receivedTo: '2018-12-31' } })],
    ['a later page of a name', () => ({ cases: { text: clue().name, after: String(Math.floor(random() * n * 4)) } })],
    ['service by its title', () => ({ cases: { text: '转移登记', after: String(Math.floor(random() * n * 4)) } })],
    ['state by its title', () => ({ cases: { text: '撤回' } })],
    ['all', () => ({ cases: {} })],
    ['open', () => ({ cases: { filter: 'open' } })],
    ['for me', () => ({ cases: { filter: 'for-me' } })],
    ['in dispute', () => ({ cases: { filter: 'disputed' } })],
    ['mine, and there is none', () => ({ cases: { filter: 'mine' } })],
    ['red', () => ({ cases: { light: 'red' } })],
    ['one service, one state, one month', () => month(random)],
    ['contract by its number', () => ({ subjects: clue().contract })],
    ['contract by its holder', () => ({ subjects: clue().name })],
    ['contract by a number of its holder', () => ({ subjects: clue().id })],
    ['applicant', () => ({ applicant: clue().id })],
  ]
  const out: Kind[] = []
  for (const [what, question] of questions) {
    const ours: number[] = []
    const raw: number[] = []
    const one: number[] = []
    let rows = 0
    let spent = 0
    for (let i = 0; i <= samples; i++) {
      const asked = question()
      const before = processorTime()
      const answer = await ask(asked)
      const after = processorTime()
      const bare = await ask({ raw: Math.floor(random() * (n / PER_PIECE) * LEAVES_PER_PIECE) })
      const single = await ask({ get: `${COUNTY}/case/${clue().number}` })
      // The first does not count, as everywhere.
      if (i === 0) continue
      ours.push(answer.ms)
      raw.push(bare.ms)
      one.push(single.ms)
      rows += answer.rows
      spent += after - before
    }
    say(
      `${what}: ${quantile(ours, 0.5).toFixed(1)} ms, most ${Math.max(...ours).toFixed(1)} ms, ${(rows / samples).toFixed(1)} rows`,
    )
    out.push({ what, ours, raw, one, spent: spent / samples })
  }
  return out
}

function both(clue: Clue): SearchAsk {
  return { cases: { text: `${clue.name} ${regionName(clue.village) ?? ''}` } }
}

function month(random: () => number): SearchAsk {
  const date = `${2016 + Math.floor(random() * 9)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}`
  const parts = {
    services: ['grassland-transfer'],
    state: 'withdrawn',
    receivedFrom: `${date}-01`,
    receivedTo: `${date}-28`,
  }
  return { cases: { filter: 'finished', ...parts } }
}

/** Files as the page's bridge has packed them. */
function unpack(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at)
    out.push(bytes.slice(at + 4, at + 4 + length))
    at += 4 + length
  }
  return out
}
