import { Select } from 'antd'
import { useState } from 'react'
import type { Example, ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { fieldsAt } from '../../../../../shared/contract/service/fields-at.ts'
import { checkForm } from '../../../../../shared/contract/service/form.ts'
import { usePrefs } from '../../../../app/prefs.tsx'
import { useToday } from '../../../../app/today.ts'
import { FormEdit, typedOf, useForm } from '../../../../components/form/index.ts'
import { pickedExample } from './picked-example.ts'

/** Where nothing says which county: any will do to try a form. */
const SOME_COUNTY = '632723'

/** The form as it will be typed in, with its rules at work and its examples to fill it in with. Nothing is kept. */
export function FormPreview({ definition, hash }: { definition: ServiceDefinition; hash: string }) {
  const { words } = usePrefs()
  const actions = definition.workflow.actions.filter((one) => fieldsAt(definition, one).size > 0)
  const [action, setAction] = useState('file')
  const [picked, setPicked] = useState(-1)
  const example = pickedExample(definition, picked)
  const shown = actions.some((one) => one.name === action) ? action : 'file'
  return (
    <>
      <div className="toolbar wraps">
        <Select
          aria-label={words.t('preview.fill')}
          value={example === null ? -1 : picked}
          popupMatchSelectWidth={false}
          onChange={setPicked}
          options={[
            { value: -1, label: words.t('preview.fillNone') },
            ...definition.examples.map((one, i) => ({ value: i, label: words.pick(one.title) })),
          ]}
        />
        {actions.length < 2 ? null : (
          <Select
            aria-label={words.t('preview.action')}
            value={shown}
            popupMatchSelectWidth={false}
            onChange={setAction}
            options={actions.map((one) => ({ value: one.name, label: words.pick(one.title) }))}
          />
        )}
      </div>
      <p className="soft">{words.t('preview.formHelp')}</p>
      <Try key={`${hash} ${shown} ${picked}`} definition={definition} action={shown} example={example} />
    </>
  )
}

function Try(props: { definition: ServiceDefinition; action: string; example: Example | null }) {
  const { definition, action, example } = props
  const now = useToday()
  const today = example?.today ?? now
  const county = example?.county ?? SOME_COUNTY
  const parts = Object.fromEntries(
    Object.entries(example?.subjects ?? {}).map(([name, fields]) => [
      name,
      [{ fields, burdens: example?.burdens?.[name] ?? [] }],
    ]),
  )
  const materials = example?.materials ?? []
  const form = useForm({
    definition,
    action,
    today,
    county,
    typed: example === null ? {} : typedOf(definition, example.values),
    check: async (values) => checkForm(definition, values, today, county, { parts, materials, at: action }),
  })
  return <FormEdit form={form} />
}
