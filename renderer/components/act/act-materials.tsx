import { useMemo, useState } from 'react'
import type { FieldValues } from '../../../shared/contract/service/definition.ts'
import { checklist } from '../../../shared/contract/service/materials.ts'
import { useDesk } from '../../app/desk.ts'
import type { HandedIn } from '../../pages/intake/draft.ts'
import { MaterialsList } from '../../pages/intake/materials-list.tsx'
import type { CaseDetail } from '../../replica/api.ts'

interface Props {
  readonly detail: CaseDetail
  readonly values: FieldValues
  readonly today: string
  readonly handed: HandedIn
  hand(next: HandedIn): void
  setAttaching(busy: boolean): void
}

/** Materials that come in with an act: first what is still missing; what the case has already may come in anew. */
export function ActMaterials({ detail, values, today, handed, hand, setAttaching }: Props) {
  const { person } = useDesk()
  const { definition } = detail
  const given = useMemo(() => new Set(detail.materials.map((one) => one.id)), [detail.materials])
  // What is typed meanwhile does not move the rows about.
  const [needed] = useState(
    () => new Set(checklist(definition, values, today, person.office).flatMap((m) => (m.needed ? [m.id] : []))),
  )
  // One object for as long as the case stands still: conditions are remembered by their definition.
  const ordered = useMemo(() => {
    const rank = ({ id }: { id: string }) => (given.has(id) ? 2 : needed.has(id) ? 0 : 1)
    return { ...definition, materials: [...definition.materials].sort((a, b) => rank(a) - rank(b)) }
  }, [definition, given, needed])
  const state = { read: { values }, today, handed, hand, tried: false, setAttaching }
  return <MaterialsList definition={ordered} state={state} number={null} given={given} />
}
