import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import type { TableRow } from '../table.ts'

/** Takes rows as they are read, and stops the reading where the limits are. */
export class RowCollector {
  readonly rows: TableRow[] = []
  columns = 0
  blankRows = 0
  formulas = 0
  #text = 0

  /** `n` rises from call to call. Code: table-too-large. */
  take(n: number, cells: readonly string[], kinds: string, quotes = false): Result<null> {
    let last = cells.length
    while (last > 0 && cells[last - 1] === '' && !/[UEL]/i.test(kinds[last - 1] ?? 't')) last--
    if (n > TABLE_LIMITS.lastRow) return fail('table-too-large', `row ${n}`)
    if (last === 0) {
      this.blankRows++
      return ok(null)
    }
    if (last > TABLE_LIMITS.columns) return fail('table-too-large', `row ${n}: ${last} columns`)
    if (this.rows.length >= TABLE_LIMITS.rows) return fail('table-too-large', `more than ${TABLE_LIMITS.rows} rows`)
    const kept = cells.slice(0, last)
    let long = ''
    for (const [i, text] of kept.entries()) {
      this.#text += text.length
      if (text.length <= TABLE_LIMITS.cell) continue
      kept[i] = text.slice(0, TABLE_LIMITS.cell)
      long ||= kinds.padEnd(last, 't')
      long = `${long.slice(0, i)}l${long.slice(i + 1)}`
    }
    if (this.#text > TABLE_LIMITS.text) return fail('table-too-large', `more than ${TABLE_LIMITS.text} characters`)
    this.columns = Math.max(this.columns, last)
    const own = (long || kinds).slice(0, last)
    for (let i = 0; i < own.length; i++) if (own.charCodeAt(i) < 0x61) this.formulas++
    this.rows.push({ n, cells: kept, kinds: /^t*$/.test(own) ? '' : own, ...(quotes ? { quotes: true } : {}) })
    return ok(null)
  }
}
