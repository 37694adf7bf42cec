import type { Environment } from './environment.ts'
import { noiseOf, type Outcome, type Spread } from './frame.ts'

/** What `--json` writes. */
export interface Report extends Outcome {
  readonly name: string
  readonly environment: Environment
}

/** A number as people read it: three significant figures or whole. */
export function figure(value: number): string {
  const size = Math.abs(value)
  return size >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString()
}

function range({ median, min, max }: Spread): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`
}

/** A small table for people, and the circumstances under it. */
export function table({ name, rounds, ratios, notes, environment }: Report): string {
  const rows = [
    ['what', 'unit', 'ours', 'raw', 'ours / raw', 'noise of raw'],
    ...ratios.map(({ what, unit, spread }) => [
      what,
      unit,
      range(spread.ours),
      range(spread.raw),
      range(spread.ratio),
      `${Math.round(noiseOf(spread.raw) * 100)} %`,
    ]),
  ]
  const { node, cpu, cores, load, date } = environment
  return [
    `${name}: ${rounds} rounds, median (least–most)`,
    '',
    ...aligned(rows),
    ...(notes.length === 0 ? [] : ['', ...aligned(notes.map((n) => [n.what, figure(n.value), n.unit]))]),
    '',
    `${date} · Node ${node} · ${cores} × ${cpu} · load before: ${load}`,
  ].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
