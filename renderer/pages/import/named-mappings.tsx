import { DeleteOutlined, SaveOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { MAPPING_NAME } from '../../import/kept-mappings.ts'
import type { StepProps } from './step.ts'

/** Mappings that are kept by name, for the same table next year. */
export function NamedMappings({ desk, state }: StepProps) {
  const words = useWords()
  const [picked, setPicked] = useState<string | null>(null)
  const [name, setName] = useState('')
  const keepIt = () => {
    desk.keepNamed(name)
    setPicked(name.trim())
    setName('')
  }
  return (
    <section className="card import-named" aria-label={words.t('import.named')}>
      {state.named.length === 0 ? null : (
        <div className="row">
          <Select
            className="import-named-pick"
            aria-label={words.t('import.named')}
            placeholder={words.t('import.namedPick')}
            value={picked}
            options={state.named.map((one) => ({ value: one, label: one }))}
            onChange={(one) => {
              setPicked(one)
              desk.useNamed(one)
            }}
          />
          {picked === null ? null : (
            <Button
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={words.t('import.namedDrop', { name: picked })}
              onClick={() => {
                desk.dropNamed(picked)
                setPicked(null)
              }}
            />
          )}
        </div>
      )}
      <div className="row">
        <Input
          className="import-named-name"
          aria-label={words.t('import.namedName')}
          placeholder={words.t('import.namedName')}
          value={name}
          maxLength={MAPPING_NAME}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => name.trim() !== '' && keepIt()}
        />
        <Button icon={<SaveOutlined aria-hidden="true" />} disabled={name.trim() === ''} onClick={keepIt}>
          {words.t('import.namedKeep')}
        </Button>
      </div>
    </section>
  )
}
