import type { TextKey, Words } from '../../../../i18n/index.ts'
import { zhKeys } from '../../../../i18n/zh-definition-keys.ts'
import { isText } from '../difference.ts'

/** Longer values are cut: the text of the definition has them whole. */
const MOST = 160

/** A key of a definition in words, where it has some. */
export function keyWord(words: Words, key: string): string {
  const name = `key.${key}`
  return Object.hasOwn(zhKeys, name) ? words.t(name as TextKey) : key
}

/** A value of a definition in words; under some keys a code has a word of its own. */
export function valueWords(words: Words, value: unknown, key = ''): string {
  if (value === null || value === undefined) return words.t('diff.absent')
  if (typeof value === 'boolean') return words.t(value ? 'form.yes' : 'form.no')
  if (isText(value)) return cut(words.lang === 'zh' ? `${value.zh} / ${value.en}` : `${value.en} / ${value.zh}`)
  if (typeof value === 'string') return value === '' ? '“”' : (codeWord(words, key, value) ?? cut(value))
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return words.t('diff.absent')
    return cut(words.list(value.map((one) => valueWords(words, one, key))))
  }
  return cut(JSON.stringify(value))
}

function codeWord(words: Words, key: string, value: string): string | null {
  if (key === 'roles') return words.role(value)
  const name = `value.${key}.${value}`
  return Object.hasOwn(zhKeys, name) ? words.t(name as TextKey) : null
}

function cut(text: string): string {
  const characters = [...text]
  return characters.length <= MOST ? text : `${characters.slice(0, MOST).join('')}…`
}
