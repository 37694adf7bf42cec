import { LockOutlined } from '@ant-design/icons'
import type { FieldSchema } from '../../../shared/contract/service/definition.ts'
import { useWords } from '../../app/prefs.tsx'
import { idAt } from './paths.ts'
import { useScene } from './use-form.ts'

/** What a field is called, whether it is needed, and whether it is sealed. */
export function Label(props: { name: string; schema: FieldSchema; needed: boolean; group?: boolean }) {
  const words = useWords()
  const { name, schema, needed, group = false } = props
  const id = idAt(name)
  const inside = (
    <>
      {words.pick(schema['x-title'])}
      {needed ? <Required /> : null}
      <Sealed name={name} />
    </>
  )
  return group ? (
    <span id={`${id}-label`} className="field-label">
      {inside}
    </span>
  ) : (
    <label htmlFor={id} id={`${id}-label`} className="field-label">
      {inside}
    </label>
  )
}

export function Sealed({ name }: { name: string }) {
  const words = useWords()
  const { form } = useScene()
  if (!form.definition.sealed.includes(name)) return null
  return (
    <span className="lock" title={words.t('sealed.help')}>
      <LockOutlined aria-hidden="true" /> {words.t('sealed.word')}
    </span>
  )
}

export function Required() {
  const words = useWords()
  return (
    <span className="required" title={words.t('required')}>
      *<span className="unseen">{words.t('required')}</span>
    </span>
  )
}
