import { Button, Segmented, Select } from 'antd'
import { useServices } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { Deadline } from '../../replica/api.ts'
import type { SavedQuery } from '../../replica/search/api.ts'
import { DayBox } from './day-box.tsx'
import { isNarrowed } from './place.ts'

export const FILTERS = [
  'all',
  'for-me',
  'open',
  'finished',
  'unsent',
  'disputed',
  'mine',
] as const satisfies SavedQuery['filter'][]

const LIGHTS = ['red', 'yellow', 'green'] as const satisfies Deadline['light'][]

/** What the list is narrowed to: each box by keyboard alone, F for the first of them. */
export function FilterBar({ query, onChange }: { query: SavedQuery; onChange: (next: SavedQuery) => void }) {
  const words = useWords()
  const services = useServices()
  useShortcuts({ F: () => document.getElementById('filter-services')?.focus() })
  const { services: codes = [], state = '', receivedFrom = '', receivedTo = '', light } = query
  const titles = new Map<string, string>()
  for (const one of services) {
    if (codes.length > 0 && !codes.includes(one.code)) continue
    for (const { title } of Object.values(one.workflow.states)) titles.set(title.zh, words.pick(title))
  }
  const put = (change: Partial<Record<keyof SavedQuery, SavedQuery[keyof SavedQuery] | undefined>>) => {
    const next = Object.entries({ ...query, ...change }).filter(([, value]) => value !== undefined && value !== '')
    onChange({ text: '', ...Object.fromEntries(next) } as SavedQuery)
  }
  return (
    <fieldset className="filters" aria-label={words.t('cases.filter')}>
      <Segmented
        aria-label={words.t('cases.filter')}
        value={query.filter}
        onChange={(filter) => put({ filter })}
        options={FILTERS.map((one) => ({ value: one, label: words.t(`cases.filter.${one}`) }))}
      />
      <div className="filter-boxes">
        <Select
          id="filter-services"
          className="filter-services"
          mode="multiple"
          maxTagCount={1}
          allowClear
          value={[...codes]}
          aria-label={words.t('filter.services')}
          placeholder={words.t('filter.services')}
          optionFilterProp="label"
          options={services.map((one) => ({ value: one.code, label: words.pick(one.title) }))}
          onChange={(next: string[]) => put({ services: next.length === 0 ? undefined : next })}
        />
        <Select
          className="filter-state"
          allowClear
          showSearch
          value={state === '' ? null : state}
          aria-label={words.t('filter.state')}
          placeholder={words.t('filter.state')}
          optionFilterProp="label"
          options={[...titles].map(([value, label]) => ({ value, label }))}
          onChange={(next?: string) => put({ state: next })}
        />
        <Select
          className="filter-light"
          allowClear
          value={light ?? null}
          aria-label={words.t('filter.light')}
          placeholder={words.t('filter.light')}
          options={LIGHTS.map((one) => ({ value: one, label: words.t(`light.${one}`) }))}
          onChange={(next?: Deadline['light']) => put({ light: next })}
        />
        <span className="filter-days">
          <span className="soft">{words.t('filter.received')}</span>
          <DayBox
            value={receivedFrom}
            label={words.t('filter.from')}
            onChange={(next) => put({ receivedFrom: next })}
          />
          <span className="soft">—</span>
          <DayBox value={receivedTo} label={words.t('filter.to')} onChange={(next) => put({ receivedTo: next })} />
        </span>
        {isNarrowed(query) ? (
          <Button onClick={() => onChange({ filter: query.filter, text: '' })}>{words.t('cases.clear')}</Button>
        ) : null}
      </div>
    </fieldset>
  )
}
