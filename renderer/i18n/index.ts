import type { Code } from '../../shared/base/codes.ts'
import type { Text } from '../../shared/contract/service/definition.ts'
import { CODE_TEXTS } from './codes.ts'
import { en } from './en.ts'
import { OUTCOME_TEXTS, type PlainVoidReason, VOID_TEXTS } from './outcomes.ts'
import { type Table, type TextKey, zh } from './zh.ts'

export const LANGS = ['zh', 'en'] as const
export type Lang = (typeof LANGS)[number]

export const TABLES: Readonly<Record<Lang, Table>> = { zh, en }

/** For `<html lang>`. */
export const HTML_LANG: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' }

export type Values = Readonly<Record<string, string | number>>

/** The words of one language. */
export interface Words {
  readonly lang: Lang
  /** A text of the tables; `{name}` in it takes `values.name`, and `{name|one|other}` the word for so many. */
  t(key: TextKey, values?: Values): string
  /** Several names in a row. */
  list(items: readonly string[]): string
  /** A label and what belongs to it. */
  pair(label: string, value: string): string
  /** A text that data brings along. */
  pick(text: Text): string
  /** A role by its name on the door. */
  role(role: string): string
  /** What has happened and what to do about it. */
  code(code: Code): string
  /** An outcome of the ledger (X2) in words; `rule` looks up the sentence of a ledger rule. */
  outcome(outcome: string, rule?: (id: string) => Text | undefined): string
}

export function wordsOf(lang: Lang): Words {
  const table = TABLES[lang]
  const plurals = new Intl.PluralRules(HTML_LANG[lang])
  return {
    lang,
    t: (key, values) => fill(table[key], values, plurals),
    list: (items) => items.join(lang === 'zh' ? '、' : ', '),
    pair: (label, value) => (lang === 'zh' ? `${label}：${value}` : `${label}: ${value}`),
    pick: (text) => text[lang],
    role: (role) => table[`role.${role}` as TextKey] ?? role,
    code: (code) => CODE_TEXTS[code][lang],
    outcome: (outcome, rule) => outcomeText(outcome, lang, rule),
  }
}

function fill(text: string, values: Values | undefined, plurals: Intl.PluralRules): string {
  if (values === undefined) return text
  return text.replace(/\{(\w+)(?:\|([^{|}]*)\|([^{|}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined || other === undefined) return String(value)
    return plurals.select(Number(value)) === 'one' ? one : other
  })
}

function outcomeText(outcome: string, lang: Lang, rule: ((id: string) => Text | undefined) | undefined): string {
  const reason = /^void\((.*)\)$/.exec(outcome)?.[1]
  if (reason === undefined) return OUTCOME_TEXTS[outcome as keyof typeof OUTCOME_TEXTS]?.[lang] ?? outcome
  if (reason.startsWith('rule:')) return rule?.(reason.slice(5))?.[lang] ?? VOID_TEXTS.rule[lang]
  return VOID_TEXTS[reason as PlainVoidReason]?.[lang] ?? reason
}

export type { Table, TextKey }
