import { BookOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import { useDesk } from '../app/desk.ts'
import { dateTime, groupNumber, lastPart } from '../app/format.ts'
import { usePrefs, useWords } from '../app/prefs.tsx'
import { go, href, type PaperKind } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useAnswer } from '../app/use-answer.ts'
import { mainPath, papersOf } from '../app/workflow-view.ts'
import { CaseAttachments } from '../components/attachments/case-attachments.tsx'
import { CaseActions } from '../components/case-actions.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { FieldList, type ShownField } from '../components/field-list.tsx'
import { FileAgain } from '../components/file-again.tsx'
import { Loading } from '../components/loading.tsx'
import { DeadlineMark, StandingMark, StateMark } from '../components/mark.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { saveFile } from '../components/save-file.ts'
import { Timeline } from '../components/timeline.tsx'
import type { CaseDetail } from '../replica/api.ts'

/** One case: where it stands, what may be done, what was filed, who did what, and its papers. */
export function CasePage({ id }: { id: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer(`case ${id}`, () => replica.case(id))
  if (answer.loading) return <Loading what={words.t('loading')} />
  if (answer.value === null) {
    return answer.failure === null ? null : (
      <>
        <PageHead title={words.t('case.title')} />
        <FailureBox failure={answer.failure} title={words.t('case.failed')} onAgain={answer.reload} />
      </>
    )
  }
  return <Detail detail={answer.value} />
}

function Detail({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { definition } = detail
  const papers = papersOf(definition, detail)
  const best = papers.findLast((paper) => paper.ready)?.kind ?? 'slip'
  useShortcuts({ 'Ctrl+P': () => go({ page: 'print', id: detail.id, kind: best }) })
  const filed = detail.steps.find((step) => step.act === 'file')
  const rule = (name: string) => definition.rules.find((one) => one.id === name)?.message
  return (
    <>
      <PageHead
        title={words.pick(detail.title)}
        lead={
          <>
            <span className="num strong">{groupNumber(detail.number)}</span> <StateMark row={detail} />{' '}
            <StandingMark standing={detail.standing} />{' '}
            {detail.deadline === null ? null : <DeadlineMark deadline={detail.deadline} />}
          </>
        }
      />
      {detail.disputed ? <Notice tone="warn">{words.t('case.disputedHelp')}</Notice> : null}
      {filed?.standing === 'set-aside' ? (
        <Notice tone="warn">
          <p>{words.t('case.setAside')}</p>
          {filed.outcome === null ? null : <p className="problem">{words.outcome(filed.outcome, rule)}</p>}
          <p>
            <FileAgain detail={detail} />
          </p>
        </Notice>
      ) : null}
      <Progress detail={detail} />
      <div className="split">
        <div className="split-main">
          {filed?.standing === 'set-aside' ? null : <CaseActions detail={detail} />}
          <section className="card flush" aria-labelledby="history">
            <h2 id="history" className="card-title">
              {words.t('case.history')}
            </h2>
            <Timeline label={words.t('case.history')} steps={detail.steps} rule={rule} />
          </section>
          <section className="card" aria-labelledby="filed-form">
            <h2 id="filed-form" className="card-title">
              {words.t('case.form')}
            </h2>
            {definition.form.sections.map((section) => (
              <section key={section.title.zh} className="form-part">
                <h3>{words.pick(section.title)}</h3>
                <FieldList fields={fieldsOf(detail, section.fields)} />
              </section>
            ))}
          </section>
          <CaseAttachments caseId={detail.id} />
        </div>
        <aside className="split-side">
          <Papers detail={detail} papers={papers} />
          <OnRecord detail={detail} />
          <Materials detail={detail} />
        </aside>
      </div>
    </>
  )
}

/** The fields of a section that were filled in, and those that should have been. */
function fieldsOf(detail: CaseDetail, names: readonly string[]): ShownField[] {
  const { form, sealed } = detail.definition
  return names.flatMap((name) => {
    const schema = form.schema.properties[name]
    const isSealed = sealed.includes(name)
    const value = isSealed ? detail.sealed[name] : detail.fields[name]
    if (schema === undefined || (value === undefined && !form.schema.required.includes(name))) return []
    return [{ name, schema, value, sealed: isSealed }]
  })
}

/** How far the case has come on the way to its good end; where it left that way, the state it is in stands last. */
function Progress({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const { states } = detail.definition.workflow
  const path = mainPath(detail.definition)
  const at = path.indexOf(detail.state)
  const shown = at < 0 ? [path[0] as string, detail.state] : path
  const here = at < 0 ? 1 : at
  return (
    <ol className="progress" aria-label={words.t('case.progress')}>
      {shown.map((state, i) => {
        const done = i < here || (i === here && states[state]?.final === true)
        const className = i === here ? `here tone-${states[state]?.tone ?? 'waiting'}` : done ? 'done' : ''
        return (
          <li key={state} className={className} aria-current={i === here ? 'step' : undefined}>
            <span className="progress-n">{done ? '✓' : i + 1}</span>
            {words.pick(states[state]?.title ?? { zh: state, en: state })}
          </li>
        )
      })}
    </ol>
  )
}

function Papers({ detail, papers }: { detail: CaseDetail; papers: ReturnType<typeof papersOf> }) {
  const { words } = usePrefs()
  const { replica } = useDesk()
  const [failure, setFailure] = useState<Failure | null>(null)
  const save = async (kind: PaperKind) => {
    const answer = await replica.proofFile({ case: detail.id, kind })
    if (answer.ok) saveFile(answer.value.name, answer.value.bytes)
    setFailure(answer.ok ? null : answer)
  }
  return (
    <section className="card">
      <h2 className="card-title">{words.t('papers.title')}</h2>
      <ul className="papers">
        {papers.map(({ kind, ready }) => (
          <li key={kind}>
            <span className="papers-what">
              <strong>{words.t(`paper.${kind}`)}</strong>
              <span className="soft">{words.t(ready ? `paper.${kind}.ready` : `paper.${kind}.later`)}</span>
            </span>
            {ready ? (
              <span className="papers-do">
                <Button
                  icon={<PrinterOutlined aria-hidden="true" />}
                  href={href({ page: 'print', id: detail.id, kind })}
                >
                  {words.t('papers.print')}
                </Button>
                <Button onClick={() => void save(kind)}>{words.t('papers.file')}</Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('papers.failed')} />}
    </section>
  )
}

function OnRecord({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  if (detail.subjects.length === 0) return null
  return (
    <section className="card">
      <h2 className="card-title">{words.t('case.onRecord')}</h2>
      {detail.subjects.map(({ part, id, row }) => (
        <div key={id}>
          <p>
            <span className="soft">{words.pick(part)}</span>{' '}
            <a href={href({ page: 'subject', id })}>
              <BookOutlined aria-hidden="true" /> <span className="num">{lastPart(id)}</span>
            </a>
          </p>
          {row === null ? <p className="soft">{words.t('case.notOnRecord')}</p> : null}
          {row !== null && row.pending !== null && row.pending !== detail.id ? (
            <p className="problem">{words.t('subject.pendingOther', { number: lastPart(row.pending) })}</p>
          ) : null}
          {row === null ? null : <p className="soft">{words.t('subject.updated', { time: dateTime(row.updated) })}</p>}
        </div>
      ))}
    </section>
  )
}

function Materials({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  const given = new Map(detail.materials.map((one) => [one.id, one]))
  return (
    <section className="card">
      <h2 className="card-title">{words.t('materials.given')}</h2>
      <ul className="given">
        {detail.definition.materials.map((material) => {
          const one = given.get(material.id)
          if (one === undefined && !material.required) return null
          return (
            <li key={material.id}>
              <span>{words.pick(material.title)}</span>
              <span className={one === undefined ? 'problem' : 'soft'}>
                {one === undefined
                  ? words.t('materials.missing')
                  : words.list(
                      [
                        one.original ? words.t('materials.seen') : '',
                        one.copies > 0 ? words.t('materials.copies', { n: one.copies }) : '',
                      ].filter((part) => part !== ''),
                    )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
