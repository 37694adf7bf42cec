import { FileSearchOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { burdenKinds } from '../app/burdens.ts'
import { useDesk, useServices } from '../app/desk.ts'
import { dateTime, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { go, href } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useAnswer } from '../app/use-answer.ts'
import { BurdenKinds } from '../components/burden-kinds.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { InDispute } from '../components/in-dispute.tsx'
import { Loading } from '../components/loading.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SubjectMark } from '../components/subject-mark.tsx'
import type { SubjectDetail } from '../replica/api.ts'
import { IN_EFFECT } from '../replica/conflicts/outcomes.ts'
import { Burdens } from './subject/burdens.tsx'
import { Fields, type ShownSubjectField } from './subject/fields.tsx'
import { History } from './subject/history.tsx'
import { Kin } from './subject/kin.tsx'
import { subjectTypes } from './subject/words.ts'

/** One thing on record: whose it is, as it stands, what lies on it, where it came from, and everything that ever touched it. */
export function SubjectPage({ id }: { id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`subject ${id}`, () => replica.subject(id))
  if (answer.loading) return <Loading what={words.t('loading')} />
  if (answer.value === null) {
    return answer.failure === null ? null : (
      <>
        <PageHead title={words.t('nav.register')} lead={<span className="num">{lastPart(id)}</span>} />
        <FailureBox failure={answer.failure} title={words.t('subject.failed')} onAgain={answer.reload} />
      </>
    )
  }
  return <Detail subject={answer.value} />
}

function Detail({ subject }: { subject: SubjectDetail }) {
  const words = useWords()
  const services = useServices()
  const kinds = burdenKinds(services, subject.type)
  const type = subjectTypes(services).find((one) => one.type === subject.type)
  const shown = subject.described.map((field): ShownSubjectField => {
    const sealed = Object.hasOwn(subject.sealed, field.name)
    return { ...field, sealed, value: sealed ? subject.sealed[field.name] : subject.fields[field.name] }
  })
  // Whose it is comes before what it is.
  const people = shown.filter((field) => field.value !== undefined && (field.sealed || field.party !== null))
  const rest = shown.filter(
    (field) => field.value !== undefined && field.value !== subject.number && !people.includes(field),
  )
  const unsealed = subject.steps.some((step) => step.standing === 'saved' || step.standing === 'sent')
  const sealed = subject.steps.some((step) => step.standing === 'sealed')
  useShortcuts({ 'Ctrl+P': () => (sealed ? go({ page: 'extract', id: subject.id }) : undefined) })
  return (
    <>
      <PageHead
        title={type === undefined ? words.t('subject.title') : words.pick(type.title)}
        lead={
          <>
            <span className="num strong">{subject.number}</span> <SubjectMark row={subject} />{' '}
            <BurdenKinds burdens={subject.burdens} />
          </>
        }
      >
        {sealed ? (
          <Button
            type="primary"
            icon={<FileSearchOutlined aria-hidden="true" />}
            href={href({ page: 'extract', id: subject.id })}
            title={words.t('subject.extractHelp')}
          >
            {words.t('subject.extract')} <kbd>Ctrl P</kbd>
          </Button>
        ) : null}
        <CertificateLink subject={subject} />
      </PageHead>
      <Notices subject={subject} unsealed={unsealed && sealed} />
      <section className="card" aria-labelledby="people">
        <h2 id="people" className="card-title">
          {words.t('subject.people')}
        </h2>
        {people.length === 0 ? <p className="soft">{words.t('subject.noPeople')}</p> : <Fields fields={people} />}
      </section>
      <section className="card" aria-labelledby="stands">
        <h2 id="stands" className="card-title">
          {words.t('subject.asItStands')}
          <span className="soft">{words.t('subject.updated', { time: dateTime(subject.updated) })}</span>
        </h2>
        <Fields fields={rest} />
      </section>
      <Burdens burdens={subject.burdens} kinds={kinds} />
      <Kin subject={subject} />
      <History steps={subject.steps} fields={subject.described} kinds={kinds} />
    </>
  )
}

function Notices({ subject, unsealed }: { subject: SubjectDetail; unsealed: boolean }) {
  const words = useWords()
  const caseLink = (id: string) => (
    <a className="num" href={href({ page: 'case', id })}>
      {lastPart(id)}
    </a>
  )
  return (
    <>
      {subject.ended === null ? null : (
        <Notice tone="info">
          {words.t('subject.endedBy')}
          {caseLink(subject.ended)}
        </Notice>
      )}
      {subject.disputed ? (
        <InDispute id={subject.id} tone="warn">
          <p>{words.t('subject.disputedHelp')}</p>
        </InDispute>
      ) : null}
      {subject.pending === null ? null : (
        <Notice tone="warn">
          {words.t('subject.pendingCase')} {caseLink(subject.pending)}
        </Notice>
      )}
      {unsealed ? <Notice tone="info">{words.t('subject.unsealed')}</Notice> : null}
    </>
  )
}

/** The certificate of the last act that changed this record, once that is sealed. */
function CertificateLink({ subject }: { subject: SubjectDetail }) {
  const words = useWords()
  const last = subject.steps.findLast((step) => step.effects && IN_EFFECT.has(step.outcome))
  if (last === undefined || last.standing !== 'sealed' || last.case === null) return null
  return (
    <Button
      icon={<SafetyCertificateOutlined aria-hidden="true" />}
      href={href({ page: 'print', id: last.case, kind: 'certificate' })}
      title={words.t('subject.certificateHelp')}
    >
      {words.t('subject.certificate')}
    </Button>
  )
}
