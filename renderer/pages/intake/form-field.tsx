import { LockOutlined, WarningOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import type { ServiceDefinition, Text } from '../../../shared/contract/service/definition.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { useWords } from '../../app/prefs.tsx'
import { FieldControl } from './field-control.tsx'
import { warningFor } from './typed.ts'
import type { FilingState } from './use-filing.ts'

interface Props {
  readonly definition: ServiceDefinition
  readonly name: string
  readonly state: FilingState
}

/** One field of the form: label, control as its hints say, help, and what is wrong with it right below. */
export function FormField({ definition, name, state }: Props) {
  const words = useWords()
  const schema = definition.form.schema.properties[name]
  if (schema === undefined) return null
  const id = `f-${name}`
  const required = definition.form.schema.required.includes(name)
  const sealed = definition.sealed.includes(name)
  const problem = state.shown.find((one) => one.field === name)
  const help = schema['x-help']
  const repeated = helpBefore(definition, name)?.zh === help?.zh
  const widget = schema['x-widget']
  // An area with its mu beside, an amount in full: what was understood takes the place of the help.
  const stored = state.read.values[name]
  const warning = warningFor(schema, stored, state.today)
  const reading =
    (widget === 'area' || widget === 'money') && stored !== undefined ? showValue(schema, stored, words.lang) : null
  const note = problem === undefined ? undefined : words.pick(problem.message)
  const described =
    note !== undefined || warning !== null || reading !== null || (help !== undefined && !repeated)
      ? `${id}-note`
      : undefined
  const wide =
    widget === 'multiline' ||
    widget === 'checkbox' ||
    (widget === 'region' && schema['x-level'] === 'village' && sealed)
  const noteLine =
    note !== undefined ? (
      <p id={`${id}-note`} className="problem" role="alert">
        {note}
      </p>
    ) : warning !== null ? (
      <p id={`${id}-note`} className="warning">
        <WarningOutlined aria-hidden="true" /> {words.pick(warning)}
      </p>
    ) : reading !== null ? (
      <p id={`${id}-note`} className="reading num">
        {reading}
      </p>
    ) : help !== undefined && widget !== 'checkbox' && !repeated ? (
      <p id={`${id}-note`} className="help">
        {words.pick(help)}
      </p>
    ) : null
  if (schema.type === 'boolean') {
    return (
      <div className="field wide">
        <Checkbox
          id={id}
          checked={state.typed[name] === true}
          aria-invalid={problem !== undefined}
          aria-describedby={described}
          onChange={(event) => state.change(name, event.target.checked)}
          onBlur={() => state.leave(name)}
        >
          <span className="tick-label">
            <strong>{words.pick(schema['x-title'])}</strong>
            {required ? <Required /> : null}
            {help === undefined ? '' : ` ${words.pick(help)}`}
          </span>
        </Checkbox>
        {noteLine}
      </div>
    )
  }
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id} id={`${id}-label`}>
        {words.pick(schema['x-title'])}
        {required ? <Required /> : null}
        {sealed ? (
          <span className="lock" title={words.t('sealed.help')}>
            <LockOutlined aria-hidden="true" /> {words.t('sealed.word')}
          </span>
        ) : null}
      </label>
      <FieldControl
        id={id}
        name={name}
        schema={schema}
        definition={definition}
        state={state}
        wrong={problem !== undefined}
        required={required}
        describedBy={described}
      />
      {noteLine}
    </div>
  )
}

/** The help of the field before it in its section: the same words are not said twice in a row. */
function helpBefore(definition: ServiceDefinition, name: string): Text | undefined {
  const section = definition.form.sections.find((one) => one.fields.includes(name))
  const before = section?.fields[section.fields.indexOf(name) - 1]
  return before === undefined ? undefined : definition.form.schema.properties[before]?.['x-help']
}

function Required() {
  const words = useWords()
  return (
    <span className="required" title={words.t('required')}>
      *<span className="unseen">{words.t('required')}</span>
    </span>
  )
}
