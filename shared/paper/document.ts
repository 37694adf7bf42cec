import type { Paper } from '../bridge.ts'
import { escapeHtml } from './escape.ts'
import { fontFaces } from './fonts.ts'
import { paperMarkup } from './markup.ts'
import { rollLength } from './room.ts'
import type { Sheet } from './sheet.ts'
import { PAPER_CSS } from './style.ts'

/**
 * A paper as a whole HTML document that needs nothing but a folder `fonts` beside it: what the makers of PDFs are given. The
 * size of its sheet is in its own @page rule.
 */
export function paperDocument(paper: Paper, sheet: Sheet = 'a4'): string {
  return `<!doctype html>
<html lang="${paper.lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(`${paper.title} ${paper.number}`)}</title>
<style>${fontFaces()}
${PAPER_CSS}${sheet === 'roll' ? `@page paper-roll { size: 80mm ${rollLength(paper)}mm; }\n` : ''}</style>
</head>
<body class="paper-page">
${paperMarkup(paper, sheet)}
</body>
</html>
`
}
