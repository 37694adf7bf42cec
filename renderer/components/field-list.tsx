import { LockOutlined } from '@ant-design/icons'
import type { FieldSchema, FieldValue } from '../../shared/contract/service/definition.ts'
import { showValue } from '../../shared/contract/service/outputs.ts'
import { useWords } from '../app/prefs.tsx'

export interface ShownField {
  readonly name: string
  readonly schema: FieldSchema
  /** undefined: not given; null: sealed, and this desktop may not or cannot open it. */
  readonly value: FieldValue | null | undefined
  readonly sealed: boolean
}

/** Fields with their form labels, as people read them; sealed ones carry a lock and say so when they stay closed. */
export function FieldList({ fields }: { fields: readonly ShownField[] }) {
  const words = useWords()
  return (
    <dl className="fields">
      {fields.map(({ name, schema, value, sealed }) => (
        <div key={name} className={isLong(schema, value) ? 'long' : undefined}>
          <dt>
            {words.pick(schema['x-title'])}
            {sealed ? (
              <LockOutlined className="lock" title={words.t('sealed.title')} aria-label={words.t('sealed.title')} />
            ) : null}
          </dt>
          <dd>
            {value === undefined ? (
              <span className="soft">—</span>
            ) : value === null ? (
              <span className="soft">{words.t('sealed.closed')}</span>
            ) : (
              showValue(schema, value, words.lang)
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function isLong(schema: FieldSchema, value: FieldValue | null | undefined): boolean {
  return schema['x-widget'] === 'multiline' || (typeof value === 'string' && value.length > 40)
}
