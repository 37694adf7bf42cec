import { Kysely, type Transaction } from 'kysely'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { LedgerRecord, ScopeState } from '../../shared/contract/index.ts'
import { unframe, type Value } from '../../shared/ledger/index.ts'
import { packState, packValue, piecesOf, runsOf, unpackRun, unpackState, unpackValue } from './packing.ts'
import type { Applied, AppliedBlock, HeldEntry, Store } from './port.ts'
import { TABLES, type Tables } from './tables.ts'

/** Rows per statement: enough to be fast, few enough for the 65,535 parameters of one and for other requests to get their turn. */
const ROWS = 250

/** The store port on Kysely. Expects prepared tables; closing it closes the database. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async applied(): Promise<Applied | null> {
    const last = await this.#db
      .selectFrom('blocks')
      .select(['h', 'upto'])
      .orderBy('h', 'desc')
      .limit(1)
      .executeTakeFirst()
    return last === undefined ? null : { blocks: Number(last.h) + 1, upto: Number(last.upto) }
  }

  async apply(block: AppliedBlock): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const last = await tx.selectFrom('blocks').select('h').orderBy('h', 'desc').limit(1).executeTakeFirst()
      const next = last === undefined ? 0 : Number(last.h) + 1
      if (block.h !== next) throw new Error(`block ${block.h} where ${next} is next`)
      await tx.insertInto('blocks').values({ h: block.h, header: block.header, upto: block.upto }).execute()
      const leaves = block.scopes.flatMap(({ code, from, leaves }) =>
        piecesOf(from, leaves).map((piece) => ({ scope: code, ...piece })),
      )
      // Few at once: each may hold a megabyte.
      for (const rows of chunks(leaves, 8)) await tx.insertInto('leaves').values(rows).execute()
      const runs = runsOf(block.entries).map((run) => ({ ...run, h: block.h }))
      for (const rows of chunks(runs, ROWS)) await tx.insertInto('chains').values(rows).execute()
      await putRecords(tx, block)
      await putScopes(tx, [...block.scopes.map((one) => one.after), ...block.declared])
      for (const rows of chunks(block.payloads, 16)) {
        await tx
          .insertInto('payloads')
          .values(rows)
          // The first to name a commitment in a scope has it there.
          .onConflict((c) => c.columns(['commit', 'scope']).doNothing())
          .execute()
      }
      for (const rows of chunks(block.attachments, ROWS)) {
        await tx
          .insertInto('attachments')
          .values(rows)
          .onConflict((c) => c.columns(['h', 'scope', 'n']).doNothing())
          .execute()
      }
    })
  }

  async scopes(): Promise<ScopeState[]> {
    const rows = await this.#db.selectFrom('scopes').select('state').execute()
    return rows.map((row) => unpackState(plain(row.state)))
  }

  async allRecords(scope: string): Promise<[string, Value][]> {
    const rows = await this.#db.selectFrom('records').select(['name', 'value']).where('scope', '=', scope).execute()
    return rows.map((row) => [row.name, unpackValue(plain(row.value))])
  }

  async records(scope: string, names: readonly string[]): Promise<Map<string, LedgerRecord>> {
    const out = new Map<string, LedgerRecord>()
    for (const some of chunks([...new Set(names)], 1000)) {
      const rows = await this.#db
        .selectFrom('records')
        .select(['name', 'value'])
        .where('scope', '=', scope)
        .where('name', 'in', some)
        .execute()
      for (const row of rows) out.set(row.name, unpackValue(plain(row.value)) as unknown as LedgerRecord)
    }
    return out
  }

  async leaves(scope: string, from: number, to: number, bytes: number): Promise<Uint8Array[]> {
    const out: Uint8Array[] = []
    let left = bytes
    for (let at = from; at < to; ) {
      const rows = await this.#db
        .selectFrom('leaves')
        .select(['first', 'count', 'frames'])
        .where('scope', '=', scope)
        .where('first', '<', to)
        // From the piece that holds the position on.
        .where('first', '>=', (e) =>
          e
            .selectFrom('leaves')
            .select((x) => x.fn.coalesce(x.fn.max('first'), x.val(0)).as('first'))
            .where('scope', '=', scope)
            .where('first', '<=', at),
        )
        .orderBy('first')
        .limit(16)
        .execute()
      const useful = rows.filter((row) => Number(row.first) + Number(row.count) > at)
      if (useful.length === 0) break
      for (const row of useful) {
        const first = Number(row.first)
        // Copied out of the row, which is gone when the answer is.
        for (const leaf of must(unframe(plain(row.frames))).slice(Math.max(0, at - first))) {
          if (at >= to) return out
          if (out.length > 0 && leaf.length + 2 > left) return out
          left -= leaf.length + 2
          out.push(leaf)
          at++
        }
      }
    }
    return out
  }

  async entryAt(key: Uint8Array, epoch: number, seq: number): Promise<HeldEntry | null> {
    const row = await this.#db
      .selectFrom('chains')
      .select(['first', 'h', 'packed'])
      .where('key', '=', key)
      .where('epoch', '=', epoch)
      .where('first', '<=', seq)
      .orderBy('first', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return null
    const held = unpackRun(plain(row.packed), seq - Number(row.first))
    return held === null ? null : { ...held, h: Number(row.h) }
  }

  async payloads(commits: readonly Uint8Array[], scopes: readonly string[]): Promise<(Uint8Array | null)[]> {
    if (commits.length === 0 || scopes.length === 0) return commits.map(() => null)
    const found = new Map<string, Uint8Array>()
    for (const some of chunks(commits, 32)) {
      const rows = await this.#db
        .selectFrom('payloads')
        .select(['commit', 'file'])
        .where('commit', 'in', some)
        .where('scope', 'in', [...scopes])
        .execute()
      for (const row of rows) found.set(hex(plain(row.commit)), plain(row.file))
    }
    return commits.map((commit) => found.get(hex(commit)) ?? null)
  }

  async attachments(files: readonly Uint8Array[], scopes: readonly string[]): Promise<number[][]> {
    if (files.length === 0 || scopes.length === 0) return files.map(() => [])
    const found = new Map<string, Set<number>>()
    for (const some of chunks(files, ROWS)) {
      const rows = await this.#db
        .selectFrom('attachments')
        .select(['h', 'n'])
        .where('h', 'in', some)
        .where('scope', 'in', [...scopes])
        .execute()
      for (const row of rows) {
        const name = hex(plain(row.h))
        found.set(name, (found.get(name) ?? new Set()).add(Number(row.n)))
      }
    }
    return files.map((h) => [...(found.get(hex(h)) ?? [])])
  }

  async reset(): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const table of TABLES) await tx.deleteFrom(table).execute()
    })
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }
}

async function putRecords(tx: Transaction<Tables>, block: AppliedBlock): Promise<void> {
  const changed = block.scopes.flatMap(({ code, changes }) =>
    [...changes].map(([name, value]) => ({ scope: code, name, value: packValue(value) })),
  )
  for (const rows of chunks(changed, ROWS)) {
    await tx
      .insertInto('records')
      .values(rows)
      .onConflict((c) => c.columns(['scope', 'name']).doUpdateSet((e) => ({ value: e.ref('excluded.value') })))
      .execute()
  }
}

async function putScopes(tx: Transaction<Tables>, states: readonly ScopeState[]): Promise<void> {
  const byCode = new Map(states.map((state) => [state.code, state]))
  const all = [...byCode.values()].map((state) => ({ code: state.code, state: packState(state) }))
  for (const rows of chunks(all, ROWS)) {
    await tx
      .insertInto('scopes')
      .values(rows)
      .onConflict((c) => c.column('code').doUpdateSet((e) => ({ state: e.ref('excluded.state') })))
      .execute()
  }
}

/** Drivers answer with views of their own buffers, or with Buffers. */
function plain(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes)
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
