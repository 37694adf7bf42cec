import { groupNumber } from '../../app/format.ts'
import { paperWord } from '../../app/router.ts'
import type { TextKey, Words } from '../../i18n/index.ts'
import type {
  Conflict,
  ConflictCase,
  Consequence,
  Decision,
  Foreseen,
  HeldPapers,
  Shown,
  Side,
} from '../../replica/conflicts/api.ts'

const MOST_NAMES = 3

/** 甲件, 乙件 …, with who it is about: what stands is the first. Of steps of one case, who took it. */
export function sideName(words: Words, conflict: Pick<Conflict, 'kind' | 'sides'>, side: number): string {
  const of = conflict.kind === 'case' ? 'step' : 'side'
  const name =
    side < 4 ? words.t(`conflict.${of}.${side as 0 | 1 | 2 | 3}`) : words.t(`conflict.${of}.n`, { n: side + 1 })
  const who = whoOf(words, conflict, side)
  return who === '' ? name : words.t('conflict.sideOf', { side: name, who })
}

/** Whom only this side is about; where that tells nothing, the end of its number, or of one case who did it. */
function whoOf(words: Words, { kind, sides }: Pick<Conflict, 'kind' | 'sides'>, side: number): string {
  const own = sides[side]
  if (own === undefined) return ''
  if (kind === 'case') return words.list([...new Set(own.acts.map(({ byName }) => byName))].slice(0, MOST_NAMES))
  const others = sides.flatMap(({ cases }, i) => (i === side ? [] : cases))
  return whoAmong(words, own.cases, others)
}

/** The people that only these cases have; else where their number ends. */
function whoAmong(words: Words, own: readonly ConflictCase[], others: readonly ConflictCase[]): string {
  const taken = new Set(others.flatMap(({ people }) => people))
  const names = [...new Set(own.flatMap(({ people }) => people))].filter((one) => !taken.has(one))
  if (names.length > 0) return words.list(names.slice(0, MOST_NAMES))
  const [first] = own
  return first === undefined ? '' : words.t('conflict.ending', { number: ending(first.number) })
}

/** The last digits, which stay on one line. */
function ending(number: string): string {
  return groupNumber(number).split(' ').slice(-2).join('\u00a0')
}

/** A decision that was made, in the words in which it was chosen. */
export function doneName(words: Words, { kind }: Pick<Conflict, 'kind'>, { choice, cases }: Decision): string {
  if (choice === 'amend' || choice === 'reopen') return words.t(`conflict.choice.${choice}`)
  const fate = choice === 'keep' ? 'kept' : 'adopted'
  const own = cases.filter((one) => one.fate === fate)
  const others = cases.filter((one) => one.fate !== fate)
  if (kind === 'case' || own.length === 0) return words.t(`conflict.choice.${choice}`)
  const who = whoAmong(words, own, others)
  if (choice === 'adopt' && others.length !== 1) return words.t('conflict.done.adopt', { who })
  const name = words.t(`conflict.side.${choice === 'keep' ? 0 : 1}`)
  return words.t(`conflict.${choice}`, { side: words.t('conflict.sideOf', { side: name, who }) })
}

/** The button to the notice of one case, by its people where they are its alone. */
export function noticeName(words: Words, { cases }: Decision, one: ConflictCase): string {
  const taken = new Set(cases.flatMap(({ id, people }) => (id === one.id ? [] : people)))
  const names = one.people.filter((name) => !taken.has(name))
  if (names.length > 0) return words.t('conflict.notice', { name: words.list(names) })
  return words.t('conflict.noticeOf', { number: groupNumber(one.number) })
}

/** Has this side put something on record, so that its people may hold a certificate? */
export function isRegistered({ papers }: Side): boolean {
  return papers.some((held) => held.papers.some(({ kind }) => kind === 'certificate'))
}

type Will = Pick<Foreseen, 'consequences' | 'results'>

/** What would become of everything, as sentences, the gravest first; what becomes of several alike is said once. */
export function willLines(words: Words, conflict: Conflict, { consequences: all, results }: Will): string[] {
  const numbers = new Set(all.flatMap(({ kind, number }) => (kind === 'putAside' ? [number] : [])))
  const aside = words.list([...new Set([...numbers].map((number) => caseName(words, conflict, number)))])
  const undone = all.filter(({ kind, registers }) => kind === 'undone' && registers)
  const rest = all.filter(({ kind, number }) => kind !== 'putAside' && !(kind === 'undone' && numbers.has(number)))
  const lines = [
    ...undone.map(({ number }) => words.t('conflict.will.unregisters', { on: caseName(words, conflict, number) })),
    ...registerLines(words, conflict, results),
    ...(numbers.size === 0 ? [] : [words.t('conflict.will.putAside', { on: aside })]),
    ...reprints(words, conflict, numbers, results),
    ...rest.map((one) => willText(words, conflict, one)),
  ]
  return [...new Set(lines)]
}

/** Who stands in the register afterwards. */
function registerLines(words: Words, { rows }: Conflict, results: readonly Shown[]): string[] {
  return rows.flatMap((row, i) => {
    const [now, after] = [row.sides[0], results[i]]
    if (!row.party || now === undefined || after === undefined || after.text === null || after.same === '') return []
    const said = after.same === now.same ? 'remains' : after.same === row.base.same ? 'back' : 'becomes'
    return [words.t(`conflict.will.${said}`, { label: words.pick(row.label), value: words.pick(after.text) })]
  })
}

/** Certificates that stay good and say something else from then on. */
function reprints(words: Words, conflict: Conflict, aside: ReadonlySet<string>, results: readonly Shown[]): string[] {
  if (conflict.kind === 'case') return []
  return conflict.sides.flatMap((side, i) => {
    const differs = conflict.rows.some((row, at) => {
      const after = results[at]
      return row.amendable && after !== undefined && after.same !== row.sides[i]?.same
    })
    if (!differs || !isRegistered(side) || side.cases.some(({ number }) => aside.has(number))) return []
    return [words.t('conflict.will.reprint', { on: sideName(words, conflict, i) })]
  })
}

function willText(words: Words, conflict: Conflict, { kind, number, what, registers }: Consequence): string {
  const subjects = kind === 'same' || kind === 'changes' || kind === 'ends' || kind === 'claimed' || kind === 'free'
  const on = subjects ? recordName(words, conflict, number) : caseName(words, conflict, number)
  const said = words.pick(what)
  const goes = kind === 'goesOn' || kind === 'restored' || kind === 'state'
  if (goes && !registers && conflict.kind === 'subject')
    return words.t('conflict.will.unregistered', { on, what: said })
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

function caseName(words: Words, conflict: Conflict, number: string): string {
  const { kind, number: own, sides } = conflict
  const of = sides.flatMap(({ cases }, i) => (cases.some((one) => one.number === number) ? [i] : []))
  const [side] = of
  if (side === undefined || of.length > 1) {
    const self = kind === 'case' && number === own
    return self ? words.t('conflict.on.self') : words.t('conflict.case', { number: groupNumber(number) })
  }
  const name = sideName(words, conflict, side)
  const alone = (sides[side]?.cases.length ?? 0) < 2
  return alone ? name : words.t('conflict.on.of', { side: name, number: groupNumber(number) })
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
