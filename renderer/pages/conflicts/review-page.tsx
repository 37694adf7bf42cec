import { Button } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { dateTime, groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageHead } from '../../components/page-head.tsx'
import type { Conflict, Foreseen } from '../../replica/conflicts/api.ts'
import { AmendFields, type Amending, amendments, NO_AMENDING } from './amend.tsx'
import { type Chosen, DecidePanel, type Why } from './decide-panel.tsx'
import { DecisionCard } from './decision-card.tsx'
import { FormRows, RecordRows } from './diff-table.tsx'
import { LegalMark } from './legal-mark.tsx'
import { Materials } from './materials.tsx'
import { ProposalCard } from './proposal.tsx'
import { Sides } from './sides.tsx'
import { barredText } from './words.ts'

/** What a decision rests on: another text, and something was done since. */
const groundOf = ({ seen, disputes, proposal }: Conflict) => JSON.stringify([seen, disputes, proposal?.entry])

const NOTHING_SAID: Why = { ground: null, reason: '' }

/** One conflict: both sides, the decision, and after it what became of it. */
export function ReviewPage({ id }: { id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`conflict ${id}`, () => replica.conflict(id))
  // What people read stays as it is until they ask for what is new: nobody decides on something that changed under their eyes.
  const [read, setRead] = useState<Conflict | null>(null)
  /** What has been left behind, by an own signature or to see what is new: it is not read once more. */
  const [left, setLeft] = useState<string | null>(null)
  // What somebody has written stays when something new comes; what they have chosen does not.
  const [why, setWhy] = useState(NOTHING_SAID)
  const live = answer.value
  if (live !== null && read === null && groundOf(live) !== left) setRead(live)
  if (answer.loading) return <Loading what={words.t('loading')} />
  if (live === null) {
    return answer.failure === null ? null : (
      <>
        <PageHead title={words.t('conflict.title')} lead={<span className="num">{lastPart(id)}</span>} />
        <FailureBox failure={answer.failure} title={words.t('conflict.failed')} onAgain={answer.reload} />
      </>
    )
  }
  const isFresh = read !== null && read.disputes.length > 0 && groundOf(read) !== groundOf(live)
  const conflict = isFresh ? read : live
  const again = () => {
    setLeft(groundOf(conflict))
    setRead(null)
    answer.reload()
  }
  const done = () => {
    setWhy(NOTHING_SAID)
    again()
  }
  return (
    <>
      <PageHead
        title={words.pick(conflict.title)}
        lead={
          <>
            <a className="num strong" href={href({ page: conflict.kind, id: conflict.id })}>
              {groupNumber(conflict.number)}
            </a>{' '}
            {conflict.disputes.length === 0 ? null : <LegalMark deadline={conflict.deadline} />}
          </>
        }
      >
        <Button href={href({ page: 'conflicts' })}>{words.t('conflict.toList')}</Button>
      </PageHead>
      {isFresh ? <Fresh conflict={conflict} onAgain={again} /> : null}
      {conflict.disputes.length === 0 ? null : (
        <Open
          key={groundOf(conflict)}
          {...{ conflict, why }}
          locked={isFresh}
          onWhy={(next) => setWhy((now) => ({ ...now, ...next }))}
          onDone={done}
        />
      )}
      {conflict.decisions.map((decision) => (
        <DecisionCard key={decision.entry} decision={decision} conflict={conflict} />
      ))}
    </>
  )
}

interface OpenProps {
  readonly conflict: Conflict
  readonly locked: boolean
  readonly why: Why
  onWhy(next: Partial<Why>): void
  onDone(): void
}

function Open({ conflict, locked, why, onWhy, onDone }: OpenProps) {
  const words = useWords()
  const [chosen, setChosen] = useState<Chosen>(null)
  const [amending, setAmending] = useState<Amending>(NO_AMENDING)
  const [tried, setTried] = useState(false)
  const foreseen = useForeseen(conflict, chosen, amending)
  // Until whoever reads chooses something themselves, what another has proposed.
  const shown = chosen === null ? (conflict.proposal?.foreseen ?? null) : foreseen
  const mayDecide = conflict.barred === null && !locked
  return (
    <div className="split conflict-split">
      <div className="split-main">
        <p className="conflict-about">{words.t(`conflict.about.${conflict.kind}`, { n: conflict.sides.length })}</p>
        <RecordRows conflict={conflict} results={shown?.refused === null ? shown.results : null} />
        {chosen === 'amend' && mayDecide ? (
          <AmendFields conflict={conflict} amending={amending} tried={tried} onChange={setAmending} />
        ) : null}
        <FormRows conflict={conflict} />
        <Sides conflict={conflict} />
        <Materials conflict={conflict} />
      </div>
      <aside className="split-side">
        {conflict.proposal === null ? null : (
          <ProposalCard conflict={conflict} proposal={conflict.proposal} onDone={onDone} />
        )}
        {conflict.barred !== null ? (
          <Notice tone="info">{barredText(words, conflict.barred)}</Notice>
        ) : mayDecide ? (
          <DecidePanel
            {...{ conflict, chosen, amending, foreseen, tried, why, onWhy, onDone }}
            choose={setChosen}
            onTried={() => setTried(true)}
          />
        ) : null}
      </aside>
    </div>
  )
}

/** What the choice comes to; of 逐项核定 it is asked with each value. */
function useForeseen(conflict: Conflict, chosen: Chosen, amending: Amending): Foreseen | null {
  const { replica } = useDesk()
  const given = chosen === 'amend' ? amendments(conflict, amending) : []
  const base = amending.base === null ? undefined : conflict.options[amending.base]
  const asks = chosen === 'amend' && base !== undefined && given.length > 0
  const deciding = { id: conflict.id, choice: 'amend', adopt: base?.adopt ?? null, amend: given } as const
  const answer = useAnswer(asks ? JSON.stringify(deciding) : '', () =>
    asks ? replica.decidePreview(deciding) : Promise.resolve({ ok: true as const, value: null }),
  )
  if (chosen === 'amend') return answer.value
  return chosen === null ? null : (conflict.options[chosen] ?? null)
}

/** What came while somebody was reading: it has to be looked at before anything is signed. */
function Fresh({ conflict, onAgain }: { conflict: Conflict; onAgain: () => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`since ${JSON.stringify(conflict.seen)}`, () => replica.conflictSince(conflict.seen))
  return (
    <div role="alert">
      <Notice tone="warn">
        <p className="strong">{words.t('conflict.fresh')}</p>
        <p>{words.t('conflict.freshHelp')}</p>
        <ul className="plain-list">
          {answer.value?.map((step) => (
            <li key={step.entry}>
              {words.pick(step.title)}{' '}
              <span className="num">{step.case === null ? '' : groupNumber(lastPart(step.case))}</span> {step.byName}{' '}
              <span className="soft num">{dateTime(step.time)}</span>
            </li>
          ))}
        </ul>
        <Button type="primary" onClick={onAgain}>
          {words.t('conflict.again')}
        </Button>
      </Notice>
    </div>
  )
}
