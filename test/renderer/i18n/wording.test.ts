import { expect, test } from 'vitest'
import { CODE_TEXTS } from '../../../renderer/i18n/codes.ts'
import { LANGS, type Lang, TABLES } from '../../../renderer/i18n/index.ts'
import { OUTCOME_TEXTS, VOID_TEXTS } from '../../../renderer/i18n/outcomes.ts'
import type { Text } from '../../../shared/contract/service/definition.ts'

/**
 * Whoever sits at a counter, or decides there, has never heard of a ledger, a hash or a merge. These are the words that the program is written with, and
 * that no screen and no paper says to them.
 */
const WORDS: Readonly<Record<Lang, RegExp>> = {
  zh: /哈希|区块|合并|分叉|副本|上链|账本|指纹|节点|索引|进程|线程|数据库|公钥|私钥|快照|缓存|序列|字节|元数据|默克尔|共识|令牌|时间戳|校验和|回滚/,
  en: /\b(?:hash(?:e[sd])?|merg(?:e[sd]?|ing)|fork(?:s|ed)?|replicas?|heads?|nodes?|epochs?|leaf|merkle|checkpoints?|commit(?:s|ted|ments?)?|payloads?|cache[ds]?|databases?|apis?|cbor|tokens?|snapshots?|ledgers?|ind(?:ex(?:e[sd])?|ices)|roots?|rollback|consensus|nonce|sequence)\b/i,
}

/** Where such a word is the right one, and why. An exception that nothing needs any more is no exception. */
const MAY: readonly (readonly [why: string, keys: readonly string[]])[] = [
  ['the name of the program', ['app.name']],
  [
    'the page of blocks and proofs explains itself, for auditors',
    [...['nav.proofs', 'proofs.noneNext', 'proofs.height', 'proofs.how.2', 'proofs.how.3', 'proofs.root']],
  ],
  ['parcels are split and merged', ['subject.parents', 'subject.children']],
  ['cells of a spreadsheet are merged', ['import.merged']],
  [
    'who writes or signs definitions of services compares them by it',
    [...['service.hash', 'service.signHash', 'publish.hash', 'key.merge', 'value.merge.fields']],
  ],
  [
    'installers hold what the program trusts against a paper',
    ['settings.vkey', 'settings.origin', 'people.cannotSeal'],
  ],
]

const all = (lang: Lang): [string, string][] => {
  const texts = (name: string, of: Readonly<Record<string, Text>>) =>
    Object.entries(of).map(([key, text]): [string, string] => [`${name}.${key}`, text[lang]])
  return [
    ...Object.entries<string>(TABLES[lang]),
    ...texts('code', CODE_TEXTS),
    ...texts('outcome', OUTCOME_TEXTS),
    ...texts('void', VOID_TEXTS),
  ]
}

test('no screen and no paper speaks as the program is written', () => {
  const allowed = new Set(MAY.flatMap(([, keys]) => keys))
  const found = LANGS.flatMap((lang) =>
    all(lang).flatMap(([key, text]) => {
      const word = WORDS[lang].exec(text.replaceAll(/\{\w+/g, ''))?.[0]
      return word === undefined ? [] : [{ key, said: `${key}: ${word} (${text})` }]
    }),
  )
  expect(found.filter(({ key }) => !allowed.has(key)).map(({ said }) => said)).toEqual([])
  const used = new Set(found.map(({ key }) => key))
  expect([...allowed].filter((key) => !used.has(key))).toEqual([])
})
