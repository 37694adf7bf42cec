import { Input, Select } from 'antd'
import { useWords } from '../../app/prefs.tsx'
import type { Source, Target } from '../../import/mapping.ts'
import type { StepProps } from './step.ts'
import { columnLetter } from './step.ts'

const NOTHING = 'nothing'
const CONSTANT = 'constant'

/** One line for each field of the form: the column that it comes from, its unit, and what stands there in the first row. */
export function MappingTable({ desk, state }: StepProps) {
  const words = useWords()
  const { table, targets, mapping } = state
  if (table === null) return null
  const titles = table.first.find((row) => row.n === mapping.titles)?.cells ?? []
  const [row] = table.first.filter(({ n }) => n > mapping.titles)
  const columns = Array.from({ length: table.columns }, (_, column) => {
    const letter = columnLetter(column)
    const title = (titles[column] ?? '').trim()
    return {
      value: String(column),
      label: title === '' ? words.t('import.columnBare', { letter }) : words.t('import.column', { letter, title }),
    }
  })
  const options = [
    { value: NOTHING, label: words.t('import.nothing') },
    { value: CONSTANT, label: words.t('import.constant') },
    ...columns,
  ]
  return (
    <table className="rows import-mapping" aria-label={words.t('import.mapping')}>
      <thead>
        <tr>
          <th scope="col">{words.t('import.target')}</th>
          <th scope="col">{words.t('import.source')}</th>
          <th scope="col">{words.t('import.unit')}</th>
          <th scope="col">{words.t('import.sample')}</th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => {
          const source = mapping.sources[target.path]
          const name = words.pick(target.title)
          return (
            <tr key={target.path} className={source === undefined && !target.required ? 'dim' : undefined}>
              <th scope="row">
                {name}
                {target.required ? <span className="problem"> *</span> : null}
              </th>
              <td>
                <Select
                  className="import-source"
                  showSearch={{ optionFilterProp: 'label' }}
                  status={source === undefined && target.required ? 'error' : ''}
                  aria-label={`${words.t('import.source')} ${name}`}
                  value={valueOf(source)}
                  popupMatchSelectWidth={false}
                  options={options}
                  onChange={(value) => desk.assign(target.path, sourceOf(value, source))}
                />
              </td>
              <td>
                <UnitChoice target={target} source={source} onPick={(next) => desk.assign(target.path, next)} />
              </td>
              <td className="wrap">
                {source !== undefined && 'constant' in source ? (
                  <Input
                    aria-label={`${words.t('import.constantText')} ${name}`}
                    placeholder={words.t('import.constantText')}
                    value={source.constant}
                    maxLength={200}
                    onChange={(event) => desk.assign(target.path, { ...source, constant: event.target.value })}
                  />
                ) : (
                  <span className="soft">{source === undefined ? '' : (row?.cells[source.column] ?? '')}</span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function UnitChoice(props: { target: Target; source: Source | undefined; onPick: (source: Source) => void }) {
  const words = useWords()
  const { target, source, onPick } = props
  if (target.units.length === 0 || source === undefined) return null
  return (
    <Select
      className="import-unit"
      aria-label={`${words.t('import.unit')} ${words.pick(target.title)}`}
      status={source.unit === null ? 'error' : ''}
      placeholder={words.t('import.unitPick')}
      value={source.unit}
      popupMatchSelectWidth={false}
      options={target.units.map((unit) => ({ value: unit, label: words.t(`import.unit.${unit}`) }))}
      onChange={(unit) => onPick({ ...source, unit })}
    />
  )
}

function valueOf(source: Source | undefined): string {
  if (source === undefined) return NOTHING
  return 'constant' in source ? CONSTANT : String(source.column)
}

/** The unit stays: it belongs to the field. */
function sourceOf(value: string, before: Source | undefined): Source | null {
  const unit = before?.unit ?? null
  if (value === NOTHING) return null
  return value === CONSTANT ? { constant: '', unit } : { column: Number(value), unit }
}
