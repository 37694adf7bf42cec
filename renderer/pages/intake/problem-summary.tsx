import { Button } from 'antd'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { focusField } from './focus-field.ts'
import type { FilingState } from './use-filing.ts'

/** After an attempt to file: every problem, each leading to its field; it shrinks as they are mended. */
export function ProblemSummary({ definition, state }: { definition: ServiceDefinition; state: FilingState }) {
  const words = useWords()
  const whole = state.shown.filter((one) => one.field === null)
  const listed = state.tried ? state.shown : whole
  if (listed.length === 0) return null
  return (
    <div className={state.lacking ? 'box box-warn summary' : 'box box-bad summary'} role="alert">
      <div className="box-body">
        <strong>
          {words.t(state.lacking ? 'intake.lacking' : state.tried ? 'intake.summary' : 'intake.against', {
            n: listed.length,
          })}
        </strong>
        <ol>
          {listed.map(({ field, message }) => {
            const schema = field === null ? undefined : definition.form.schema.properties[field]
            return (
              <li key={`${field} ${message.zh}`}>
                {field === null ? (
                  words.pick(message)
                ) : (
                  <a
                    href={`#f-${field}`}
                    onClick={(event) => {
                      event.preventDefault()
                      focusField(field)
                    }}
                  >
                    {schema === undefined
                      ? words.pick(message)
                      : words.pair(words.pick(schema['x-title']), words.pick(message))}
                  </a>
                )}
              </li>
            )
          })}
        </ol>
        {state.lacking ? (
          <p>
            <Button onClick={() => void state.submit()}>
              {words.t('intake.takeLacking')} <kbd>Ctrl Enter</kbd>
            </Button>
          </p>
        ) : null}
      </div>
    </div>
  )
}
