import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { openAnswer, parseBody } from '../../shared/ledger/index.ts'
import type { OutboxRow } from './database.ts'
import type { SyncContext } from './sync-run.ts'

/** Sends what is unsent, oldest first; each item gets its own answer, so one bad item never holds up the rest. */
export async function pushOutbox(run: SyncContext): Promise<Result<{ sent: number }>> {
  const rows = toSend(await run.db.outbox.orderBy('n').toArray())
  let sent = 0
  for (const items of inPieces(rows)) {
    const answer = await run.client.push(items.map(({ body, sig, payload }) => ({ body, sig, payload })))
    if (!answer.ok) return answer
    if (answer.value.answers.length !== items.length) return fail('truncated', 'answers to a push')
    const next: OutboxRow[] = []
    for (const [i, row] of items.entries()) {
      const signed = answer.value.answers[i] as { said: Uint8Array; sig: Uint8Array }
      const opened = await openAnswer(signed, run.trust.ack, run.verify)
      if (!opened.ok) return opened
      if (hex(opened.value.said.id) !== row.id) return fail('bad-answer', 'an answer about another entry')
      next.push(
        opened.value.kind === 'acknowledged'
          ? { ...row, standing: 'sent', answer: signed, promisedBy: opened.value.said.by, code: null, detail: '' }
          : {
              ...row,
              standing: 'set-aside',
              answer: signed,
              promisedBy: null,
              code: opened.value.said.code,
              detail: '',
            },
      )
    }
    // A row may have been sealed and taken out meanwhile: put back only what is still there.
    await run.db.transaction('rw', run.db.outbox, async () => {
      for (const row of next) if ((await run.db.outbox.get(row.id)) !== undefined) await run.db.outbox.put(row)
    })
    sent += next.filter((row) => row.standing === 'sent').length
  }
  return ok({ sent })
}

/**
 * What is saved, and what was refused for a reason that passes by itself: a node that was busy, or an entry of the same chain that had not come
 * and is not itself set aside.
 */
function toSend(rows: readonly OutboxRow[]): OutboxRow[] {
  const stuck = new Set<string>()
  return rows.filter((row) => {
    if (row.standing === 'saved') return true
    if (row.standing === 'sent') return false
    const entry = parseBody(row.body)
    const prev = entry.ok && entry.value.prev !== null ? hex(entry.value.prev) : ''
    if (row.code === 'busy' || (row.code === 'chain-gap' && !stuck.has(prev))) return true
    stuck.add(row.id)
    return false
  })
}

/** At most 200 entries and about a megabyte a request: a broken line costs little, and answers come back soon. */
function* inPieces(rows: readonly OutboxRow[]): Generator<OutboxRow[]> {
  let piece: OutboxRow[] = []
  let size = 0
  for (const row of rows) {
    const bytes = row.body.length + (row.payload?.length ?? 0) + 128
    if (piece.length > 0 && (piece.length >= 200 || size + bytes > 1_000_000)) {
      yield piece
      piece = []
      size = 0
    }
    piece.push(row)
    size += bytes
  }
  if (piece.length > 0) yield piece
}
