import { BookOutlined } from '@ant-design/icons'
import { dateTime, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { BurdenMarks } from '../../components/burden-marks.tsx'
import type { CaseDetail } from '../../replica/api.ts'

/** What the case concerns, as it stands on record now, with what lies on it. */
export function Subjects({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  if (detail.subjects.length === 0) return null
  return (
    <section className="card" aria-labelledby="subjects">
      <h2 id="subjects" className="card-title">
        {words.t('case.onRecord')}
      </h2>
      <ul className="concerned">
        {detail.subjects.map(({ part, id, row }) => (
          <li key={id}>
            <span className="soft">{words.pick(part)}</span>{' '}
            {row === null ? (
              <span className="num">{lastPart(id)}</span>
            ) : (
              <a href={href({ page: 'subject', id })}>
                <BookOutlined aria-hidden="true" /> <span className="num">{lastPart(id)}</span>
              </a>
            )}
            <Standing detail={detail} row={row} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Standing({ detail, row }: { detail: CaseDetail; row: CaseDetail['subjects'][number]['row'] }) {
  const words = useWords()
  if (row === null) return <p className="soft">{words.t('case.notOnRecord')}</p>
  return (
    <>
      <BurdenMarks burdens={row.burdens} />
      {row.ended === null ? null : (
        <p className="problem">{words.t('case.subjectEnded', { number: lastPart(row.ended) })}</p>
      )}
      {row.disputed ? <p className="problem">{words.t('subject.disputed')}</p> : null}
      {row.pending !== null && row.pending !== detail.id ? (
        <p className="problem">{words.t('subject.pendingOther', { number: lastPart(row.pending) })}</p>
      ) : null}
      <p className="soft">{words.t('subject.updated', { time: dateTime(row.updated) })}</p>
    </>
  )
}
