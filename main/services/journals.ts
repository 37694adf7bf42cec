import { compare, equal, fromHex, hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { CallInput, JournalState, Kept } from '../../shared/bridge.ts'
import { asDiskFailure, type Disk } from './disk.ts'
import { JOURNAL_NAME, type Journal, type Listed, openJournal } from './journal.ts'

/** All the journals of a data folder. */
export interface Journals {
  /** The journal of a key; opened, and where needed made, on first use. Codes: disk-full, disk-failed. */
  of(key: Uint8Array): Promise<Result<Journal>>
  /**
   * What was signed here, oldest first, from position `from`; at most `max`, and fewer where the answer would grow too long.
   * A key's own entries always come in the order of its chain, whatever its clock said. `sees` says which scopes count; what stands at or
   * before a mark of its key is left out.
   */
  list(page: Asked, sees: (scope: readonly string[]) => boolean): Promise<Result<Page>>
  /**
   * Hex hashes of every attachment that an entry here names, whoever signed it. Codes: those of a journal that could not be opened, and
   * journal-damaged: a record that cannot be read may have named any.
   */
  attachments(): Promise<Result<ReadonlySet<string>>>
  /** [N3] The id of the entry that was last signed in place of this one, whoever signed it here; itself where there is none. */
  replacement(): Promise<(id: Uint8Array) => Uint8Array>
  close(): Promise<void>
}
export type Page = JournalState & { total: number }
export type Asked = CallInput<'journal.list'>

const GRAVEST: readonly Code[] = ['journal-damaged', 'disk-failed', 'disk-full', 'journal-torn']

/** Opens every journal that is there. One that cannot be read is a problem of `list`, and stops nobody else. */
export async function openJournals(disk: Disk, folder: string): Promise<Result<Journals>> {
  const open = new Map<string, Promise<Result<Journal>>>()
  const get = (key: Uint8Array): Promise<Result<Journal>> => {
    const name = hex(key)
    const known = open.get(name)
    if (known !== undefined) return known
    const opening = openJournal(disk, folder, key)
    open.set(name, opening)
    return opening
  }
  try {
    await disk.makeFolder(folder)
    for (const name of await disk.list(folder)) {
      const key = fromHex(JOURNAL_NAME.exec(name)?.[1] ?? '')
      if (key.ok && key.value.length === 32) await get(key.value)
    }
  } catch (error) {
    return asDiskFailure(error)
  }
  const all = () => Promise.all(open.values())

  return ok({
    async of(key) {
      const first = get(key)
      const journal = await first
      if (journal.ok) return journal
      // A disk that failed once may be there again. Whoever else has asked meanwhile shares the new attempt.
      if (open.get(hex(key)) === first) open.delete(hex(key))
      return get(key)
    },
    async list({ from, max, after }, sees) {
      const opened = await all()
      const journals = opened.filter((one) => one.ok).map((one) => one.value)
      for (;;) {
        const order = inOrder(journals, sees, after)
        const page = firstThatFit(order.slice(from, from + max))
        const entries = await readAll(page)
        if (!entries.ok) return entries
        // A record that is only now found changed has left its journal's list, so the count and the page are made afresh.
        if (entries.value.length < page.length) continue
        const problems = [
          ...opened.flatMap((one) => (one.ok ? [] : { code: one.code, detail: one.detail })),
          ...journals.flatMap((journal) => journal.problem() ?? []),
        ]
        const problem = problems.sort((a, b) => GRAVEST.indexOf(a.code) - GRAVEST.indexOf(b.code))[0] ?? null
        const newest = follower(journals)
        const said = entries.value.map((one) => {
          const by = newest(one.id)
          return equal(by, one.id) ? one : { ...one, replacedBy: by }
        })
        return ok({ entries: said, total: order.length, problem })
      }
    },
    async attachments() {
      const named = new Set<string>()
      for (const journal of await all()) {
        if (!journal.ok) return journal
        const problem = journal.value.problem()
        if (problem?.code === 'journal-damaged') return fail(problem.code, problem.detail)
        for (const { att } of journal.value.records()) for (const h of att) named.add(hex(h))
      }
      return ok(named)
    },
    async replacement() {
      return follower((await all()).filter((one) => one.ok).map((one) => one.value))
    },
    async close() {
      for (const journal of await all()) if (journal.ok) await journal.value.close()
    },
  })
}

/** An entry may have been signed again more than once: the last one stands for it. */
function follower(journals: readonly Journal[]): (id: Uint8Array) => Uint8Array {
  const maps = journals.map((one) => one.replacements()).filter((one) => one.size > 0)
  const most = maps.reduce((sum, one) => sum + one.size, 0)
  return (id) => {
    let at = id
    // What replaces what is not signed: a file that was changed by hand may lead in a circle, and not for ever.
    for (let steps = 0; steps < most; steps++) {
      const name = hex(at)
      const next = maps.find((one) => one.has(name))?.get(name)
      if (next === undefined) break
      at = next
    }
    return at
  }
}

interface Placed {
  readonly journal: Journal
  readonly record: Listed
}

/** Merges the journals: always the one whose next record claims the earliest time; every journal keeps its own order. */
function inOrder(
  journals: readonly Journal[],
  sees: (scope: readonly string[]) => boolean,
  after: Asked['after'],
): Placed[] {
  const lists = journals
    .map((journal) => {
      const marks = after.filter(({ key }) => equal(key, journal.key))
      const isKnown = ({ epoch, seq }: Listed) => marks.some((mark) => mark.epoch === epoch && seq <= mark.seq)
      return journal
        .records()
        .flatMap((record) => (sees(record.scope) && !isKnown(record) ? [{ journal, record }] : []))
    })
    .filter((list) => list.length > 0)
    .sort(([a], [b]) => compare((a as Placed).journal.key, (b as Placed).journal.key))
  if (lists.length === 1) return lists[0] as Placed[]
  const at = lists.map(() => 0)
  const out: Placed[] = []
  const total = lists.reduce((sum, list) => sum + list.length, 0)
  while (out.length < total) {
    let first = -1
    let earliest = Number.POSITIVE_INFINITY
    for (const [i, list] of lists.entries()) {
      const time = list[at[i] as number]?.record.time ?? Number.POSITIVE_INFINITY
      if (time >= earliest) continue
      first = i
      earliest = time
    }
    out.push(lists[first]?.[at[first] as number] as Placed)
    at[first] = (at[first] as number) + 1
  }
  return out
}

/** As many as one answer may hold; at least one. */
function firstThatFit(page: readonly Placed[]): Placed[] {
  let size = 0
  return page.filter(({ record }, i) => {
    size += record.length
    return i === 0 || size <= LIMITS.answer
  })
}

/** Journal by journal, answered in the order asked; without those that cannot be read whole any more. */
async function readAll(page: readonly Placed[]): Promise<Result<Kept[]>> {
  const found = new Map<Listed, Kept>()
  for (const journal of new Set(page.map((one) => one.journal))) {
    const wanted = page.filter((one) => one.journal === journal).map((one) => one.record)
    const read = await journal.read(wanted)
    if (!read.ok) return read
    // One that is not there any more leaves the others in their order.
    let at = 0
    for (const record of wanted) {
      const kept = read.value[at]
      if (kept === undefined || !equal(kept.id, record.id)) continue
      found.set(record, kept)
      at++
    }
  }
  return ok(page.flatMap(({ record }) => found.get(record) ?? []))
}
