import { Select } from 'antd'
import { useState } from 'react'
import { counties, regionName, townsOf, villagesOf } from '../../../shared/contract/regions/index.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import type { ControlProps } from './field-control.tsx'

/**
 * Picks a county, town or village by name: type a part of it. A village that follows a town in its section is one of that town; otherwise its
 * county can be changed first.
 */
export function RegionPicker({ id, name, schema, definition, state, wrong, required, describedBy }: ControlProps) {
  const words = useWords()
  const { person } = useDesk()
  const value = String(state.typed[name] ?? '')
  const [county, setCounty] = useState(value.slice(0, 6) || person.office)
  const level = schema['x-level'] ?? 'village'
  const section = definition.form.sections.find((one) => one.fields.includes(name))
  const townField = section?.fields.find((one) => definition.form.schema.properties[one]?.['x-level'] === 'town')
  const town = townField === undefined ? '' : String(state.typed[townField] ?? '')
  const free = level === 'village' && townField === undefined
  const at = free ? county : person.office
  const options =
    level === 'county'
      ? counties().map((one) => ({ value: one.code, label: one.name }))
      : level === 'town'
        ? townsOf(at).map((one) => ({ value: one.code, label: one.name }))
        : (townField === undefined ? townsOf(at) : town === '' ? [] : [{ code: town, name: '' }]).flatMap((one) =>
            villagesOf(one.code).map((village) => ({ value: village.code, label: `${one.name}${village.name}` })),
          )
  const known = options.some((one) => one.value === value)
  const select = (
    <Select
      id={id}
      className="region"
      showSearch={{ optionFilterProp: 'label' }}
      value={value === '' ? null : value}
      status={wrong ? 'error' : ''}
      placeholder={words.t(
        level === 'village' && townField !== undefined && town === '' ? 'region.townFirst' : 'region.hint',
      )}
      notFoundContent={words.t('region.none')}
      options={known || value === '' ? options : [{ value, label: regionName(value) ?? value }, ...options]}
      aria-required={required}
      aria-invalid={wrong}
      aria-describedby={describedBy}
      allowClear={!required}
      onChange={(next: string | undefined | null) => state.change(name, next ?? '')}
      onBlur={() => state.leave(name)}
    />
  )
  if (!free) return select
  return (
    <div className="region-two">
      <Select
        className="region-county"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={words.t('region.county')}
        value={county}
        options={counties().map((one) => ({ value: one.code, label: one.name }))}
        onChange={(next: string) => {
          setCounty(next)
          if (value !== '') state.change(name, '')
        }}
      />
      {select}
    </div>
  )
}
