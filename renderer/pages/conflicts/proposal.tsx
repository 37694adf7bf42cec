import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import type { Conflict, Foreseen, Proposal } from '../../replica/conflicts/api.ts'
import { NotSigned, Will } from './decide-parts.tsx'
import { papersText, sideName } from './words.ts'

interface Props {
  readonly conflict: Conflict
  readonly proposal: Proposal
  onDone(): void
}

/** What a first supervisor has signed, with all that it means, for a second one to confirm. */
export function ProposalCard({ conflict, proposal, onDone }: Props) {
  const words = useWords()
  const { replica } = useDesk()
  const [reason, setReason] = useState(words.t('conflict.confirmText'))
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { choice, adopt, ground, foreseen, barred } = proposal
  const at = Math.max(
    0,
    conflict.sides.findIndex((side) => side.adopt === adopt),
  )
  const called = new Set(proposal.recall)
  const recall = conflict.sides.flatMap(({ papers }) => papers.filter(({ entry }) => called.has(entry)))
  const confirm = async () => {
    if (busy || reason.trim() === '') return
    setBusy(true)
    const answer = await replica.confirmDecision({
      ...{ id: conflict.id, entry: proposal.entry, reason, seen: foreseen.seen },
    })
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) onDone()
  }
  return (
    <section className="card conflict-proposal" aria-labelledby="proposal">
      <h2 id="proposal" className="card-title">
        {words.t('conflict.proposal', { name: proposal.byName })}
      </h2>
      <p className="strong">{words.t(`conflict.${choice}`, { side: sideName(words, conflict, at) })}</p>
      <p>
        {words.pair(words.t('conflict.ground'), words.t(`conflict.ground.${ground}`))}
        <br />
        {words.pair(words.t('conflict.reason'), proposal.reason)}
      </p>
      <Will conflict={conflict} foreseen={{ ...foreseen, consequences: withoutSecond(foreseen) }} />
      {recall.length === 0 ? null : (
        <>
          <h3>{words.t('conflict.recall')}</h3>
          <ul className="conflict-papers">
            {recall.map((held) => (
              <li key={held.entry}>
                {papersText(words, held)} <span className="soft num">{groupNumber(held.case.number)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {barred !== null ? (
        <p className="soft">{words.t('conflict.proposalBarred')}</p>
      ) : (
        <>
          <div className="field">
            <label htmlFor="confirm-reason">{words.t('conflict.confirmReason')}</label>
            <Input.TextArea
              id="confirm-reason"
              rows={2}
              maxLength={2000}
              value={reason}
              status={reason.trim() === '' ? 'error' : ''}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          {failure === null ? null : <NotSigned failure={failure} />}
          <Button type="primary" block loading={busy} disabled={reason.trim() === ''} onClick={() => void confirm()}>
            {words.t('conflict.confirm')}
          </Button>
        </>
      )}
      {conflict.barred !== null ? null : <p className="soft">{words.t('conflict.orOther')}</p>}
    </section>
  )
}

const withoutSecond = ({ consequences }: Foreseen) => consequences.filter(({ kind }) => kind !== 'second')
