import { Button, Input, Radio } from 'antd'
import type { FieldSchema, ScalarSchema, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { RegionPicker } from './region-picker.tsx'
import { SubjectKey } from './subject-key.tsx'
import type { FilingState } from './use-filing.ts'

export interface ControlProps {
  readonly id: string
  readonly name: string
  readonly schema: FieldSchema
  readonly definition: ServiceDefinition
  readonly state: FilingState
  readonly wrong: boolean
  readonly required: boolean
  readonly describedBy: string | undefined
}

/** The control for a field, chosen by its `x-` hints alone. */
export function FieldControl(props: ControlProps) {
  const words = useWords()
  const schema = props.schema as ScalarSchema
  const { id, name, definition, state, wrong, required, describedBy } = props
  const value = String(state.typed[name] ?? '')
  const stored = state.read.values[name]
  const common = {
    id,
    value,
    status: wrong ? ('error' as const) : ('' as const),
    autoComplete: 'off',
    'aria-required': required,
    'aria-invalid': wrong,
    'aria-describedby': describedBy,
    onBlur: () => state.leave(name),
  }
  const plain = {
    ...common,
    onChange: (event: { target: { value: string } }) => state.change(name, event.target.value),
  }
  const part = definition.subjects.find((one) => one.mode !== 'create' && one.key === name)
  if (part !== undefined) return <SubjectKey {...props} part={part} />
  switch (schema['x-widget']) {
    case 'multiline':
      return <Input.TextArea {...plain} rows={2} maxLength={schema.maxLength} />
    case 'choice':
      return (
        <Radio.Group
          id={id}
          optionType="button"
          buttonStyle="solid"
          value={state.typed[name] ?? null}
          aria-labelledby={`${id}-label`}
          aria-describedby={describedBy}
          onChange={(event) => state.change(name, String(event.target.value))}
          options={(schema.enum ?? []).map((one) => {
            const title = schema['x-choices']?.[String(one)]
            return { value: one, label: title === undefined ? String(one) : words.pick(title) }
          })}
        />
      )
    case 'region':
      return <RegionPicker {...props} />
    case 'date':
      return (
        <div className="with-button">
          <Input
            {...plain}
            inputMode="numeric"
            placeholder={words.t('date.hint')}
            onBlur={() => {
              // 20260305 and 2026.3.5 become the one form as soon as the field is left.
              if (typeof stored === 'string' && stored !== value) state.change(name, stored)
              state.leave(name)
            }}
          />
          {schema['x-identifier'] === 'past-date' ? (
            <Button tabIndex={-1} onClick={() => state.change(name, state.today)}>
              {words.t('date.today')}
            </Button>
          ) : null}
        </div>
      )
    case 'area':
      return <Input {...plain} inputMode="decimal" suffix={words.t('unit.area')} />
    case 'money':
      return <Input {...plain} inputMode="decimal" suffix={words.t('unit.money')} />
    default:
      return (
        <Input
          {...plain}
          maxLength={schema['x-identifier'] === undefined ? schema.maxLength : undefined}
          className={schema['x-identifier'] === undefined || schema['x-identifier'] === 'name' ? '' : 'num'}
          onBlur={() => {
            if (typeof stored === 'string' && stored !== value && schema['x-identifier'] !== undefined)
              state.change(name, stored)
            state.leave(name)
          }}
        />
      )
  }
}
