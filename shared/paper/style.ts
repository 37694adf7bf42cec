/**
 * How papers look: black on white only, large type, ruled rows, for old eyes in poor light and for printers that are nearly
 * empty. Every rule is below `.paper`, so it can stand beside the style of a screen.
 */
export const PAPER_CSS = `
@page paper-a4 { size: A4; margin: 13mm 14mm; }
@page paper-roll { size: 80mm 297mm; margin: 4mm; }
.paper, .paper * { box-sizing: border-box; margin: 0; padding: 0; }
.paper {
  background: #fff; color: #000; text-align: start; font-synthesis: none; line-break: strict; overflow-wrap: anywhere;
  font: 400 14pt/1.5 'Noto Sans SC', 'Noto Serif Tibetan', 'Microsoft YaHei', sans-serif; font-variant-numeric: tabular-nums;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
.paper-a4 { page: paper-a4; width: 182mm; }
.paper-roll { page: paper-roll; width: 72mm; font-size: 11pt; }
.paper-bo { font-family: 'Noto Serif Tibetan', 'Noto Sans SC', serif; font-size: 1.15em; line-height: 1.9; }
.paper-head { display: flex; flex-direction: column; border-bottom: 0.8mm solid #000; padding-bottom: 2mm; }
.paper-office { font-size: 15pt; }
.paper-title { font-size: 25pt; font-weight: 700; line-height: 1.3; }
.paper-standing { border: 0.8mm solid #000; margin-top: 4mm; padding: 3mm 5mm; break-inside: avoid; display: flex; gap: 6mm; align-items: center; }
.paper-mark { font-size: 27pt; font-weight: 700; line-height: 1.25; white-space: nowrap; }
.paper-worth { font-size: 14pt; line-height: 1.45; }
.paper-slip .paper-standing { border-width: 1.6mm; }
.paper-slip .paper-mark { font-size: 36pt; letter-spacing: 0.06em; }
.paper-slip[lang='en'] .paper-mark { font-size: 26pt; letter-spacing: 0; white-space: normal; }
.paper-number { margin-top: 4mm; line-height: 1.2; break-inside: avoid; }
.paper-number-label { font-size: 14pt; }
.paper-number strong { display: block; font-size: 30pt; font-weight: 700; }
.paper-digits { display: inline-block; max-width: 100%; margin-inline-end: 0.22em; }
.paper-rows { width: 100%; margin-top: 3mm; border-collapse: collapse; border-top: 0.4mm solid #000; border-bottom: 0.4mm solid #000; }
.paper-rows tr { break-inside: avoid; border-top: 0.2mm solid #000; }
.paper-rows th, .paper-rows td { padding: 1.1mm 0; text-align: start; vertical-align: baseline; }
.paper-rows th { width: 38mm; padding-inline-end: 4mm; font-weight: 400; overflow-wrap: normal; }
.paper-rows td { font-weight: 700; white-space: pre-line; }
.paper-rows td.paper-hex { font-weight: 400; font-size: 10.5pt; }
.paper-notes { margin-top: 3mm; padding-inline-start: 1.2em; font-size: 12.5pt; line-height: 1.5; }
.paper-notes li { break-inside: avoid; }
.paper-qr { margin-top: 5mm; border-top: 0.4mm solid #000; padding-top: 2mm; break-inside: avoid; }
.paper-check { font-size: 14pt; font-weight: 700; line-height: 1.4; break-after: avoid; }
.paper-again, .paper-parts { font-size: 12pt; line-height: 1.4; }
.paper-symbols { display: flex; flex-wrap: wrap; gap: 2mm 3.5mm; margin-top: 1mm; }
.paper-symbol { break-inside: avoid; width: 58mm; text-align: center; font-size: 12pt; line-height: 1.2; }
.paper-qr-svg { display: block; width: 100%; height: auto; }
.paper-signatures { display: flex; gap: 10mm; margin-top: 6mm; break-inside: avoid; }
.paper-signature { flex: 1; border-bottom: 0.3mm solid #000; min-height: 15mm; font-size: 13pt; }
.paper-printed { margin-top: 3mm; font-size: 12pt; break-inside: avoid; }
.paper-roll .paper-head, .paper-roll .paper-standing, .paper-roll .paper-signatures { display: block; }
.paper-roll .paper-office { font-size: 11pt; }
.paper-roll .paper-title { font-size: 16pt; }
.paper-roll .paper-standing { padding: 2mm 3mm; }
.paper-roll .paper-mark { display: block; font-size: 22pt; }
.paper-roll.paper-slip .paper-mark { font-size: 27pt; letter-spacing: 0.04em; }
.paper-roll.paper-slip[lang='en'] .paper-mark { font-size: 20pt; }
.paper-roll .paper-worth, .paper-roll .paper-notes, .paper-roll .paper-number-label, .paper-roll .paper-check { font-size: 11pt; }
.paper-roll .paper-number strong { font-size: 18pt; }
.paper-roll .paper-rows th { width: 24mm; padding-inline-end: 2mm; }
.paper-roll .paper-rows td.paper-hex { font-size: 9pt; }
.paper-roll .paper-symbol { width: 70mm; }
.paper-roll .paper-again, .paper-roll .paper-parts, .paper-roll .paper-printed { font-size: 10pt; }
.paper-roll .paper-signature + .paper-signature { margin-top: 3mm; }
`
