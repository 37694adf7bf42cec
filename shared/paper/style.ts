/**
 * How papers look: black on white only, large type, ruled rows, for old eyes in poor light and for printers that are nearly
 * empty. A sheet of A4 that would run over is set a size smaller (`paper-dense`). Every rule is below `.paper`, so it can stand
 * beside the style of a screen.
 */
export const PAPER_CSS = `
@page paper-a4 { size: A4; margin: 12mm 14mm 9mm; }
@page paper-roll { size: 80mm 297mm; margin: 4mm; }
.paper, .paper * { box-sizing: border-box; margin: 0; padding: 0; }
.paper {
  background: #fff; color: #000; text-align: start; font-synthesis: none; line-break: strict; overflow-wrap: anywhere;
  font: 400 14pt/1.5 'Noto Sans SC', 'Noto Serif Tibetan', 'Microsoft YaHei', sans-serif; font-variant-numeric: tabular-nums;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
.paper-a4 { page: paper-a4; width: 182mm; position: relative; }
.paper-dense { font-size: 12pt; line-height: 1.42; }
.paper-roll { page: paper-roll; width: 72mm; font-size: 11pt; }
.paper-bo { font-family: 'Noto Serif Tibetan', 'Noto Sans SC', serif; font-size: 1.15em; line-height: 1.9; }

.paper-head { display: flex; flex-direction: column; border-bottom: 0.8mm solid #000; padding-bottom: 1.5mm; }
.paper-office { font-size: 13pt; max-width: 66mm; min-height: 8.5mm; }
.paper-title { font-size: 24pt; font-weight: 700; line-height: 1.3; }
.paper-dense .paper-office { font-size: 12pt; max-width: 74mm; min-height: 7mm; }
.paper-dense .paper-title { font-size: 20pt; }
.paper-roll .paper-head, .paper-roll .paper-standing, .paper-roll .paper-signed { display: block; }
.paper-roll .paper-office { font-size: 11pt; max-width: none; min-height: 0; }
.paper-roll .paper-title { font-size: 16pt; }

.paper-standing { border: 0.8mm solid #000; margin-top: 3mm; padding: 1.6mm 5mm; break-inside: avoid; display: flex; gap: 6mm; align-items: center; }
.paper-mark { font-size: 26pt; font-weight: 700; line-height: 1.25; white-space: nowrap; }
.paper-worth { font-size: 14pt; line-height: 1.45; }
.paper-slip .paper-standing { border-width: 1.4mm; }
.paper-slip .paper-mark { font-size: 30pt; letter-spacing: 0.06em; }
.paper-slip[lang='en'] .paper-mark { font-size: 22pt; letter-spacing: 0; white-space: normal; }
.paper-dense .paper-standing { margin-top: 2mm; padding: 0.8mm 4mm; }
.paper-dense .paper-mark, .paper-dense.paper-slip .paper-mark { font-size: 22pt; }
.paper-dense .paper-worth { font-size: 12pt; }
.paper-roll .paper-standing { padding: 2mm 3mm; }
.paper-roll .paper-mark { display: block; font-size: 22pt; }
.paper-roll.paper-slip .paper-mark { font-size: 27pt; letter-spacing: 0.04em; }
.paper-roll.paper-slip[lang='en'] .paper-mark { font-size: 20pt; }
.paper-roll .paper-worth, .paper-roll .paper-notes, .paper-roll .paper-number-label, .paper-roll .paper-check { font-size: 11pt; }

.paper-number { line-height: 1.2; break-inside: avoid; }
.paper-number-label { font-size: 12pt; }
.paper-number strong { font-size: 20pt; font-weight: 700; }
.paper-digits { display: inline-block; max-width: 100%; margin-inline-end: 0.22em; }
.paper-a4 .paper-number { position: absolute; top: 0; inset-inline-end: 0; max-width: 116mm; text-align: end; }
.paper-dense .paper-number { max-width: 108mm; }
.paper-dense .paper-number strong { font-size: 17pt; }
.paper-roll .paper-number { margin-top: 4mm; }
.paper-roll .paper-number strong { display: block; font-size: 18pt; }

.paper-rows { width: 100%; margin-top: 2.5mm; border-collapse: collapse; border-top: 0.4mm solid #000; border-bottom: 0.4mm solid #000; }
.paper-rows tr { break-inside: avoid; border-top: 0.2mm solid #000; }
.paper-rows th, .paper-rows td { padding: 0.9mm 0; text-align: start; vertical-align: baseline; }
.paper-rows th { width: 37mm; padding-inline-end: 2mm; font-weight: 400; overflow-wrap: normal; }
.paper-rows td + th { padding-inline-start: 3mm; }
.paper-rows td { font-weight: 700; white-space: pre-line; }
.paper-rows td.paper-hex { font-weight: 400; font-size: 10.5pt; }
.paper-dense .paper-rows { margin-top: 1.5mm; }
.paper-dense .paper-rows th, .paper-dense .paper-rows td { padding-top: 0.5mm; padding-bottom: 0.5mm; }
.paper-dense .paper-rows th { width: 33mm; }
.paper-roll .paper-rows th { width: 24mm; }
.paper-roll .paper-rows td.paper-hex { font-size: 9pt; }

.paper-over { break-after: avoid; }
.paper-rows .paper-over th { width: auto; padding-bottom: 0; }
.paper-rows .paper-under { border-top: 0; break-inside: auto; }
.paper-list { padding-inline-start: 1.5em; white-space: normal; }
.paper-list li { break-inside: avoid; }
.paper-list-columns, .paper-list-stack { font-size: 12pt; line-height: 1.4; padding-bottom: 0.6mm; }
.paper-list-columns { columns: 2; column-gap: 6mm; }
.paper-said { font-weight: 400; }
.paper-pair { display: inline-block; margin-inline-start: 0.7em; }
.paper-table { width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 1.35; margin: 0.6mm 0 0.8mm; }
.paper-rows .paper-table th, .paper-rows .paper-table td { width: auto; padding: 0.5mm 1.4mm; border: 0.2mm solid #000; }
.paper-rows .paper-table th { font-weight: 400; }
.paper-rows .paper-table .paper-count { width: 7mm; text-align: center; font-weight: 400; }
.paper-dense .paper-list-columns, .paper-dense .paper-list-stack, .paper-dense .paper-table { font-size: 10.5pt; line-height: 1.35; }
.paper-dense .paper-rows .paper-table th, .paper-dense .paper-rows .paper-table td { padding: 0.3mm 1.2mm; }
.paper-roll .paper-list { font-size: 10.5pt; }

.paper-notes { margin-top: 2.5mm; padding-inline-start: 1.2em; font-size: 12.5pt; line-height: 1.45; }
.paper-notes li { break-inside: avoid; }
.paper-dense .paper-notes { margin-top: 1.5mm; font-size: 10.5pt; line-height: 1.35; }

.paper-signed { display: flex; gap: 8mm; margin-top: 3mm; break-inside: avoid; font-size: 13pt; }
.paper-signatures { flex: 1; display: flex; flex-direction: column; gap: 1.5mm; }
.paper-signature { display: flex; justify-content: space-between; align-items: flex-end; border-bottom: 0.3mm solid #000; min-height: 12mm; }
.paper-day { white-space: pre; font-size: 12pt; }
.paper-stamp { width: 68mm; min-height: 26mm; display: flex; flex-direction: column; justify-content: space-between; text-align: end; }
.paper-dense .paper-signed { margin-top: 2mm; font-size: 12pt; }
.paper-dense .paper-signature { min-height: 9mm; }
.paper-dense .paper-stamp { min-height: 20mm; }
.paper-roll .paper-signed { font-size: 11pt; }
.paper-roll .paper-day { font-size: 10pt; }
.paper-roll .paper-stamp { width: auto; margin-top: 3mm; }
.paper-printed { margin-top: 2mm; font-size: 11.5pt; break-inside: avoid; }
.paper-dense .paper-printed { margin-top: 1.5mm; font-size: 10.5pt; }

.paper-qr { padding-top: 2.5mm; break-inside: avoid; }
.paper-rule { height: 0.4mm; margin-bottom: 1mm; border: 0; background: #000; }
.paper-check { font-size: 12pt; font-weight: 700; line-height: 1.4; break-after: avoid; }
.paper-again, .paper-parts { font-size: 11pt; line-height: 1.4; }
.paper-a4 .paper-check, .paper-a4 .paper-again, .paper-a4 .paper-parts { display: inline; margin-inline-end: 1em; }
.paper-a4 .paper-whose { display: none; }
.paper-dense .paper-qr { padding-top: 1.5mm; }
.paper-dense .paper-check, .paper-dense .paper-again, .paper-dense .paper-parts { font-size: 10.5pt; }
.paper-symbols { display: flex; flex-wrap: wrap; gap: 2mm 3.5mm; margin-top: 1mm; }
.paper-symbol { break-inside: avoid; width: 58mm; text-align: center; font-size: 10.5pt; line-height: 1.2; }
.paper-dense .paper-symbol { width: 47mm; font-size: 9.5pt; }
.paper-qr-svg { display: block; width: 100%; height: auto; }
.paper-roll .paper-symbol { width: 70mm; }
.paper-roll .paper-again, .paper-roll .paper-parts, .paper-roll .paper-printed { font-size: 10pt; }
`
