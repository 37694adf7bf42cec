import { useState } from 'react'
import { useWords } from '../../../app/prefs.tsx'
import { Notice } from '../../../components/notice.tsx'
import type { Governance } from '../../../replica/gov-api.ts'
import { GovLog, Pending } from '../entries.tsx'
import { ExecutorPolicy } from './executor-policy.tsx'
import { HolidaysPolicy } from './holidays-policy.tsx'
import { OtherPolicies } from './other-policies.tsx'
import { PublicationPolicy } from './publication-policy.tsx'

/** What the province has laid down: holidays, signatures, the executor's office, and whatever else. */
export function PolicyTab({ gov }: { gov: Governance }) {
  const words = useWords()
  const [signed, setSigned] = useState<string | null>(null)
  return (
    <>
      {signed === null ? null : <Notice tone="good">{words.t('admin.signed', { what: signed })}</Notice>}
      <Pending gov={gov} kinds={['policy']} />
      <HolidaysPolicy gov={gov} onSigned={setSigned} />
      <div className="two-cards">
        <PublicationPolicy gov={gov} onSigned={setSigned} />
        <ExecutorPolicy gov={gov} onSigned={setSigned} />
      </div>
      <OtherPolicies gov={gov} onSigned={setSigned} />
      <GovLog gov={gov} kinds={['policy']} />
    </>
  )
}
