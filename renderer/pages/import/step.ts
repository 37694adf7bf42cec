import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import type { ImportDesk, ImportState } from '../../import/desk.ts'

export interface StepProps {
  readonly desk: ImportDesk
  readonly state: ImportState
}

export interface ChoosingProps extends StepProps {
  readonly services: readonly ServiceDefinition[]
}

/** As spreadsheets name columns: A, B … Z, AA. */
export function columnLetter(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnLetter(Math.floor(column / 26) - 1) + last
}
