import type { Paper } from '../bridge.ts'
import { inline } from './escape.ts'
import { filledColumns, fitsBeside, listMarkup } from './lists.ts'
import { qrSvg } from './qr-svg.ts'
import { inPairs, needsDense } from './room.ts'
import type { Sheet } from './sheet.ts'

/** What a paper is worth, in the fewest words, whatever the definition's own sentence says. */
const MARK = {
  slip: { zh: '尚未登记', en: 'NOT YET REGISTERED' },
  receipt: { zh: '已封存', en: 'SEALED' },
  certificate: { zh: '已登记', en: 'REGISTERED' },
  notice: { zh: '告知', en: 'NOTICE' },
  extract: { zh: '查询结果', en: 'EXTRACT' },
} as const

const WORDS = {
  zh: {
    number: '收件号',
    printed: '打印时间',
    check: '扫码核对真伪（不需要网络）',
    parts: (n: number) => `共 ${n} 个二维码，一起扫描，先后不限`,
    signatures: {
      slip: ['交件人签字', '收件人签字'],
      receipt: [],
      certificate: ['领证人签字', '经办人签字'],
      notice: ['签收人签字', '经办人签字'],
      extract: ['查询人签字', '经办人签字'],
    },
    seal: '（盖章）',
    day: '年　　月　　日',
  },
  en: {
    number: 'Filing number',
    printed: 'Printed',
    check: 'Scan to check, no network needed',
    parts: (n: number) => `${n} QR codes: scan all of them, in any order`,
    signatures: {
      slip: ['Handed in by (signature)', 'Taken by (signature)'],
      receipt: [],
      certificate: ['Collected by (signature)', 'Issued by (signature)'],
      notice: ['Received by (signature)', 'Issued by (signature)'],
      extract: ['Asked for by (signature)', 'Issued by (signature)'],
    },
    seal: '(stamp)',
    day: 'Date:',
  },
} as const

/**
 * [R1] [R2] A paper as the markup of a page's body: escaped, classes only, QR as inline SVG. Goes with PAPER_CSS. Nothing is drawn that
 * could be taken for a seal: what proves the paper is in its QR.
 */
export function paperMarkup(paper: Paper, sheet: Sheet = 'a4'): string {
  const words = WORDS[paper.lang]
  const lang = paper.lang === 'zh' ? 'zh-CN' : 'en'
  // The number stands large above the table: a row that says it again, as most definitions have, only lends its label.
  const label = paper.rows.find((row) => row.value === paper.number)?.label ?? words.number
  const dense = sheet === 'a4' && needsDense(paper)
  return [
    `<article class="paper paper-${paper.kind} paper-${sheet}${dense ? ' paper-dense' : ''}" lang="${lang}">`,
    `<header class="paper-head"><p class="paper-office">${inline(paper.office)}</p><h1 class="paper-title">${inline(paper.title)}</h1></header>`,
    standing(paper),
    `<p class="paper-number"><span class="paper-number-label">${inline(label)}</span> <strong>${grouped(paper.number)}</strong></p>`,
    rows(paper, sheet, dense),
    notes(paper),
    signed(paper),
    `<p class="paper-printed">${words.printed} ${inline(paper.printedAt)}</p>`,
    qr(paper),
    '</article>',
  ].join('\n')
}

/** The mark stands alone and large; the sentence follows without saying it a second time. */
function standing(paper: Paper): string {
  const mark = MARK[paper.kind][paper.lang]
  const opening = paper.standing.slice(0, mark.length + 1)
  const repeats = opening.slice(0, -1).toLowerCase() === mark.toLowerCase() && /[：:]$/.test(opening)
  const sentence = (repeats ? paper.standing.slice(opening.length) : paper.standing).trim()
  return `<section class="paper-standing"><strong class="paper-mark">${mark}</strong><p class="paper-worth">${inline(sentence)}</p></section>`
}

/** A filing number in its parts (office, device, date, sequence, check), set apart by space that a copy of the text does not have. */
function grouped(number: string): string {
  const parts = /^([0-9]{6})([0-9]{3})([0-9]{8})([0-9]{4})([0-9])$/.exec(number)?.slice(1) ?? [number]
  return parts.map((part) => `<span class="paper-digits">${inline(part)}</span>`).join('')
}

type Row = Paper['rows'][number]

function rows(paper: Paper, sheet: Sheet, dense: boolean): string {
  const shown = paper.rows.filter(({ value }) => value !== paper.number)
  const lines: string[] = []
  for (const [row, next] of inPairs(shown, sheet, dense)) {
    lines.push(
      next === undefined ? rowMarkup(row, sheet, sheet === 'a4' ? 3 : 1) : `<tr>${cells(row)}${cells(next)}</tr>`,
    )
  }
  return lines.length === 0 ? '' : `<table class="paper-rows"><tbody>${lines.join('')}</tbody></table>`
}

function cells({ label, value }: Row, columns = 1): string {
  const hex = /^[0-9a-f]{64}$/.test(value) ? ' class="paper-hex"' : ''
  const wide = columns === 1 ? '' : ` colspan="${columns}"`
  return `<th scope="row">${inline(label)}</th><td${hex}${wide}>${inline(value)}</td>`
}

function rowMarkup(row: Row, sheet: Sheet, columns: number): string {
  const { label, table } = row
  if (table === null || table.rows.length === 0) return `<tr>${cells(row, columns)}</tr>`
  const list = filledColumns(table)
  const markup = listMarkup(list, sheet)
  if (fitsBeside(list, sheet)) {
    return `<tr><th scope="row">${inline(label)}</th><td colspan="${columns}">${markup}</td></tr>`
  }
  // What needs the whole width stands below its label.
  const whole = `colspan="${columns + 1}"`
  return `<tr class="paper-over"><th scope="row" ${whole}>${inline(label)}</th></tr><tr class="paper-under"><td ${whole}>${markup}</td></tr>`
}

function notes(paper: Paper): string {
  if (paper.notes.length === 0) return ''
  return `<ul class="paper-notes">${paper.notes.map((note) => `<li>${inline(note)}</li>`).join('')}</ul>`
}

/** On a sheet of its own when the first is full: so it says once more whose it is and what it is worth. */
function qr(paper: Paper): string {
  if (paper.qr.length === 0) return ''
  const words = WORDS[paper.lang]
  const parts = paper.qr.length === 1 ? '' : `<p class="paper-parts">${words.parts(paper.qr.length)}</p>`
  const again = `<p class="paper-again"><strong>${MARK[paper.kind][paper.lang]}</strong> <span class="paper-whose">${inline(paper.title)}</span> <span class="paper-digits">${inline(paper.number)}</span></p>`
  return `<section class="paper-qr"><hr class="paper-rule"><h2 class="paper-check">${words.check}</h2>${again}${parts}<div class="paper-symbols">${qrSvg(paper.qr)}</div></section>`
}

/** Room for hands and for the office's rubber stamp, with the days on which they are set; blank, all of it. */
function signed(paper: Paper): string {
  const words = WORDS[paper.lang]
  const labels = words.signatures[paper.kind]
  if (labels.length === 0) return ''
  const blanks = labels.map(
    (label) => `<p class="paper-signature"><span>${label}</span><span class="paper-day">${words.day}</span></p>`,
  )
  const stamp = `<div class="paper-stamp"><p>${inline(paper.office)}</p><p>${words.seal}</p><p class="paper-day">${words.day}</p></div>`
  return `<section class="paper-signed"><div class="paper-signatures">${blanks.join('')}</div>${stamp}</section>`
}
