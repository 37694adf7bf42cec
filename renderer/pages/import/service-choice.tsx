import { Select } from 'antd'
import { useWords } from '../../app/prefs.tsx'
import type { ChoosingProps } from './step.ts'

/** The service that the rows are filed under. */
export function ServiceChoice({ desk, state, services }: ChoosingProps) {
  const words = useWords()
  return (
    <label className="import-choice">
      <span className="soft">{words.t('import.service')}</span>
      <Select
        className="import-service"
        aria-label={words.t('import.service')}
        placeholder={words.t('import.servicePick')}
        value={state.service?.code ?? null}
        options={services.map((one) => ({ value: one.code, label: words.pick(one.title) }))}
        onChange={(code) => {
          const picked = services.find((one) => one.code === code)
          if (picked !== undefined) desk.choose(picked)
        }}
      />
    </label>
  )
}
