import { PrinterOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { dateTime, groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { StandingMark } from '../../components/mark.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Words } from '../../i18n/index.ts'
import type { Conflict, Decision, SideAct } from '../../replica/conflicts/api.ts'
import { NotReopened } from './not-reopened.tsx'
import { doneName, noticeName, papersText } from './words.ts'

/** A decision that was made: what, by whom, why, what became of whom; its papers; and the way to take it back. */
export function DecisionCard({ decision, conflict }: { decision: Decision; conflict: Conflict }) {
  const { id } = conflict
  const words = useWords()
  const acts = (list: readonly SideAct[]) => (
    <ul className="plain-list">
      {list.map((act) => (
        <li key={act.entry}>
          {words.t('conflict.done.act', {
            number: act.case === null ? '—' : groupNumber(lastPart(act.case)),
            what: words.pick(act.title),
            name: act.byName,
          })}
        </li>
      ))}
    </ul>
  )
  const parts = [
    ['conflict.done.adopts', decision.adopts],
    ['conflict.done.refuses', decision.refuses],
    ['conflict.done.undoes', decision.undoes],
  ] as const
  return (
    <section className={decision.back ? 'card dim' : 'card'} aria-label={words.t(`conflict.choice.${decision.choice}`)}>
      <h2 className="card-title">
        {words.pair(words.t('conflict.done'), doneName(words, conflict, decision))}{' '}
        <StandingMark standing={decision.standing} />
        {decision.back ? <span className="soft"> {words.t('conflicts.back')}</span> : null}
      </h2>
      <p className="soft">
        {words.t('conflict.done.by', { name: signers(words, decision), time: dateTime(decision.time) })}
      </p>
      <dl className="fields">
        {decision.ground === null || decision.choice === 'reopen' ? null : (
          <div>
            <dt>{words.t('conflict.ground')}</dt>
            <dd>{words.t(`conflict.ground.${decision.ground}`)}</dd>
          </div>
        )}
        <div className="long">
          <dt>{words.t('conflict.reason')}</dt>
          <dd>{decision.reason}</dd>
        </div>
        {decision.choice === 'reopen' || decision.back || decision.values.length === 0 ? null : (
          <div className="long">
            <dt>{words.t('conflict.done.values')}</dt>
            <dd>
              <ul className="plain-list">
                {decision.values.map(({ label, value }) => (
                  <li key={label.zh}>
                    {words.pair(words.pick(label), value === null ? words.t('sealed.closed') : words.pick(value))}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        {parts.map(([key, list]) =>
          list.length === 0 ? null : (
            <div key={key} className="long">
              <dt>{words.t(key)}</dt>
              <dd>{acts(list)}</dd>
            </div>
          ),
        )}
        <div className="long">
          <dt>{words.t('conflict.done.cases')}</dt>
          <dd>
            <ul className="plain-list">
              {decision.cases.map((one) => (
                <li key={one.id}>
                  <a className="num" href={href({ page: 'case', id: one.id })}>
                    {groupNumber(one.number)}
                  </a>{' '}
                  {one.people.length === 0 ? null : `${words.list(one.people)} `}
                  {one.overruled ? words.t('conflict.done.putAside') : words.pick(one.state)}
                </li>
              ))}
            </ul>
          </dd>
        </div>
        {decision.recall.length === 0 ? null : (
          <div className="long">
            <dt>{words.t('conflict.recall')}</dt>
            <dd>
              <ul className="plain-list">
                {decision.recall.map((held) => (
                  <li key={held.entry}>
                    <span className="num">{groupNumber(held.case.number)}</span> {papersText(words, held)}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <p className="conflict-print">
        <Button
          icon={<PrinterOutlined aria-hidden="true" />}
          href={href({ page: 'decision', id, entry: decision.entry, of: null })}
        >
          {words.t('conflict.print')}
        </Button>
        {decision.cases.map((one) => (
          <Button key={one.id} href={href({ page: 'decision', id, entry: decision.entry, of: one.id })}>
            {noticeName(words, decision, one)}
          </Button>
        ))}
      </p>
      {decision.mayReopen ? <Reopen decision={decision} id={id} /> : <NotReopened decision={decision} />}
    </section>
  )
}

/** Both, where two had to sign. */
function signers(words: Words, { proposer, byName }: Decision): string {
  return proposer === null ? byName : words.t('fate.two', { first: proposer, second: byName })
}

/** Taking it back asks for its reason first, and says what will be. */
function Reopen({ decision, id }: { decision: Decision; id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  if (!open) {
    return (
      <Button danger onClick={() => setOpen(true)}>
        {words.t('conflict.reopen')}
      </Button>
    )
  }
  const missing = reason.trim() === ''
  const sign = async () => {
    setTried(true)
    if (missing || busy) return
    setBusy(true)
    const answer = await replica.reopenDecision({ id, entry: decision.entry, reason, seen: [] })
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) setOpen(false)
  }
  return (
    <Notice tone="warn">
      <p>{words.t('conflict.reopenHelp')}</p>
      <label htmlFor="reopen-reason">{words.t('conflict.reason')}</label>
      <Input.TextArea
        id="reopen-reason"
        rows={2}
        maxLength={2000}
        value={reason}
        status={tried && missing ? 'error' : ''}
        onChange={(event) => setReason(event.target.value)}
      />
      {tried && missing ? (
        <p className="problem" role="alert">
          {words.t('conflict.needs.reason')}
        </p>
      ) : null}
      {failure === null ? null : <FailureBox failure={failure} title={words.t('conflict.notSigned')} />}
      <p className="conflict-print">
        <Button danger type="primary" loading={busy} onClick={() => void sign()}>
          {words.t('conflict.reopenSign')}
        </Button>
        <Button onClick={() => setOpen(false)}>{words.t('cancel')}</Button>
      </p>
    </Notice>
  )
}
