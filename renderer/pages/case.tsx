import { useDesk } from '../app/desk.ts'
import { groupNumber } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { go } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useAnswer } from '../app/use-answer.ts'
import { papersOf } from '../app/workflow-view.ts'
import { CaseAttachments } from '../components/attachments/case-attachments.tsx'
import { CaseActions } from '../components/case-actions.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { FileAgain } from '../components/file-again.tsx'
import { FormRead } from '../components/form/index.ts'
import { Loading } from '../components/loading.tsx'
import { DeadlineMark, StandingMark, StateMark } from '../components/mark.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Timeline } from '../components/timeline.tsx'
import type { CaseDetail } from '../replica/api.ts'
import { Disputed, Overruled } from './case/disputed.tsx'
import { Fees } from './case/fees.tsx'
import { Limits } from './case/limits.tsx'
import { Materials } from './case/materials.tsx'
import { OneClick } from './case/one-click.tsx'
import { Papers } from './case/papers.tsx'
import { Parties } from './case/parties.tsx'
import { Progress } from './case/progress.tsx'
import { Subjects } from './case/subjects.tsx'
import { AsideWait } from './set-aside/nav-count.tsx'

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
        {answer.failure.code === 'not-found' ? <AsideWait /> : null}
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
  const aside = filed?.standing === 'set-aside'
  const rule = (name: string) => definition.rules.find((one) => one.id === name)?.message
  return (
    <>
      <PageHead title={words.pick(detail.title)} lead={<Lead detail={detail} />} />
      <Disputed detail={detail} />
      <Overruled detail={detail} />
      {aside ? (
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
          {aside ? null : <CaseActions detail={detail} />}
          <OneClick detail={detail} />
          <section className="card" aria-labelledby="filed-form">
            <h2 id="filed-form" className="card-title">
              {words.t('case.form')}
            </h2>
            <FormRead definition={definition} values={{ ...detail.fields, ...detail.sealed }} />
          </section>
          <CaseAttachments caseId={detail.id} />
          <section className="card flush" aria-labelledby="history">
            <h2 id="history" className="card-title">
              {words.t('case.history')}
            </h2>
            <Timeline label={words.t('case.history')} steps={detail.steps} rule={rule} definition={definition} />
          </section>
        </div>
        <aside className="split-side">
          <Limits detail={detail} />
          <Papers detail={detail} papers={papers} />
          <Parties detail={detail} />
          <Subjects detail={detail} />
          <Materials detail={detail} />
          <Fees detail={detail} />
        </aside>
      </div>
    </>
  )
}

function Lead({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  return (
    <>
      <span className="num strong">{groupNumber(detail.number)}</span>{' '}
      {Object.values(detail.numbers).map((number) => (
        <span key={number} className="official">
          {words.pair(words.t('case.official'), number)}{' '}
        </span>
      ))}
      <StateMark row={detail} /> <StandingMark standing={detail.standing} />{' '}
      {detail.deadline === null ? null : <DeadlineMark deadline={detail.deadline} />}
    </>
  )
}
