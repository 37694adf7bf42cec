import { type Kysely, sql } from 'kysely'

/** The tables, the same on PGlite and on PostgreSQL. int8 comes back as a number or as text, by driver: read it with Number(). */
export interface Tables {
  blocks: { h: number; header: Uint8Array; upto: number }
  /** Consecutive leaves of one scope, framed; a row holds a block's leaves or a piece of them, never one leaf of many. */
  leaves: { scope: string; first: number; count: number; frames: Uint8Array }
  /** Consecutive entries of one device chain in one block: per entry id (32), received and by (8 each, big-endian). */
  chains: { key: Uint8Array; epoch: number; first: number; h: number; packed: Uint8Array }
  /** The state of a scope: its key → value map, values as CBOR. */
  records: { scope: string; name: string; value: Uint8Array }
  /** What is kept of a scope beside its records, as CBOR. */
  scopes: { code: string; state: Uint8Array }
  payloads: { commit: Uint8Array; scope: string; file: Uint8Array }
  attachments: { h: Uint8Array; scope: string; n: number }
}

export const TABLES = [
  'blocks',
  'leaves',
  'chains',
  'records',
  'scopes',
  'payloads',
  'attachments',
] as const satisfies (keyof Tables)[]

/** Raised when the tables change: a store of another version is thrown away and filled again from the files. */
const VERSION = 2

/** Makes the tables, or makes them anew when they are of another version. */
export async function prepare(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists version (n int8 primary key)`.execute(db)
  const { rows } = await sql<{ n: number | string }>`select n from version`.execute(db)
  if (rows.length === 1 && Number(rows[0]?.n) === VERSION) return
  await db.transaction().execute(async (tx) => {
    for (const table of TABLES) await tx.schema.dropTable(table).ifExists().execute()
    await tx.schema
      .createTable('blocks')
      .addColumn('h', 'int8', (c) => c.primaryKey())
      .addColumn('header', 'bytea', (c) => c.notNull())
      .addColumn('upto', 'int8', (c) => c.notNull())
      .execute()
    await tx.schema
      .createTable('leaves')
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('first', 'int8', (c) => c.notNull())
      .addColumn('count', 'int8', (c) => c.notNull())
      .addColumn('frames', 'bytea', (c) => c.notNull())
      .addPrimaryKeyConstraint('leaves_place', ['scope', 'first'])
      .execute()
    await tx.schema
      .createTable('chains')
      .addColumn('key', 'bytea', (c) => c.notNull())
      .addColumn('epoch', 'int8', (c) => c.notNull())
      .addColumn('first', 'int8', (c) => c.notNull())
      .addColumn('h', 'int8', (c) => c.notNull())
      .addColumn('packed', 'bytea', (c) => c.notNull())
      .addPrimaryKeyConstraint('chains_place', ['key', 'epoch', 'first'])
      .execute()
    await tx.schema
      .createTable('records')
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('value', 'bytea', (c) => c.notNull())
      .addPrimaryKeyConstraint('records_name', ['scope', 'name'])
      .execute()
    await tx.schema
      .createTable('scopes')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('state', 'bytea', (c) => c.notNull())
      .execute()
    await tx.schema
      .createTable('payloads')
      .addColumn('commit', 'bytea', (c) => c.notNull())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('file', 'bytea', (c) => c.notNull())
      .addPrimaryKeyConstraint('payloads_reader', ['commit', 'scope'])
      .execute()
    await tx.schema
      .createTable('attachments')
      .addColumn('h', 'bytea', (c) => c.notNull())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('n', 'int8', (c) => c.notNull())
      .addPrimaryKeyConstraint('attachments_reader', ['h', 'scope', 'n'])
      .execute()
    // Leaves and age files are mostly hashes, keys and ciphertext: trying to compress them only costs time.
    await sql`alter table leaves alter column frames set storage external`.execute(tx)
    await sql`alter table payloads alter column file set storage external`.execute(tx)
    await sql`delete from version`.execute(tx)
    await sql`insert into version (n) values (${VERSION})`.execute(tx)
  })
}
