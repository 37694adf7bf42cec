import { Input } from 'antd'
import { useState } from 'react'
import { hex } from '../../../../shared/base/bytes.ts'
import { useDesk } from '../../../app/desk.ts'
import { useWords } from '../../../app/prefs.tsx'
import { Notice } from '../../../components/notice.tsx'
import type { GovKey, GovMember } from '../../../replica/gov-api.ts'
import { SignDialog } from '../sign-dialog.tsx'

interface Props {
  readonly member: GovMember
  readonly taken: GovKey
  onClose(): void
  onDone(what: string): void
}

/** [X7] Takes a key out of use, with the reason for everybody to read. */
export function Revoke({ member, taken, onClose, onDone }: Props) {
  const words = useWords()
  const { person } = useDesk()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { name } = member
  return (
    <SignDialog
      title={words.t('people.revokeTitle', { name })}
      will={[words.t('people.revokeWill', { name }), words.t('people.revokeBefore'), words.t('people.revokeForever')]}
      danger
      act={() => {
        if (reason.trim() === '') {
          setMissing(true)
          document.getElementById('revoke-reason')?.focus()
          return null
        }
        return { kind: 'revoke', key: taken.id, reason }
      }}
      onClose={onClose}
      onDone={() => onDone(words.t('about.key', { owner: name, key: taken.id.slice(0, 8) }))}
    >
      {taken.id === hex(person.key) ? <Notice tone="warn">{words.t('people.revokeSelf')}</Notice> : null}
      <div className="field">
        <label htmlFor="revoke-reason">{words.t('people.reason')}</label>
        <Input.TextArea
          id="revoke-reason"
          rows={3}
          maxLength={400}
          value={reason}
          status={missing ? 'error' : ''}
          aria-required
          aria-invalid={missing}
          onChange={(event) => {
            setReason(event.target.value)
            setMissing(false)
          }}
        />
        {missing ? (
          <p className="problem" role="alert">
            {words.t('people.reasonMissing')}
          </p>
        ) : null}
      </div>
    </SignDialog>
  )
}
