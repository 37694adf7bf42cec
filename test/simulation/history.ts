import { hex } from '../../shared/base/bytes.ts'
import { type Decided, isCase, type LedgerRecord, type ResolveData, type Touch } from '../../shared/contract/index.ts'
import { standing, stood } from './body.ts'
import { broken } from './broken.ts'

/**
 * Holds every record against its own history, with what each entry gave when it was sealed: what is in effect, and nothing else, makes the record.
 * All of it is worked out here anew, from the rules and not with the functions that are under test.
 */

interface Known {
  /** What each touch gave, by hex id and name; null: it took away what stood there. */
  readonly gave: Map<string, ReadonlyMap<string, string | null>>
  readonly ancestors: Map<string, ReadonlySet<string>>
}

interface InEffect {
  readonly touch: Touch
  readonly gave: ReadonlyMap<string, string | null>
  /** What it was made in sight of; where a decision adopted it with others, what any of them was. */
  readonly knows: ReadonlySet<string>
}

export class Histories {
  readonly #known = new Map<string, Known>()
  /** Every decision that took effect, by hex id. */
  readonly #decisions = new Map<string, Decided>()
  /** By decision and record, the names of the fields that it gave values itself. */
  readonly #amended = new Map<string, readonly string[]>()

  /** A decision, before the records that it touched are looked at. `set` as it says. */
  decided(id: Uint8Array, decided: Decided, set: ResolveData['set']): void {
    this.#decisions.set(hex(id), decided)
    for (const one of set) {
      this.#amended.set(`${hex(id)}/${one.id}`, [...Object.keys(one.fields), ...Object.keys(one.sealed)])
    }
  }

