import { groupNumber } from '../../app/format.ts'
import { paperWord } from '../../app/router.ts'
import type { TextKey, Words } from '../../i18n/index.ts'
import type { Conflict, Consequence, HeldPapers, Shown } from '../../replica/conflicts/api.ts'

const NAMED = ['conflict.side.0', 'conflict.side.1', 'conflict.side.2', 'conflict.side.3'] as const satisfies TextKey[]

/** 甲方, 乙方 …: what stands is the first. */
export function sideName(words: Words, side: number): string {
  const key = NAMED[side]
  return key === undefined ? words.t('conflict.side.n', { n: side + 1 }) : words.t(key)
}

/** What would become of everything, as sentences: cases by their side, where they have one; what becomes of several alike is said once. */
export function willLines(words: Words, conflict: Conflict, all: readonly Consequence[]): string[] {
  const aside = all.filter(({ kind }) => kind === 'putAside').map(({ number }) => caseName(words, conflict, number))
  const lines = all.map((one) => {
    if (one.kind !== 'putAside') return willText(words, conflict, one)
    return words.t('conflict.will.putAside', { on: words.list([...new Set(aside)]) })
  })
  return [...new Set(lines)]
}

function willText(words: Words, conflict: Conflict, { kind, number, what }: Consequence): string {
  const subjects = kind === 'same' || kind === 'changes' || kind === 'ends' || kind === 'claimed' || kind === 'free'
  const on = subjects ? recordName(words, conflict, number) : caseName(words, conflict, number)
  const said = words.pick(what)
  return words.t(`conflict.will.${kind}`, { on, what: kind === 'claimed' ? caseName(words, conflict, said) : said })
}

/** The records on which the sides differ. */
export function recordsOf({ rows }: Pick<Conflict, 'rows'>): string[] {
  return [...new Set(rows.map(({ record }) => record))]
}

function recordName(words: Words, conflict: Conflict, number: string): string {
  const only = recordsOf(conflict).length < 2
  return only && number === conflict.number ? words.t('conflict.on.this') : words.t('conflict.on.record', { number })
}

function caseName(words: Words, { kind, number: own, sides }: Conflict, number: string): string {
  const of = sides.flatMap(({ cases }, i) => (cases.some((one) => one.number === number) ? [i] : []))
  const [side] = of
  if (side === undefined || of.length > 1) {
    const self = kind === 'case' && number === own
    return self ? words.t('conflict.on.self') : words.t('conflict.case', { number: groupNumber(number) })
  }
  const name = words.t('conflict.on.side', { side: sideName(words, side) })
  return (sides[side]?.cases.length ?? 0) < 2 ? name : `${name} ${groupNumber(number)}`
}

/** A value as it stands in a cell. */
export function shownText(words: Words, { text }: Shown): string {
  return text === null ? words.t('sealed.closed') : words.pick(text)
}

/** The papers of one act, as people call them. */
export function papersText(words: Words, { papers }: HeldPapers): string {
  return words.list(
    papers.map(({ kind, title }) => (title === null ? words.t(`paper.${paperWord(kind)}`) : words.pick(title))),
  )
}

const BARRED: Readonly<Record<string, TextKey>> = {
  'void(role)': 'conflict.barred.role',
  'void(author)': 'conflict.barred.author',
}

/** Why it cannot be decided so, where the ledger's own sentence would not help whoever decides. */
export function refusedText(words: Words, outcome: string): string {
  if (outcome === 'void(dispute)') return words.t('conflict.cannot.much')
  return outcome === 'void(disputed)' ? words.t('conflict.cannot.others') : words.outcome(outcome)
}

/** Why whoever is signed in may not decide. */
export function barredText(words: Words, outcome: string): string {
  const key = Object.hasOwn(BARRED, outcome) ? BARRED[outcome] : undefined
  return key === undefined ? words.outcome(outcome) : words.t(key)
}
