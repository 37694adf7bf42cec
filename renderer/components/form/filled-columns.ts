import type { FieldTable } from '../../../shared/contract/service/outputs.ts'

/** A table to read, without the columns that are empty in every row: of seven kinds of paper a person has one. */
export function filledColumns({ columns, rows }: FieldTable): FieldTable {
  const filled = columns.map((_, j) => rows.some((row) => row[j] !== undefined && row[j] !== ''))
  const some = (cells: readonly string[]) => cells.filter((_, j) => filled[j])
  return { columns: some(columns), rows: rows.map(some) }
}
