import { CheckCircleOutlined, ClockCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { dateTimeSeconds, groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { Mark } from '../../components/mark.tsx'
import type { Conflict, Side, SideAct } from '../../replica/conflicts/api.ts'
import { isRegistered, papersText, sideName } from './words.ts'

/** Each side beside the other: what it did and when by which clock, the papers its people hold, its materials. */
export function Sides({ conflict }: { conflict: Conflict }) {
  const words = useWords()
  return (
    <section aria-label={words.t('conflict.acts')} className="conflict-sides">
      {conflict.sides.map((side, i) => (
        <OneSide key={side.adopt ?? 'stands'} conflict={conflict} side={side} at={i} />
      ))}
    </section>
  )
}

function OneSide({ conflict, side, at }: { conflict: Conflict; side: Side; at: number }) {
  const words = useWords()
  const stands = side.adopt === null
  // What was only taken in is on no record yet, and holds its place until it is decided.
  const holds = stands && conflict.kind === 'subject' && side.acts.length > 0 && !isRegistered(side)
  return (
    <article className="card conflict-side" aria-label={sideName(words, conflict, at)}>
      <h2 className="card-title">
        {sideName(words, conflict, at)}{' '}
        <Mark
          tone={holds ? 'info' : stands ? 'good' : 'warn'}
          icon={
            stands && !holds ? <CheckCircleOutlined aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />
          }
        >
          {words.t(holds ? 'conflict.holds' : stands ? 'conflict.stands' : 'conflict.waiting')}
        </Mark>
      </h2>
      {side.acts.length === 0 ? <p className="soft">{words.t('conflict.standsAlone')}</p> : null}
      {side.cases.map((one) => (
        <p key={one.id}>
          <a href={href({ page: 'case', id: one.id })}>
            {words.pick(one.title)} <span className="num">{groupNumber(one.number)}</span>
          </a>
          {one.people.length === 0 ? null : (
            <span className="soft"> {words.pair(words.t('conflict.people'), words.list(one.people))}</span>
          )}
        </p>
      ))}
      <ol className="conflict-acts">
        {side.acts.map((act) => (
          <Act key={act.entry} act={act} of={side.cases.length < 2 ? null : act.case} />
        ))}
      </ol>
      <h3>{words.t('conflict.told')}</h3>
      {side.papers.length === 0 ? (
        <p className="soft">{words.t('conflict.told.none')}</p>
      ) : (
        <ul className="conflict-papers">
          {side.papers.map((held) => (
            <li key={held.entry}>
              {papersText(words, held)}{' '}
              {side.cases.length < 2 ? null : <span className="soft num">{groupNumber(held.case.number)}</span>}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

/** `of`: the case that it was done in, where the side has several. */
function Act({ act, of }: { act: SideAct; of: string | null }) {
  const words = useWords()
  return (
    <li>
      <strong>{words.pick(act.title)}</strong>{' '}
      {of === null ? null : <span className="num">{groupNumber(lastPart(of))} </span>}
      <span>{words.t('conflict.act.by', { name: act.byName, office: act.office })}</span>
      <dl className="conflict-when">
        <dt>{words.t('conflict.act.claimed')}</dt>
        <dd className="num">{dateTimeSeconds(act.time)}</dd>
        <dt>{words.t('conflict.act.order')}</dt>
        <dd className="num">
          {act.sealedAt === null
            ? words.t('conflict.act.unsealed')
            : words.t('conflict.act.place', { n: act.index + 1, time: dateTimeSeconds(act.sealedAt) })}
        </dd>
      </dl>
      {act.reason === null ? null : <p className="step-reason">{words.t('step.reason', { reason: act.reason })}</p>}
      {act.clock === null ? null : (
        <p>
          <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
            {words.t(`conflict.clock.${act.clock}`)}
          </Mark>
        </p>
      )}
    </li>
  )
}
