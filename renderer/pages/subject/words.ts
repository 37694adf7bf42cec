import type { ServiceDefinition, Text } from '../../../shared/contract/service/definition.ts'
import { type BurdenKind, burdenWord } from '../../app/burdens.ts'
import type { SubjectField } from '../../app/parties.ts'
import type { TextKey, Words } from '../../i18n/index.ts'

/**
 * The kinds of thing that services put on record, called as the service that creates them calls them; in the order of the services. What one that splits or
 * merges calls its new things is said of those alone.
 */
export function subjectTypes(services: readonly ServiceDefinition[]): { type: string; title: Text }[] {
  const rank = { create: 0, change: 1, lookup: 2 } as const
  const parts = services
    .flatMap((d) => {
      const descends = new Set(d.effects.flatMap((effect) => (effect.op === 'descend' ? [effect.to] : [])))
      return d.subjects.map((part) => ({ ...part, rank: descends.has(part.name) ? 3 : rank[part.mode] }))
    })
    .sort((a, b) => a.rank - b.rank)
  const out = new Map<string, Text>()
  for (const { type, title } of parts) if (!out.has(type)) out.set(type, title)
  return [...out].map(([type, title]) => ({ type, title }))
}

/** Names that effects set beside fields (X3). */
const SPECIAL = {
  '*': 'history.everything',
  ':pending': 'history.pending',
  ':parents': 'history.parents',
  ':children': 'history.children',
} as const satisfies Record<string, TextKey>

/**
 * What an act set on a subject, in words: fields by their labels in the order of the form, then burdens by kind and number, and what else there is.
 * `:touched` comes to nothing.
 */
export function setWords(
  words: Words,
  set: readonly string[],
  fields: readonly SubjectField[],
  kinds: readonly BurdenKind[],
): string[] {
  const order = new Map(fields.map((field, i) => [field.name, i]))
  const place = (name: string) => order.get(name) ?? fields.length
  const sorted = [...set].sort((a, b) => place(a) - place(b))
  const out = sorted.flatMap((name): string[] => {
    if (name === ':touched') return []
    if (name.startsWith('case:')) return [words.t('history.claim')]
    if (Object.hasOwn(SPECIAL, name)) return [words.t(SPECIAL[name as keyof typeof SPECIAL])]
    if (name.startsWith('burden:')) {
      const [, kind = '', ...ref] = name.split(':')
      return [words.t('history.burden', { kind: burdenWord(words, kind, kinds), ref: ref.join(':') })]
    }
    const field = fields.find((one) => one.name === name)
    return [field === undefined ? words.t('history.mark', { name }) : words.pick(field.schema['x-title'])]
  })
  return [...new Set(out)]
}
