import type { FieldValues, ServiceDefinition, Text } from './definition.ts'
import { type Lang, showMoney } from './outputs.ts'
import { evaluateBool, evaluateInt } from './rules.ts'

/** A charge that falls due. */
export interface FeeLine {
  readonly id: string
  readonly title: Text
  /** Fen; null when it cannot be worked out, or comes out negative: then nothing is charged, and somebody has to look. */
  readonly amount: number | null
}

/** The charges that fall due with what the form says, in the order of the definition; those that come to nothing are left out. */
export function feesOf(d: ServiceDefinition, values: FieldValues, today: string, county: string): FeeLine[] {
  const bindings = { form: values, today, county }
  return d.fees.flatMap(({ id, title, amount, when }) => {
    const due = when === undefined ? true : evaluateBool(d, when, bindings)
    if (due === false) return []
    const fen = due === null ? null : evaluateInt(d, amount, bindings)
    if (fen === 0) return []
    return [{ id, title, amount: fen === null || fen < 0 ? null : fen }]
  })
}

/** All fees together, in fen; null when one of them cannot be worked out, or the sum is past counting. */
export function totalFees(lines: readonly FeeLine[]): number | null {
  let sum = 0
  for (const { amount } of lines) {
    if (amount === null) return null
    sum += amount
  }
  return Number.isSafeInteger(sum) ? sum : null
}

/** How the fees stand on a paper: each with its amount, then the total where there are several. */
export function feesText(lines: readonly FeeLine[], lang: Lang): string {
  const zh = lang === 'zh'
  if (lines.length === 0) return zh ? '不收费' : 'free of charge'
  const open = zh ? '金额待窗口核定' : 'amount to be set by the office'
  const each = lines.map(({ title, amount }) => `${title[lang]} ${amount === null ? open : showMoney(amount, lang)}`)
  const total = totalFees(lines)
  if (lines.length > 1 && total !== null) each.push(`${zh ? '合计' : 'total'} ${showMoney(total, lang)}`)
  return each.join(zh ? '；' : '; ')
}
