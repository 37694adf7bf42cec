import type { Text } from '../../../shared/contract/service/definition.ts'
import type { Words } from '../../i18n/index.ts'

/** What is wrong with a cell, where the cell itself says already which row and column it is. */
export function cellMessage(words: Words, message: Text): string {
  const text = words.pick(message)
  return text.replace(words.lang === 'zh' ? /^第 [0-9]+ [行项][^：]*：/ : /^(?:Row|Item) [0-9]+(?:,[^:]*)?: /, '')
}
