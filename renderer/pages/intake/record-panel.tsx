import { Button } from 'antd'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { ok } from '../../../shared/base/result.ts'
import type { FieldValues, SubjectPart } from '../../../shared/contract/service/definition.ts'
import { showValue } from '../../../shared/contract/service/outputs.ts'
import { waitsFor } from '../../../shared/contract/waiting.ts'
import { useDesk, useServices } from '../../app/desk.ts'
import { lastPart } from '../../app/format.ts'
import { subjectFields } from '../../app/parties.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { BurdenMarks } from '../../components/burden-marks.tsx'
import { useFormState } from '../../components/form/index.ts'
import { InDispute } from '../../components/in-dispute.tsx'
import { Notice } from '../../components/notice.tsx'
import { SubjectMark } from '../../components/subject-mark.tsx'
import type { OnRecordRow, SubjectRow } from '../../replica/api.ts'
import { namedKeys } from './fill-in.ts'
import type { FilingHandle } from './use-filing.ts'

/** What the register says of everything that the filing names, beside the form: whose it is now, and what stands against a change. */
export function RecordPanel({ filing }: { filing: FilingHandle }) {
  const words = useWords()
  const { replica, person } = useDesk()
  const { form, definition, tried } = filing
  const { code: service, version } = definition
  // As a text, so that the register is asked again only when another thing is named.
  const keys = useFormState(form, ({ read }) => JSON.stringify(namedKeys(definition, person.office, read.values)))
  const values = useMemo(() => JSON.parse(keys) as FieldValues, [keys])
  const names = Object.keys(values).length > 0
  const answer = useAnswer(`record ${service} ${keys}`, async () =>
    names ? await replica.onRecord({ service, version, values }) : ok<readonly OnRecordRow[]>([]),
  )
  const rows = answer.value
  const [told, setTold] = useState(false)
  useFillOnce(filing, rows, setTold)
  const fills = Object.values(definition.form.schema.properties).some((field) => field['x-subject'] !== undefined)
  const found = rows?.some(({ subject }) => subject !== null) === true
  if (definition.subjects.every((part) => part.mode === 'create') && rows?.some(isThere) !== true) return null
  return (
    <section className="card record" aria-live="polite" aria-label={words.t('record.title')}>
      <h2 className="card-title">{words.t('record.title')}</h2>
      {answer.failure === null ? null : <p className="problem">{words.code(answer.failure.code)}</p>}
      {definition.subjects.map((part) => (
        <Part
          key={part.name}
          part={part}
          rows={(rows ?? []).filter((row) => row.part === part.name)}
          filing={filing}
          tried={tried}
        />
      ))}
      <p className="soft record-start">{words.t('record.start')}</p>
      {fills && found ? (
        <>
          {told ? <p className="soft">{words.t('record.filled')}</p> : null}
          <Button block onClick={() => setTold(filing.fillFrom(rows ?? [], true))}>
            {words.t('record.fill')}
          </Button>
        </>
      ) : null}
    </section>
  )
}

const isThere = ({ subject }: OnRecordRow) => subject !== null

function Part(props: { part: SubjectPart; rows: readonly OnRecordRow[]; filing: FilingHandle; tried: boolean }) {
  const { part, rows, filing, tried } = props
  const words = useWords()
  const field = part.key.split('.')[0] as string
  // While the number is still being typed, nothing on record is nothing to warn of.
  const left = useFormState(filing.form, (state) => state.left.has(field))
  const shown = rows.filter((row) => isThere(row) || ((left || tried) && part.mode !== 'create'))
  if (shown.length === 0) return null
  return (
    <section className="record-part">
      <h3>{words.pick(part.title)}</h3>
      {shown.map((row) =>
        row.subject === null ? (
          <Missing key={row.id} part={part} id={row.id} />
        ) : (
          <OnRecord
            key={row.id}
            part={part}
            row={row}
            subject={row.subject}
            folded={shown.length > 2}
            claims={filing.definition.claims}
            waits={waitsFor(filing.definition, 'file')}
          />
        ),
      )}
    </section>
  )
}

function Missing({ part, id }: { part: SubjectPart; id: string }) {
  const words = useWords()
  const number = words.t('record.notOn', { number: lastPart(id) })
  if (part.mode === 'lookup') {
    return (
      <p className="soft">
        {number} {words.t('record.none.lookup')}
      </p>
    )
  }
  return (
    <Notice tone="warn">
      {number} {words.t('record.none.change')}
    </Notice>
  )
}

interface OnRecordProps {
  readonly part: SubjectPart
  readonly row: OnRecordRow
  readonly subject: SubjectRow
  /** One of many: its fields are shown when somebody asks. */
  readonly folded: boolean
  /** The service waits for other cases that hold the thing. */
  readonly claims: boolean
  /** It takes no filing on what is in dispute. */
  readonly waits: boolean
}

function OnRecord({ part, row, subject, folded, claims, waits }: OnRecordProps) {
  const words = useWords()
  const services = useServices()
  const all = subjectFields(services, part.type)
  // Whose it is comes first: that is what is compared with the identity card on the counter.
  const fields = [...all.filter((one) => one.sealed), ...all.filter((one) => !one.sealed)]
  const list = (
    <dl className="record-fields">
      {fields.map(({ name, schema, sealed }) => {
        const value = sealed ? row.sealed[name] : subject.fields[name]
        if (value === undefined) return null
        return (
          <div key={name}>
            <dt>{words.pick(schema['x-title'])}</dt>
            <dd>{value === null ? words.t('sealed.closed') : showValue(schema, value, words.lang)}</dd>
          </div>
        )
      })}
    </dl>
  )
  return (
    <div className="record-one">
      <p className="record-head">
        <a className="num strong" href={href({ page: 'subject', id: row.id })}>
          {subject.number}
        </a>
        <SubjectMark row={subject} />
      </p>
      <BurdenMarks burdens={subject.burdens} />
      {subject.pending === null || part.mode === 'lookup' ? null : (
        <Notice tone={claims ? 'warn' : 'info'}>
          {words.t(claims ? 'record.pending.claims' : 'record.pending.free')}{' '}
          <a href={href({ page: 'case', id: subject.pending })}>{words.t('record.open')}</a>
        </Notice>
      )}
      {subject.disputed ? (
        <InDispute id={row.id} tone={part.mode === 'change' && waits ? 'warn' : 'info'}>
          <p>{words.t(`dispute.record.${part.mode === 'change' ? (waits ? 'waits' : 'free') : 'lookup'}`)}</p>
        </InDispute>
      ) : null}
      {subject.ended !== null && part.mode === 'change' ? <Notice tone="warn">{words.t('record.ended')}</Notice> : null}
      {folded ? (
        <details>
          <summary>{words.t('subject.asItStands')}</summary>
          {list}
        </details>
      ) : (
        list
      )}
    </div>
  )
}

/** The register's values go into the empty fields once, when these things are found for the first time. */
function useFillOnce(filing: FilingHandle, rows: readonly OnRecordRow[] | null, told: (did: boolean) => void): void {
  const fill = useEffectEvent((found: readonly OnRecordRow[]) => told(filing.fillFrom(found, false)))
  useEffect(() => {
    if (rows !== null) fill(rows)
  }, [rows])
}
