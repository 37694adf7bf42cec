import { Button } from 'antd'
import { useEffect, useEffectEvent, useRef } from 'react'
import { fail } from '../../../shared/base/result.ts'
import type { ServiceDefinition, SubjectPart } from '../../../shared/contract/service/definition.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { subjectId } from '../../../shared/contract/service/subject.ts'
import { useDesk, useServices } from '../../app/desk.ts'
import { subjectFields } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { Notice } from '../../components/notice.tsx'
import { SubjectMark } from '../../components/subject-mark.tsx'
import type { SubjectDetail } from '../../replica/api.ts'
import type { FilingState } from './use-filing.ts'

/** What the register says of the thing that the filing is about, beside the form: whose it is now, and what stands against a change. */
export function RecordPanel({ definition, state }: { definition: ServiceDefinition; state: FilingState }) {
  return definition.subjects.map((part) =>
    part.key.includes('.') ? null : <PartPanel key={part.name} part={part} state={state} />,
  )
}

function PartPanel({ part, state }: { part: SubjectPart; state: FilingState }) {
  const words = useWords()
  const { replica, person } = useDesk()
  const services = useServices()
  const id = subjectId(part, person.office, state.read.values[part.key])
  const answer = useAnswer<SubjectDetail>(`record ${id}`, async () =>
    id === null ? fail('not-found') : await replica.subject(id),
  )
  const subject = id === null ? null : answer.value
  useFillOnce(part, subject, state)
  const all = subjectFields(services, part.type)
  // Whose it is comes first: that is what is compared with the identity card on the counter.
  const fields = [...all.filter((one) => one.sealed), ...all.filter((one) => !one.sealed)]
  // While the number is still being typed, nothing on record is nothing to warn of.
  const typing = !state.left.has(part.key) && !state.tried
  const missing = id !== null && answer.failure?.code === 'not-found'
  return (
    <section className="card record" aria-live="polite" aria-label={words.t('record.title')}>
      <h2 className="card-title">{words.t('record.title')}</h2>
      {id === null || (missing && typing) ? <p className="soft">{words.t('record.start')}</p> : null}
      {missing && !typing && part.mode === 'change' ? <Notice tone="warn">{words.t('record.none')}</Notice> : null}
      {missing && !typing && part.mode === 'create' ? <p className="soft">{words.t('record.new')}</p> : null}
      {id !== null && answer.failure !== null && !missing ? (
        <p className="problem">{words.code(answer.failure.code)}</p>
      ) : null}
      {subject === null ? null : (
        <>
          <p>
            <SubjectMark row={subject} />
          </p>
          {subject.pending === null ? null : (
            <Notice tone="warn">
              {words.t('subject.pendingCase')}{' '}
              <a href={href({ page: 'case', id: subject.pending })}>{words.t('record.open')}</a>
            </Notice>
          )}
          <dl className="record-fields">
            {fields.map(({ name, schema, sealed }) => {
              const value = sealed ? subject.sealed[name] : subject.fields[name]
              if (value === undefined) return null
              return (
                <div key={name}>
                  <dt>{words.pick(schema['x-title'])}</dt>
                  <dd>{value === null ? words.t('sealed.closed') : showValue(schema, value, words.lang)}</dd>
                </div>
              )
            })}
          </dl>
          {part.mode === 'change' ? (
            <Button block onClick={() => state.fillFrom(part.name, subject)}>
              {words.t('record.fill')}
            </Button>
          ) : null}
        </>
      )}
    </section>
  )
}

/** The register's values go into the empty fields once, when its entry is found for the first time. */
function useFillOnce(part: SubjectPart, subject: SubjectDetail | null, state: FilingState): void {
  const filled = useRef<string | null>(null)
  const fill = useEffectEvent((found: SubjectDetail) => state.fillFrom(part.name, found))
  useEffect(() => {
    if (subject === null || filled.current === subject.id) return
    filled.current = subject.id
    fill(subject)
  }, [subject])
}
