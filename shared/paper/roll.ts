import type { Paper } from '../bridge.ts'

/** Text in em: everything beyond Latin is as wide as it is high. */
function width(text: string): number {
  let em = 0
  for (const c of text) em += (c.codePointAt(0) as number) < 0x2000 ? 0.65 : 1
  return em
}

/**
 * How much of an 80 mm roll a paper takes, in mm, a little more rather than less: it comes out in one piece, and a reader that sees its
 * picture sees all of its symbols at once. The figures are those of PAPER_CSS.
 */
export function rollLength(paper: Paper): number {
  const lines = (text: string, em: number) =>
    text.split('\n').reduce((n, t) => n + Math.max(1, Math.ceil(width(t) / em)), 0)
  const line = 6.2
  const rows = paper.rows.reduce(
    (mm, { label, value }) => mm + 3 + line * Math.max(lines(label, 5.5), lines(value, 11)),
    0,
  )
  const notes = paper.notes.reduce((mm, note) => mm + line * lines(note, 16), 0)
  const head = 8 * lines(paper.title, 12) + line * (lines(paper.office, 18) + lines(paper.standing, 16)) + 70
  const symbols = paper.qr.length === 0 ? 0 : 25 + line * lines(paper.title, 12) + paper.qr.length * 80
  return Math.ceil(head + rows + notes + 55 + symbols)
}
