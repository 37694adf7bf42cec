import { useEffect, useState } from 'react'
import type { FieldSchema, FieldValue } from '../../../shared/contract/service/definition.ts'
import { checkForm } from '../../../shared/contract/service/form.ts'
import { useDesk } from '../../app/desk.ts'
import { useToday } from '../../app/today.ts'
import { FormEdit, typedOf, useForm } from '../../components/form/index.ts'
import { wordsOf } from '../../i18n/index.ts'
import { oneField } from './one-field.ts'

const LABEL = { zh: wordsOf('zh').t('conflict.amend.value'), en: wordsOf('en').t('conflict.amend.value') }

interface Props {
  /** A name of its own on the page. */
  readonly name: string
  readonly schema: FieldSchema
  readonly sealed: boolean
  readonly start: FieldValue | null
  /** Somebody wants to sign: whatever is wrong is shown. */
  readonly tried: boolean
  /** Null while what is typed is no sound value. */
  onValue(value: FieldValue | null): void
}

/** A value of one's own, typed as in the form and held against the checks of the form at once. */
export function OtherValue({ name, schema, sealed, start, tried, onValue }: Props) {
  const { person } = useDesk()
  const today = useToday()
  const [definition] = useState(() => oneField(name, schema, { label: LABEL, sealed }))
  const form = useForm({
    definition,
    action: 'file',
    today,
    county: person.office,
    typed: start === null ? {} : typedOf(definition, { [name]: start }),
    check: async (values) => checkForm(definition, values, today, person.office),
    onTyped: () => {
      const { values, unread } = form.state().read
      const sound = Object.keys(unread).length === 0 && checkForm(definition, values, today, person.office).length === 0
      onValue(sound ? (values[name] ?? null) : null)
    },
  })
  useEffect(() => {
    if (tried) form.reveal()
  }, [form, tried])
  return (
    <div className="conflict-other">
      <FormEdit form={form} />
    </div>
  )
}
