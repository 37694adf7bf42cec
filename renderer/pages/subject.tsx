import { useDesk, useServices } from '../app/desk.ts'
import { dateTime, lastPart } from '../app/format.ts'
import { subjectFields } from '../app/parties.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { FailureBox } from '../components/failure-box.tsx'
import { FieldList, type ShownField } from '../components/field-list.tsx'
import { Loading } from '../components/loading.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SubjectMark } from '../components/subject-mark.tsx'
import { Timeline } from '../components/timeline.tsx'

/** One thing on record: as it stands, the case that claims it, and everything that ever touched it. */
export function SubjectPage({ id }: { id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const services = useServices()
  const answer = useAnswer(`subject ${id}`, () => replica.subject(id))
  if (answer.loading) return <Loading what={words.t('loading')} />
  const subject = answer.value
  if (subject === null) {
    return answer.failure === null ? null : (
      <>
        <PageHead title={words.t('nav.register')} lead={<span className="num">{lastPart(id)}</span>} />
        <FailureBox failure={answer.failure} title={words.t('subject.failed')} onAgain={answer.reload} />
      </>
    )
  }
  const fields = subjectFields(services, subject.type)
  const shown = fields.map(({ name, schema, sealed }): ShownField => {
    const value = sealed ? subject.sealed[name] : subject.fields[name]
    return { name, schema, sealed, value }
  })
  // People first: whose it is comes before where it lies.
  const people = shown.filter((field) => field.sealed)
  const rest = shown.filter((field) => !field.sealed && field.value !== undefined)
  const rules = services.flatMap((one) => one.rules)
  return (
    <>
      <PageHead
        title={words.t('subject.title')}
        lead={
          <>
            <span className="num strong">{subject.number}</span> <SubjectMark row={subject} />
          </>
        }
      />
      {subject.pending === null ? null : (
        <Notice tone="warn">
          {words.t('subject.pendingCase')}{' '}
          <a className="num" href={href({ page: 'case', id: subject.pending })}>
            {lastPart(subject.pending)}
          </a>
        </Notice>
      )}
      <section className="card">
        <h2 className="card-title">{words.t('subject.holder')}</h2>
        <FieldList fields={people} />
      </section>
      <section className="card">
        <h2 className="card-title">
          {words.t('subject.asItStands')}
          <span className="soft">{words.t('subject.updated', { time: dateTime(subject.updated) })}</span>
        </h2>
        <FieldList fields={rest} />
      </section>
      <section className="card flush" aria-labelledby="history">
        <h2 id="history" className="card-title">
          {words.t('subject.history')}
        </h2>
        <Timeline
          label={words.t('subject.history')}
          steps={subject.steps}
          rule={(name) => rules.find((one) => one.id === name)?.message}
          withCase
        />
      </section>
    </>
  )
}
