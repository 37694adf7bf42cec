import type { Words } from '../../i18n/index.ts'
import type { Target } from '../../import/mapping.ts'

/** What a field is called on the form; a list as its first column says it. */
export function fieldTitle(targets: readonly Target[], path: string | null, words: Words): string {
  if (path === null) return words.t('import.whole')
  const target = targets.find((one) => one.path === path)
  if (target !== undefined) return words.pick(target.title)
  const column = targets.find((one) => one.path.startsWith(`${path}.`))
  return column === undefined ? path : (words.pick(column.title).split(/[·:]/)[0] ?? path)
}
