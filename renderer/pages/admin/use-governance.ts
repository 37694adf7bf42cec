import { useDesk } from '../../app/desk.ts'
import { type Answer, useAnswer } from '../../app/use-answer.ts'
import type { Governance } from '../../replica/gov-api.ts'

/** What gov has established, with what this desktop has signed for it. */
export function useGovernance(): Answer<Governance> {
  const { replica } = useDesk()
  return useAnswer('governance', () => replica.governance())
}
