import { regionName } from '../regions/index.ts'
import type { Numbering, ServiceDefinition } from './definition.ts'

/**
 * [N10] A running number as printed. The name of the county is that of the 2023 statistical edition: engine 1 is bound to it, since the text may
 * become part of the record.
 */
export function numberText(numbering: Numbering, county: string, period: string, n: number): string {
  const parts: Readonly<Record<string, string>> = {
    county,
    countyName: regionName(county) ?? county,
    period,
    n: String(n).padStart(numbering.digits, '0'),
  }
  return numbering.text.replace(/\{(county|countyName|period|n)\}/g, (_, name: string) => parts[name] ?? '')
}

/** The numbering of an action, or null. */
export function numberingAt(d: ServiceDefinition, action: string): Numbering | null {
  return d.numbers.find((one) => one.at === action) ?? null
}
