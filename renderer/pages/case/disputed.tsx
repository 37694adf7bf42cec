import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { waitsFor } from '../../../shared/contract/waiting.ts'
import { useDesk } from '../../app/desk.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { FileAgain } from '../../components/file-again.tsx'
import { InDispute } from '../../components/in-dispute.tsx'
import { Notice } from '../../components/notice.tsx'
import { decisionText } from '../../components/step-fate.tsx'
import type { CaseDetail } from '../../replica/api.ts'
import { ToConflict } from '../conflicts/to-conflict.tsx'

/** The dispute that a case is in, or that what it concerns is in: what waits for it, what goes on, and what hangs upon it. */
export function Disputed({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { inDispute, definition, steps } = detail
  if (inDispute === null) return null
  if (inDispute !== detail.id) {
    const waits = waitsFor(definition, 'effects')
    return detail.final ? null : (
      <InDispute id={inDispute} tone={waits ? 'warn' : 'info'}>
        <p>{words.t(waits ? 'dispute.subject.waits' : 'dispute.subject.free')}</p>
      </InDispute>
    )
  }
  const filed = steps.find((step) => step.act === 'file')
  const claim = filed !== undefined && detail.disputes.includes(filed.entry)
  const behind = claim
    ? steps.filter((one) => one !== filed && one.act !== 'resolve' && one.outcome?.startsWith('void') !== true)
    : []
  const unsent = behind.filter((one) => one.standing === 'saved').length
  return (
    <InDispute id={inDispute} tone="warn">
      <p>{words.t(claim ? 'dispute.claim' : 'dispute.contested')}</p>
      {behind.length === 0 ? null : (
        <p>
          {words.t('dispute.behind', { n: behind.length })}{' '}
          {unsent === 0 ? null : words.t('dispute.behindUnsent', { n: unsent })}
        </p>
      )}
    </InDispute>
  )
}

/** A decision has put aside what the case did: which one and why, the notice for its people, and the way to apply anew. */
export function Overruled({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { person } = useDesk()
  const { overruled } = detail
  if (overruled === undefined) return null
  const made = detail.steps.find((step) => step.entry === overruled.decision)?.decision
  return (
    <Notice tone="warn">
      <p>
        {words.t('case.overruledHelp')} {detail.final ? null : words.t('case.overruledNext')}
      </p>
      <p>
        {made === undefined ? null : `${decisionText(words, made)} `}
        <ToConflict id={overruled.conflict} />
      </p>
      <p className="conflict-print">
        <Button
          icon={<PrinterOutlined aria-hidden="true" />}
          href={href({ page: 'decision', id: overruled.conflict, entry: overruled.decision, of: detail.id })}
        >
          {words.t('case.notice')}
        </Button>{' '}
        {mayFile(detail.definition, person) ? (
          <>
            <span className="soft">{words.t('case.anew')}</span> <FileAgain detail={detail} />
          </>
        ) : null}
      </p>
    </Notice>
  )
}
