import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import { type Gov, govKey, isVoid } from '../../shared/contract/index.ts'
import { type Body, entryId, parseBody, parseLeaf, unframe } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import type { GovEntry, Named } from './gov-api.ts'
import type { Snapshot } from './snapshot.ts'
import { LEAVES_PER_TILE } from './tile-store.ts'

/** The shelf of gov as people ask about it: who laid down what, when. gov is small everywhere, so its leaves are read once and kept as lines. */
export class GovLog {
  readonly #db: ReplicaDatabase
  #lines: Line[] = []
  #reading: Promise<unknown> = Promise.resolve()

  constructor(db: ReplicaDatabase) {
    this.#db = db
  }

  /** Every sealed entry of gov that this replica holds, in log order. */
  lines({ gov }: Pick<Snapshot, 'gov'>): Promise<readonly GovEntry[]> {
    const next = this.#reading.then(() => this.#read())
    this.#reading = next.catch(() => undefined)
    // While a sync is under way more may be kept than the snapshot knows of: who signed is asked for each time.
    return next.then((all) => all.map(({ key, line }) => ({ ...line, by: authorOf(gov, key, line.height) })))
  }

  async #read(): Promise<readonly Line[]> {
    const size = (await this.#db.read('scope/gov'))?.frontier.size ?? 0
    // A log that has become shorter was forgotten and fetched again.
    if (size < this.#lines.length) this.#lines = []
    if (size === this.#lines.length) return this.#lines
    const from = this.#lines.length
    const tile = Math.floor(from / LEAVES_PER_TILE)
    const rows = await this.#db.tiles
      .where('[scope+tile]')
      .between(['gov', tile], ['gov', Number.MAX_SAFE_INTEGER])
      .toArray()
    const leaves = rows.flatMap((row) => must(unframe(row.frames))).slice(from - tile * LEAVES_PER_TILE)
    const outcomes = new Map<string, string>()
    for (const row of await this.#db.outcomes.filter((one) => one.scope === 'gov').toArray()) {
      outcomes.set(row.id, row.outcome)
    }
    const lines = leaves.map((bytes) => lineOf(bytes, outcomes))
    this.#lines = [...this.#lines, ...lines]
    return this.#lines
  }
}

/** A sealed entry, but for the name of who signed it. */
interface Line {
  readonly key: Uint8Array
  readonly line: Omit<GovEntry, 'by'> & { readonly height: number }
}

function lineOf(bytes: Uint8Array, outcomes: ReadonlyMap<string, string>): Line {
  const { h, t, body } = must(parseLeaf(bytes))
  const entry = must(parseBody(body))
  const id = hex(entryId(body))
  const outcome = outcomes.get(id) ?? 'applied'
  const standing = isVoid(outcome) ? 'set-aside' : 'sealed'
  const said = { entry: id, kind: entry.kind, about: aboutOf(entry), time: entry.time }
  return { key: entry.key, line: { ...said, sealedAt: t, height: h, standing, outcome, code: null } }
}

/** Who signed, as of a height; a key that gov does not know by its first digits. */
export function authorOf(gov: Gov, key: Uint8Array, height: number): Named {
  const author = gov.author(key, height)
  return author === null ? { id: '', name: hex(key).slice(0, 8) } : { id: author.member, name: author.name }
}

/** The state key that an entry of gov is about; '' where its data does not say. What is void may say anything. */
export function aboutOf({ kind, data }: Body): string {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '?')
  const said = data as Readonly<Record<string, unknown>>
  switch (kind) {
    case 'service': {
      const named = isMap(said['definition']) ? said['definition'] : said
      return `service/${text(named['code'])}/${text(named['version'])}`
    }
    case 'numbers':
      return govKey.numbers(text(said['office']), text(said['series']))
    case 'policy':
      return govKey.policy(text(said['name']))
    case 'office':
      return govKey.office(text(said['code']))
    case 'office-key':
      return govKey.office(text(said['office']))
    case 'member':
      return govKey.member(text(said['id']))
    case 'revoke':
      return said['key'] instanceof Uint8Array ? govKey.key(said['key']) : ''
    default:
      return ''
  }
}

/** This desktop's entries of gov that are not sealed yet or were refused, in the order of signing. */
export function waitingLines(now: Snapshot): GovEntry[] {
  const { waiting, outcomes, gov } = now.govWaiting
  return waiting.map(({ row, entry }) => ({
    entry: row.id,
    kind: entry.kind,
    about: aboutOf(entry),
    by: authorOf(gov, entry.key, now.height),
    ...{ time: entry.time, sealedAt: null, height: null, standing: row.standing },
    outcome: outcomes.get(row.id) ?? '',
    code: row.code,
  }))
}

/** What the person who is signed in has to know of: own entries that were sealed without effect and not laid down since, and all that waits here. */
export function pendingOf(now: Snapshot, lines: readonly GovEntry[]): GovEntry[] {
  const lost = lines.filter(
    (line, i) =>
      isVoid(line.outcome) &&
      line.by.id === now.person.id &&
      !lines.slice(i + 1).some((later) => later.about === line.about && !isVoid(later.outcome)),
  )
  return [...lost, ...waitingLines(now)]
}
