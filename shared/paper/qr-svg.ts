import type { Bitmap2D } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'
import { qrSymbols } from './qr-symbol.ts'

/** The light border that readers need, in modules. */
const QUIET = 4

/**
 * [R3] The symbols as one piece of markup: an inline `<svg>` for each, in a figure that says which of how many it is. Sized by CSS.
 * @param texts as qrTexts gives them
 */
export function qrSvg(texts: readonly string[]): string {
  return qrSymbols(texts)
    .map((symbol, i) => {
      const caption = texts.length === 1 ? '' : `<figcaption>${i + 1} / ${texts.length}</figcaption>`
      return `<figure class="paper-symbol">${svgOf(symbol, `QR ${i + 1}/${texts.length}`)}${caption}</figure>`
    })
    .join('')
}

function svgOf(symbol: Bitmap2D, label: string): string {
  const side = symbol.size + 2 * QUIET
  return (
    `<svg class="paper-qr-svg" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<rect width="${side}" height="${side}" fill="#fff"/>` +
    `<path transform="translate(${QUIET} ${QUIET})" fill="#000" d="${toSvgPath(symbol)}"/></svg>`
  )
}
