import { LockOutlined } from '@ant-design/icons'
import type { FieldValue } from '../../../shared/contract/service/definition.ts'
import { tableOf } from '../../../shared/contract/service/outputs.ts'
import type { SubjectField } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { FieldList } from '../../components/field-list.tsx'
import { filledColumns } from '../../components/form/filled-columns.ts'

export interface ShownSubjectField extends SubjectField {
  /** null: sealed, and this desktop may not or cannot open it. */
  readonly value: FieldValue | null | undefined
}

/** Fields by their form labels; lists of rows as tables below the rest. What is sealed carries a lock. */
export function Fields({ fields }: { fields: readonly ShownSubjectField[] }) {
  const words = useWords()
  const tables = fields.flatMap((field) => {
    const table =
      field.value === null || field.value === undefined ? null : tableOf(field.schema, field.value, words.lang)
    return table === null ? [] : [{ field, table: filledColumns(table) }]
  })
  const rest = fields.filter((field) => !tables.some((one) => one.field === field))
  return (
    <>
      {rest.length === 0 ? null : <FieldList fields={rest} />}
      {tables.map(({ field, table }) => {
        const title = words.pick(field.schema['x-title'])
        return (
          <div key={field.name} className="subject-list">
            <h3>
              {title}
              {field.sealed ? (
                <LockOutlined className="lock" title={words.t('sealed.title')} aria-label={words.t('sealed.title')} />
              ) : null}
            </h3>
            <table className="rows small" aria-label={title}>
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((cells, i) => (
                  <tr key={`${i} ${cells.join(' ')}`}>
                    {cells.map((cell, at) => (
                      <td key={table.columns[at]} className="num wrap">
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </>
  )
}
