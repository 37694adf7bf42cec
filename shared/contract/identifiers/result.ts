/** Why an identifier is refused: a closed set, with the sentence a clerk reads. */
export const PROBLEMS = {
  length: { zh: '位数不对', en: 'It has the wrong number of characters' },
  characters: { zh: '含有不应出现的字符', en: 'It holds a character that does not belong there' },
  'check-digit': {
    zh: '校验码不对，请核对有没有输错',
    en: 'The check digit does not fit: look for a mistyped character',
  },
  date: { zh: '其中的日期不存在', en: 'The date in it does not exist' },
  future: { zh: '日期晚于今天', en: 'The date lies in the future' },
  region: { zh: '没有这个行政区划', en: 'There is no such administrative division' },
  structure: { zh: '各部分的组成不符合编码规则', en: 'Its parts do not follow the rules of this code' },
} as const
export type Problem = keyof typeof PROBLEMS

/** What is accepted, but worth a second look. */
export const WARNINGS = {
  'region-gone': {
    zh: '其中的行政区划代码现已不用，请核对',
    en: 'Its area code is no longer in use: compare once more',
  },
  'region-unknown': {
    zh: '本机没有这一级区划的资料，无法核对',
    en: 'This computer has no data to check that division',
  },
  'org-code': {
    zh: '其中的组织机构代码校验码不符，请核对',
    en: 'The organisation code in it does not fit its check digit',
  },
} as const
export type Warning = keyof typeof WARNINGS

export type Checked =
  | { readonly ok: true; readonly value: string; readonly warn?: Warning }
  | { readonly ok: false; readonly problem: Problem }

/** Checks what a person typed; `today` is the local civil date, `YYYY-MM-DD`. Answers the one form that is stored. */
export type Check = (text: string, today: string) => Checked

export function good(value: string, warn?: Warning): Checked {
  return warn === undefined ? { ok: true, value } : { ok: true, value, warn }
}

export function bad(problem: Problem): Checked {
  return { ok: false, problem }
}

/**
 * What people type or paste for a code: full-width letters and digits, spaces and lower case are put right, nothing else
 * is guessed.
 */
export function tidy(text: string): string {
  return text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000]/g, '')
    .toUpperCase()
}

/** Position by position: a fixed length first, then the characters. */
export function shaped(text: string, length: number, pattern: RegExp): Problem | null {
  if (text.length !== length) return 'length'
  return pattern.test(text) ? null : 'characters'
}
