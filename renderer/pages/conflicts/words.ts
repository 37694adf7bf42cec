import { groupNumber } from '../../app/format.ts'
import { paperWord } from '../../app/router.ts'
import type { TextKey, Words } from '../../i18n/index.ts'
import type { Consequence, HeldPapers, Shown } from '../../replica/conflicts/api.ts'

const NAMED = ['conflict.side.0', 'conflict.side.1', 'conflict.side.2', 'conflict.side.3'] as const satisfies TextKey[]

/** 甲方, 乙方 …: what stands is the first. */
export function sideName(words: Words, side: number): string {
  const key = NAMED[side]
  return key === undefined ? words.t('conflict.side.n', { n: side + 1 }) : words.t(key)
}

/** What would become of something, as a sentence. */
export function willText(words: Words, { kind, number, what }: Consequence): string {
  return words.t(`conflict.will.${kind}`, { number: groupNumber(number), what: groupNumber(words.pick(what)) })
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

/** Why whoever is signed in may not decide. */
export function barredText(words: Words, outcome: string): string {
  const key = Object.hasOwn(BARRED, outcome) ? BARRED[outcome] : undefined
  return key === undefined ? words.outcome(outcome) : words.t(key)
}
