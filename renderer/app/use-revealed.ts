import type { FieldValue } from '../../shared/contract/service/definition.ts'
import { useDesk } from './desk.ts'
import { useAnswer } from './use-answer.ts'

export type Revealed = Readonly<Record<string, Readonly<Record<string, FieldValue | null>>>>

const NOTHING: Revealed = {}

/** The sealed values of the rows that are on screen, as far as this office may open them; filled in a moment after the rows. */
export function useRevealed(ids: readonly string[]): Revealed {
  const { replica } = useDesk()
  const answer = useAnswer(ids.join(' '), async () =>
    ids.length === 0 ? { ok: true as const, value: NOTHING } : await replica.reveal(ids),
  )
  return answer.value ?? NOTHING
}