  get #standing(): [string, Decided][] {
    const back = new Set(
      [...this.#decisions.values()].flatMap((one) => (one.reopens === null ? [] : [hex(one.reopens)])),
    )
    return [...this.#decisions].filter(([id, { choice }]) => choice !== 'reopen' && !back.has(id))
  }

  /** A record that a leaf has changed: `before` as it stood. */
  changed(id: string, before: LedgerRecord | undefined, after: LedgerRecord): void {
    const touch = after.log.at(-1) as Touch
    if (after.log.length !== (before?.log.length ?? 0) + 1) broken('log', `${id}: one entry, one touch`)
    const [was, is] = [standing(before), standing(after)]
    const known = this.#known.get(id) ?? { gave: new Map(), ancestors: new Map() }
    this.#known.set(id, known)
    known.ancestors.set(hex(touch.id), ancestorsOf(known, touch))
    for (const name of new Set([...was.keys(), ...is.keys()])) {
      if (was.get(name) === is.get(name) || (!touch.held && touch.set.includes(name))) continue
      broken('set', `${id}: ${name} changed, and ${touch.act} does not say so`)
    }
    if (!touch.held) {
      for (const [i, name] of touch.set.entries()) {
        if (stood(name, touch.was[i]) !== (was.get(name) ?? null)) broken('was', `${id}: not what stood under ${name}`)
      }
    } else if (touch.was.length > 0) broken('was', `${id}: held, and something is kept of it`)
    known.gave.set(hex(touch.id), new Map(touch.held ? [] : touch.set.map((name) => [name, is.get(name) ?? null])))
    this.#heads(id, after)
    if (!touch.held && touch.decided === undefined && touch.act !== 'resolve') this.#late(id, after, touch, known)
  }

  /** After a leaf: the record as what is in effect makes it. `isOpen`: may the case, as bytes, hold a claim? */
  explain(id: string, record: LedgerRecord, isOpen: (kase: string) => boolean): void {
    const known = this.#known.get(id)
    if (known === undefined) return
    const undone = this.#undoneOn(record)
    const adoptedBy = new Map(this.#standing.flatMap(([d, { adopts }]) => adopts.map((one) => [hex(one), d] as const)))
    const made = new Map<string, string | null>()
    const inEffect: InEffect[] = []
    let blank = false
    for (const touch of record.log) {
      const name = hex(touch.id)
      const gave = known.gave.get(name) ?? new Map()
      if (touch.held) {
        const by = adoptedBy.get(name)
        if (by !== undefined) {
          const side = record.log.filter((one) => adoptedBy.get(hex(one.id)) === by)
          const knows = new Set(side.flatMap((one) => [...(known.ancestors.get(hex(one.id)) ?? [])]))
          inEffect.push({ touch, gave: known.gave.get(by) ?? new Map(), knows })
        }
        continue
      }
      // A decision that waits for a second signature says nothing yet; others leave this record as it is.
      if (touch.set.length === 0) continue
      if (touch.decided !== undefined) {
        const ended = gave.get('*') ?? null
        if (touch.decided.choice === 'reopen' && inEffect.length === 0 && ended !== null) {
          // It had been put on record by the decision that is taken back.
          blank = true
          made.set('*', ended)
        }
        if (!this.#standing.some(([d]) => d === name)) continue
        const direct = directOf(record, touch, this.#amended.get(`${name}/${id}`) ?? [])
        blank = direct.has('*') && !adoptedOn(record, touch).has('*')
        for (const one of direct) made.set(one, gave.get(one) ?? null)
        continue
      }
      if (undone.has(name)) continue
      blank = false
      inEffect.push({ touch, gave, knows: known.ancestors.get(name) ?? new Set() })
      for (const [one, value] of gave) made.set(one, value)
    }
    const now = standing(record)
    // Of what nothing is left in effect, the last values stay to be read, and it has ended.
    const names = blank ? ['*'] : new Set([...made.keys(), ...now.keys()])
    for (const name of names) {
      const want = made.get(name) ?? null
      // A claim that came back to a case which could not hold it was let go.
      if (name === ':pending' && want !== null && !now.has(name) && !isOpen(want)) continue
      if (want !== (now.get(name) ?? null)) {
        broken('explained', `${id}: what stands under ${name} is not what its history in effect gives`)
      }
    }
    if (blank) return
    for (const [i, one] of inEffect.entries()) {
      for (const [j, other] of inEffect.slice(0, i).entries()) {
        this.#notBoth(id, one, other, inEffect.slice(j + 1, i), known)
      }
    }
  }

  /** Never two holders: of two entries made apart, not both are in effect under one name, unless they say the same or are lists put together. */
  #notBoth(id: string, one: InEffect, other: InEffect, between: readonly InEffect[], { ancestors }: Known): void {
    const [a, b] = [hex(one.touch.id), hex(other.touch.id)]
    if (one.knows.has(b) || other.knows.has(a)) return
    const common = sameNames(one.touch.set, other.touch.set)
    for (const name of common) {
      const [mine, theirs] = [one.gave.get(name), other.gave.get(name)]
      if (!/[:*]/.test(name) && (mine === theirs || (isList(mine) && isList(theirs)))) continue
      // Somebody who knew of it has given another value since, and that one counts.
      if (between.some(({ touch: { id: by, set } }) => set.includes(name) && ancestors.get(hex(by))?.has(b) === true))
        continue
      broken('two in effect', `${id}: ${one.touch.act} and ${other.touch.act}, made apart, both hold ${name}`)
    }
  }

  /** Has something in effect set that name which an entry based on these heads had not seen, and no decision with it? */
  missedOn(record: LedgerRecord, heads: readonly Uint8Array[], name: string): boolean {
    const byId = new Map(record.log.map((touch) => [hex(touch.id), touch]))
    const seen = new Set<string>()
    const open = heads.map(hex)
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const touch = byId.get(one)
      if (touch === undefined) return false
      if (!seen.has(one)) open.push(...touch.heads.map(hex))
      seen.add(one)
    }
    const missed = record.log.filter((touch) => !seen.has(hex(touch.id)))
    if (missed.some((touch) => touch.act === 'resolve')) return false
    const undone = this.#undoneOn(record)
    return missed.some((touch) => !touch.held && touch.set.includes(name) && !undone.has(hex(touch.id)))
  }

  /** On a subject everything that a decision undid; on a case only where that decision put its steps back. */
  #undoneOn(record: LedgerRecord): Set<string> {
    const out = new Set<string>()
    for (const [d, { undoes }] of this.#standing) {
      const own = record.log.find((touch) => hex(touch.id) === d)
      if (isCase(record) && own?.set.includes(':state') !== true) continue
      for (const one of undoes) out.add(hex(one))
    }
    if (isCase(record) && record.log[0] !== undefined) out.delete(hex(record.log[0].id))
    return out
  }

  /** Does this decision stand? */
  stands(id: Uint8Array): boolean {
    return this.#standing.some(([d]) => d === hex(id))
  }

  /** The acts that were taken in a case and still count: adopted ones too, and none whose step a decision has put back. */
  stepsOf(record: LedgerRecord): string[] {
    const undone = this.#undoneOn(record)
    const adopted = new Set(this.#standing.flatMap(([, { adopts }]) => adopts.map(hex)))
    const counts = ({ id, held, act }: Touch) =>
      act !== 'resolve' && !undone.has(hex(id)) && (!held || adopted.has(hex(id)))
    return record.log.filter(counts).map(({ act }) => act)
  }

  /** [X6] Nothing takes effect upon what a decision, unknown to its author, had refused or undone. */
  #late(id: string, record: LedgerRecord, touch: Touch, { ancestors }: Known): void {
    const seen = ancestors.get(hex(touch.id)) as ReadonlySet<string>
    for (const [d, { refuses, adopts, stands, undoes }] of this.#standing) {
      if (seen.has(d) || !record.log.some((one) => hex(one.id) === d)) continue
      const gone = [...refuses, ...undoes].map(hex)
      const all = [...gone, ...adopts.map(hex), ...stands.map(hex)]
      if (gone.some((one) => seen.has(one)) && !all.every((one) => seen.has(one))) {
        broken('built upon what lost', `${id}: ${touch.act}`)
      }
    }
  }

  #heads(id: string, { heads, log }: LedgerRecord): void {
    const named = new Set(log.flatMap((touch) => touch.heads.map(hex)))
    const ends = log.map((touch) => hex(touch.id)).filter((one) => !named.has(one))
    if (ends.sort().join() !== heads.map(hex).join() || heads.length > 16) broken('heads', id)
  }

