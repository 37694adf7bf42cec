/**
 * What a table may be before anything of it is believed. An office's whole register is some ten thousand rows; twice the largest that has been seen
 * fits, and anything beyond is either not a register or meant to hurt.
 */
export const TABLE_LIMITS = {
  /** Bytes of the file as it is. */
  file: 64 * 1024 * 1024,
  /** Rows that hold something. */
  rows: 200_000,
  /** Position of the last row, with the empty ones: what a spreadsheet can have. */
  lastRow: 1_048_576,
  columns: 200,
  /** Characters of one cell; a longer one is cut, and its row is not taken. */
  cell: 4_000,
  /** Characters of all cells together. */
  text: 100_000_000,
  /** Characters of one record of a CSV file: an opening quote that is never closed ends here. */
  record: 1_000_000,
  /** Files inside a workbook. */
  parts: 5_000,
  /** Bytes of a part of a workbook when it is unpacked: small parts, shared texts, a sheet. */
  smallPart: 16 * 1024 * 1024,
  sharedStrings: 256 * 1024 * 1024,
  sheet: 768 * 1024 * 1024,
  /** Texts that cells share. */
  strings: 2_000_000,
  sheets: 200,
  styles: 70_000,
  merges: 100_000,
} as const
