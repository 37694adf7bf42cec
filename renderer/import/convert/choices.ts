import type { Scalar, ScalarSchema } from '../../../shared/contract/service/definition.ts'

/** The same for texts that people take for the same: width, case, blanks and the like. */
export function loosely(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b\ufeff]/g, '')
}

/** A choice by its value or its label in either language; null when it is none, or more than one. */
export function readChoice(text: string, field: Pick<ScalarSchema, 'enum' | 'x-choices'>): Scalar | null {
  const wanted = loosely(text)
  const fitting = (field.enum ?? []).filter((value) => {
    const label = field['x-choices']?.[String(value)]
    return [String(value), label?.zh, label?.en].some((one) => one !== undefined && loosely(one) === wanted)
  })
  return fitting.length === 1 ? (fitting[0] as Scalar) : null
}

const YES = new Set(['是', '有', '对', '真', '√', '✓', '✔', '☑', 'y', 'yes', 'true', 't', '1'])
const NO = new Set(['否', '无', '没有', '不是', '假', '×', '✗', '✘', '☐', 'x', 'n', 'no', 'false', 'f', '0'])

export function readYesNo(text: string): boolean | null {
  const one = loosely(text)
  return YES.has(one) ? true : NO.has(one) ? false : null
}
