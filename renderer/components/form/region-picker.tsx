import { Select } from 'antd'
import { useState } from 'react'
import { counties, regionName, regionPath, townsOf, villagesOf } from '../../../shared/contract/regions/index.ts'
import { useWords } from '../../app/prefs.tsx'
import type { BoxProps } from './box-control.tsx'
import { idAt } from './paths.ts'
import type { TypedCell } from './typed.ts'
import { useScene } from './use-form.ts'

interface Props extends BoxProps {
  readonly value: string
  readonly said: object
  readonly put: (next: TypedCell) => void
  readonly leave: () => void
}

interface Option {
  readonly value: string
  readonly label: string
}

/**
 * Picks a county, town or village by name: type a part of it. A village beside a town is one of that town; where there is no town and there is
 * room, its county can be changed first.
 */
export function RegionPicker({ path, box, value, wrong, needed, compact, town, said, put, leave }: Props) {
  const words = useWords()
  const { form } = useScene()
  const [picked, setPicked] = useState<string | null>(null)
  const level = box['x-level'] ?? 'village'
  const free = level === 'village' && town === undefined && compact !== true
  const county = free ? (picked ?? (value === '' ? form.county : value.slice(0, 6))) : form.county
  const options = level === 'village' && town !== undefined ? villagesIn([town]) : regionOptions(level, county)
  const known = value === '' || options.some((one) => one.value === value)
  const select = (
    <Select
      id={idAt(path)}
      className="region"
      showSearch={{ optionFilterProp: 'label' }}
      value={value === '' ? null : value}
      status={wrong ? 'error' : ''}
      popupMatchSelectWidth={compact !== true}
      placeholder={words.t(level === 'village' && town === '' ? 'region.townFirst' : 'region.hint')}
      notFoundContent={words.t('region.none')}
      options={known ? [...options] : [{ value, label: regionPath(value) ?? value }, ...options]}
      {...said}
      allowClear={!needed}
      onChange={(next: string | undefined | null) => put(next ?? '')}
      onBlur={leave}
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
        options={[...regionOptions('county', '')]}
        onChange={(next: string) => {
          setPicked(next)
          if (value !== '') put('')
        }}
      />
      {select}
    </div>
  )
}

const kept = new Map<string, readonly Option[]>()

/** What may be chosen; made once, since a county has hundreds of villages and a table a dozen of these boxes. */
export function regionOptions(level: 'county' | 'town' | 'village', county: string): readonly Option[] {
  const key = `${level} ${county}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const made =
    level === 'county'
      ? counties().map(toOption)
      : level === 'town'
        ? townsOf(county).map(toOption)
        : villagesIn(townsOf(county).map(({ code }) => code))
  kept.set(key, made)
  return made
}

const toOption = ({ code, name }: { readonly code: string; readonly name: string }) => ({ value: code, label: name })

/** The villages of one town by their names, of several with the town before them. */
function villagesIn(towns: readonly string[]): Option[] {
  return towns.flatMap((town) =>
    villagesOf(town).map(({ code, name }) => ({
      value: code,
      label: towns.length === 1 ? name : `${regionName(town) ?? ''}${name}`,
    })),
  )
}
