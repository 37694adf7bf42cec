import type { Kind } from './kinds.ts'
import type { Meeting, Waits } from './play.ts'

/** docs/dispute-matrix.md, out of what was played. */

export interface Row {
  readonly first: Kind
  readonly second: Kind
  readonly form: 'x' | 'y'
  readonly meeting: Meeting
}

const TOP = `# What becomes of two entries made apart

Made by \`test/contract/dispute-matrix.test.ts\` from the judge itself, and held by it against the rules (X5, X6 in [ledger-spec.md](ledger-spec.md)); \`WRITE_MATRIX=1 npx vitest run --project unit test/contract/dispute-matrix.test.ts\`
writes it anew.

Both were signed on the same state of one thing and its cases: the first is sealed before the second, and is always *applied*. What an entry sets, or concerns, stands in \`code\`: the same or another field
(\`area\`, \`use\`), reference of a burden (\`D1\`, \`D2\`; \`D0\` lies there from the start), or new thing of a split (\`T2\`, \`T3\`); \`*\` is everything. Every act on a case moves the case, whatever else it sets. *Behind* are two further entries that the second's office signed upon it without a line, in their order. *Keep* and *adopt* are decisions about a
second that is in dispute, before anything behind it has come; *adopt all* adopts the last that is held of the whole chain. The services here say that nothing waits for a decision; what waits where they say otherwise
is in the last table.
`

const MARK: Readonly<Record<string, string>> = { applied: 'applied', merged: 'merged', disputed: '**disputed**' }
const code = (text: string) => (text === '' ? '' : `\`${text}\``)
const cell = (outcome: string | null) => (outcome === null ? '' : (MARK[outcome] ?? outcome))

export function page(rows: readonly Row[], waiting: readonly (readonly [name: string, waits: Waits])[]): string {
  const out = [TOP]
  for (const first of new Set(rows.map((row) => row.first))) {
    const lines = rows.filter((row) => row.first === first).map(line)
    out.push(
      `## First: ${first.name}${first.forms[0] === '' ? '' : ` (${code(first.forms[0])})`}\n`,
      '| second | sets | outcome | behind | keep | adopt | adopt all |',
      '|---|---|---|---|---|---|---|',
      ...lines,
      '',
    )
  }
  out.push(
    '## While a dispute is open\n',
    'Entries by people who know of the dispute, by what the service says waits (`disputes.blocks`).\n',
    '| waits | a filing on the thing in dispute | a step of a case about it | effects on it | a step of a case that is itself in dispute | its withdrawal (`whileDisputed`) | a step of a case whose claim is in dispute |',
    '|---|---|---|---|---|---|---|',
    ...waiting.map(([name, one]) => {
      const cells = [one.file, one.step, one.effects, one.contested, one.contestedWithdraw, one.claimRefused].map(cell)
      return `| ${name} | ${cells.join(' | ')} |`
    }),
    '',
  )
  return out.join('\n')
}

function line({ second, form, meeting }: Row): string {
  const sets = code(form === 'x' ? second.forms[0] : (second.forms[1] ?? ''))
  const { second: outcome, behind, keep, adopt, adoptAll } = meeting
  const cells = [cell(outcome), behind.map(cell).join(', '), cell(keep), cell(adopt), cell(adoptAll)]
  return `| ${second.name} | ${sets} | ${cells.join(' | ')} |`
}