  /** Everything taken back, the newest first, by what each entry says of what it found: nothing is left. */
  rewound(id: string, record: LedgerRecord): void {
    const now = new Map(standing(record))
    for (const touch of [...record.log].reverse()) {
      if (touch.held) continue
      for (const [i, name] of touch.set.entries()) {
        const before = stood(name, touch.was[i])
        if (before === null) now.delete(name)
        else now.set(name, before)
      }
    }
    if (now.size > 0) broken('rewound', `${id}: ${[...now.keys()].join()} is left`)
  }
}

function ancestorsOf(known: Known, touch: Touch): Set<string> {
  const out = new Set<string>()
  for (const head of touch.heads.map(hex)) {
    out.add(head)
    for (const one of known.ancestors.get(head) ?? []) out.add(one)
  }
  return out
}

/** The names that a decision set itself, and not by undoing what others had set. */
function directOf(record: LedgerRecord, touch: Touch, amended: readonly string[]): Set<string> {
  const undoes = new Set((touch.decided?.undoes ?? []).map(hex))
  const gone = new Set(record.log.filter((one) => undoes.has(hex(one.id))).flatMap(({ set }) => set))
  const taken = adoptedOn(record, touch)
  return new Set(touch.set.filter((name) => !gone.has(name) || taken.has(name) || amended.includes(name)))
}

function adoptedOn(record: LedgerRecord, { decided }: Touch): Set<string> {
  const adopts = new Set((decided?.adopts ?? []).map(hex))
  return new Set(record.log.filter((one) => adopts.has(hex(one.id))).flatMap(({ set }) => set))
}

function sameNames(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.includes('*')) return b
  if (b.includes('*')) return a
  return a.filter((name) => b.includes(name))
}

function isList(value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false
  // The first byte of an array in CBOR.
  const first = Number.parseInt(value.slice(0, 2), 16)
  return first >= 0x80 && first <= 0x9b
}
