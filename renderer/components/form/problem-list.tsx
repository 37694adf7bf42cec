import { useWords } from '../../app/prefs.tsx'
import { focusField } from './focus.ts'
import { type FormStore, fieldOf, type ShownProblem } from './form-store.ts'
import { idAt } from './paths.ts'

/** Problems in the order of the form, each a link to the box that it is about. */
export function ProblemList({ form, problems }: { form: FormStore; problems: readonly ShownProblem[] }) {
  const words = useWords()
  return (
    <ol className="problems">
      {problems.map(({ at, message }) => {
        const schema = at === null ? undefined : form.definition.form.schema.properties[fieldOf(at)]
        const text =
          schema === undefined ? words.pick(message) : words.pair(words.pick(schema['x-title']), words.pick(message))
        return (
          <li key={`${at} ${message.zh}`}>
            {at === null ? (
              text
            ) : (
              <a
                href={`#${idAt(at)}`}
                onClick={(event) => {
                  event.preventDefault()
                  focusField(at)
                }}
              >
                {text}
              </a>
            )}
          </li>
        )
      })}
    </ol>
  )
}
