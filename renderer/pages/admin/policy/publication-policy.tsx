import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../../../app/prefs.tsx'
import type { Governance } from '../../../replica/gov-api.ts'
import { policyWord } from '../about.ts'
import { SignDialog } from '../sign-dialog.tsx'

interface Props {
  readonly gov: Governance
  onSigned(what: string): void
}

/** [X10] One signature under a definition, or two. */
export function PublicationPolicy({ gov, onSigned }: Props) {
  const words = useWords()
  const [asked, setAsked] = useState(false)
  const other = gov.signers === 2 ? 1 : 2
  const name = policyWord(words, 'publication')
  return (
    <section className="card" aria-labelledby="publication">
      <h2 id="publication" className="card-title">
        {name}
      </h2>
      <p className="soft">{words.t('publication.lead')}</p>
      <p className="row">
        <strong>{words.t(`publication.${gov.signers}`)}</strong>
        {gov.may ? (
          <Button onClick={() => setAsked(true)}>
            {words.t('policy.change')} {words.t(`publication.${other}`)}
          </Button>
        ) : null}
      </p>
      {asked ? (
        <SignDialog
          title={words.t('policy.saveTitle', { name })}
          will={[words.t(`publication.will.${other}`)]}
          danger={other === 1}
          act={() => ({ kind: 'policy', name: 'publication', value: { signers: other } })}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false)
            onSigned(name)
          }}
        />
      ) : null}
    </section>
  )
}
