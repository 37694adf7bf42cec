import { fail, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import type { ReadChoices, Table } from '../table.ts'
import { readCsv } from './csv.ts'
import { readXlsx } from './xlsx.ts'

/**
 * Reads a table out of whatever file a person has picked; what it is, its first bytes say and not its name. Codes: table-too-large, table-empty,
 * table-old-format, table-unreadable, table-encoding, table-quotes, table-damaged, not-found (the sheet).
 */
export async function readTable(file: Blob, choices: ReadChoices): Promise<Result<Table>> {
  if (file.size > TABLE_LIMITS.file) return fail('table-too-large', `${file.size} bytes`)
  if (file.size === 0) return fail('table-empty', 'no bytes')
  try {
    const head = new Uint8Array(await file.slice(0, 8).arrayBuffer())
    // A workbook before 2007, and one that a password encrypts: both are containers of the same kind.
    if (begins(head, [0xd0, 0xcf, 0x11, 0xe0])) return fail('table-old-format')
    if (begins(head, [0x50, 0x4b, 0x03, 0x04])) return await readXlsx(file, choices)
    if (KNOWN.some((magic) => begins(head, magic))) return fail('table-unreadable', 'another kind of file')
    return await readCsv(file, choices)
  } catch (error) {
    // A file that was moved, changed or pulled out with its stick while it was read.
    if (error instanceof DOMException) return fail('table-unreadable', error.name)
    throw error
  }
}

/** PDF, PNG, JPEG, GIF, RAR, 7z, gzip, an empty or split archive: files that people pick by mistake. */
const KNOWN: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
]

function begins(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte)
}
