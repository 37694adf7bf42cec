import { Button, Select } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../app/prefs.tsx'
import type { Governance } from '../../../replica/gov-api.ts'
import { officeName, policyWord } from '../about.ts'
import { SignDialog } from '../sign-dialog.tsx'

interface Props {
  readonly gov: Governance
  onSigned(what: string): void
}

/** [X9] The office that forms of one-click services are sealed to as well. */
export function ExecutorPolicy({ gov, onSigned }: Props) {
  const words = useWords()
  const now = gov.policies.find((one) => one.name === 'executor')?.value['office']
  const [chosen, setChosen] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const name = policyWord(words, 'executor')
  return (
    <section className="card" aria-labelledby="executor">
      <h2 id="executor" className="card-title">
        {name}
      </h2>
      <p className="soft">{words.t('executor.lead')}</p>
      <p className="row">
        <strong>{typeof now === 'string' ? officeName(gov, now) : words.t('executor.none')}</strong>
        {typeof now === 'string' ? <span className="soft num">{now}</span> : null}
      </p>
      {gov.may ? (
        <p className="row">
          <Select
            className="policy-office"
            aria-label={`${words.t('policy.change')} ${name}`}
            placeholder={words.t('numbers.choose')}
            value={chosen}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={setChosen}
            // What cannot be sealed to an office, it cannot open.
            options={gov.offices
              .filter((one) => one.recipients > 0)
              .map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))}
          />
          <Button disabled={chosen === null || chosen === now} onClick={() => setAsked(true)}>
            {words.t('policy.change')}
          </Button>
        </p>
      ) : null}
      {asked && chosen !== null ? (
        <SignDialog
          title={words.t('policy.saveTitle', { name })}
          will={[words.t('executor.will', { office: officeName(gov, chosen) })]}
          act={() => ({ kind: 'policy', name: 'executor', value: { office: chosen } })}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false)
            setChosen(null)
            onSigned(name)
          }}
        />
      ) : null}
    </section>
  )
}
