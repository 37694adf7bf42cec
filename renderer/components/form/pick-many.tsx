import { Checkbox } from 'antd'
import { textsOf } from '../../../shared/contract/service/values.ts'
import { useWords } from '../../app/prefs.tsx'
import type { FieldView } from './form-store.ts'
import { idAt } from './paths.ts'
import type { Box } from './typed.ts'
import { useScene } from './use-form.ts'

/** A list whose elements are chosen among few: a tick for each, kept in the order in which they are offered. */
export function PickMany({ name, items, view }: { name: string; items: Box; view: FieldView }) {
  const words = useWords()
  const { form } = useScene()
  const offered = (items.enum ?? []).map(String)
  const chosen = textsOf(Array.isArray(view.typed) ? (view.typed as readonly string[]) : [])
  const toggle = (one: string, on: boolean) =>
    form.change(
      name,
      offered.filter((other) => (other === one ? on : chosen.includes(other))),
    )
  return (
    <div
      id={idAt(name)}
      className="pick-many"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) form.leave(name)
      }}
    >
      {offered.map((one) => {
        const title = items['x-choices']?.[one]
        return (
          <Checkbox
            key={one}
            checked={chosen.includes(one)}
            aria-invalid={view.problems.length > 0}
            onChange={(event) => toggle(one, event.target.checked)}
          >
            {title === undefined ? one : words.pick(title)}
          </Checkbox>
        )
      })}
    </div>
  )
}
