/** Papers (R1–R3): their markup, their style, their QR. */
export * from './document.ts'
export * from './markup.ts'
export * from './qr-join.ts'
export * from './qr-svg.ts'
export * from './qr-symbol.ts'
export * from './qr-text.ts'
export * from './sheet.ts'
export * from './style.ts'
