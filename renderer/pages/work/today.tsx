import { Segmented } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { clock, groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { StandingMark } from '../../components/mark.tsx'

const SHOWN = 12

/** What was done today, by this person or by the whole office, each act with its own standing. */
export function Today() {
  const words = useWords()
  const { replica, person } = useDesk()
  const [whose, setWhose] = useState<'mine' | 'all'>('mine')
  const answer = useAnswer('today', () => replica.today())
  const all = answer.value ?? []
  const acts = whose === 'mine' ? all.filter((one) => one.by === person.id) : all
  return (
    <section className="card" aria-labelledby="today">
      <h2 id="today" className="card-title">
        {answer.value === null ? words.t('work.todayTitle') : words.t('work.today', { n: acts.length })}
        <Segmented
          size="small"
          aria-label={words.t('work.whose')}
          value={whose}
          onChange={setWhose}
          options={(['mine', 'all'] as const).map((one) => ({ value: one, label: words.t(`work.whose.${one}`) }))}
        />
      </h2>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('work.failed')} onAgain={answer.reload} />
      )}
      {answer.value !== null && acts.length === 0 ? (
        <Empty title={words.t('work.todayNone')}>{words.t('work.todayNext')}</Empty>
      ) : null}
      <ol className="today">
        {acts.slice(0, SHOWN).map((one) => (
          <li key={one.entry}>
            <span className="num soft">{clock(one.time)}</span>
            <span>
              <a href={href({ page: 'case', id: one.case })}>
                {words.pick(one.title)} <span className="num">{groupNumber(lastPart(one.case)).slice(-15)}</span>
              </a>
              <span className="today-said">
                <span className="soft">
                  {words.pick(one.service)}
                  {whose === 'all' ? ` · ${one.byName}` : ''}
                </span>
                <StandingMark standing={one.standing} short />
                {one.outcome === null ? null : <span className="problem">{words.outcome(one.outcome)}</span>}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {acts.length > SHOWN ? <p className="soft">{words.t('work.todayMore', { n: acts.length - SHOWN })}</p> : null}
    </section>
  )
}
