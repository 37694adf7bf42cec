import { HourglassOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../../app/desk.ts'
import { useWords } from '../../../app/prefs.tsx'
import { Mark } from '../../../components/mark.tsx'
import { Notice } from '../../../components/notice.tsx'
import type { Governance, Named } from '../../../replica/gov-api.ts'
import { policyWord } from '../about.ts'
import { SignDialog } from '../sign-dialog.tsx'

interface Props {
  readonly gov: Governance
  onSigned(what: string): void
}

/** [X10] One signature under a definition, or two. To give the second one up takes two registrars, each signing the same. */
export function PublicationPolicy({ gov, onSigned }: Props) {
  const words = useWords()
  const [asked, setAsked] = useState<1 | 2 | null>(null)
  const other = gov.signers === 2 ? 1 : 2
  const waits = gov.policies.find((one) => one.name === 'publication')?.waits
  const name = policyWord(words, 'publication')
  return (
    <section className="card" aria-labelledby="publication">
      <h2 id="publication" className="card-title">
        {name}
      </h2>
      <p className="soft">{words.t('publication.lead')}</p>
      <p className="row">
        <strong>{words.t(`publication.${gov.signers}`)}</strong>
        {waits === undefined ? null : (
          <Mark tone="warn" icon={<HourglassOutlined aria-hidden="true" />}>
            {words.t('publication.waiting')}
          </Mark>
        )}
        {gov.may && waits === undefined ? (
          <Button onClick={() => setAsked(other)}>
            {words.t('policy.change')} {words.t(`publication.${other}`)}
          </Button>
        ) : null}
      </p>
      {waits === undefined ? null : <Waits by={waits} may={gov.may} ask={setAsked} />}
      {asked === null ? null : (
        <SignDialog
          title={words.t('policy.saveTitle', { name })}
          will={willOf(asked, waits).map((key) => words.t(key, { name: waits?.name ?? '' }))}
          danger={asked === 1}
          act={() => ({ kind: 'policy', name: 'publication', value: { signers: asked } })}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            onSigned(name)
          }}
        />
      )}
    </section>
  )
}

/** Who has asked for it, and what this registrar may do about it: the one who asked cannot also be the second. */
function Waits({ by, may, ask }: { by: Named; may: boolean; ask: (signers: 1 | 2) => void }) {
  const words = useWords()
  const { person } = useDesk()
  const mine = by.id === person.id
  return (
    <Notice tone="warn">
      <p>{words.t(mine ? 'publication.waitsMine' : 'publication.waits', { name: by.name })}</p>
      {may ? (
        <p className="row">
          {mine ? null : (
            <Button danger onClick={() => ask(1)}>
              {words.t('publication.agree')}
            </Button>
          )}
          <Button onClick={() => ask(2)}>{words.t(mine ? 'publication.drop' : 'publication.keep')}</Button>
        </p>
      ) : (
        <p>{words.t('publication.waitsOthers')}</p>
      )}
    </Notice>
  )
}

function willOf(signers: 1 | 2, waits: Named | undefined) {
  if (waits === undefined) return [`publication.will.${signers}`] as const
  return signers === 1
    ? (['publication.will.agree', 'publication.will.alone'] as const)
    : (['publication.will.keep'] as const)
}
