import { useDesk } from '../app/desk.ts'
import { dateTimeSeconds, grouped } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { useAnswer } from '../app/use-answer.ts'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { VerifyBox } from '../components/verify-box.tsx'

/** What this computer has checked of the province's seals, and a place to check what somebody brings along. */
export function ProofsPage() {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer('checkpoints', () => replica.checkpoints(50))
  const latest = answer.value?.[0]
  return (
    <>
      <PageHead title={words.t('nav.proofs')} lead={words.t('proofs.lead')} />
      <div className="split">
        <div className="split-main">
          <VerifyBox />
        </div>
        <aside className="split-side">
          <section className="card">
            <h2 className="card-title">{words.t('proofs.how')}</h2>
            <ol className="plain-steps">
              <li>{words.t('proofs.how.1')}</li>
              <li>{words.t('proofs.how.2')}</li>
              <li>{words.t('proofs.how.3')}</li>
              <li>{words.t('proofs.how.4')}</li>
            </ol>
          </section>
        </aside>
      </div>
      <section className="card flush" aria-labelledby="checkpoints">
        <h2 id="checkpoints" className="card-title">
          {words.t('proofs.checkpoints')}
          {latest === undefined ? null : (
            <span className="soft">
              {words.t('proofs.latest', { height: latest.height, time: dateTimeSeconds(latest.time) })}
            </span>
          )}
        </h2>
        {answer.failure === null ? null : (
          <FailureBox failure={answer.failure} title={words.t('proofs.failed')} onAgain={answer.reload} />
        )}
        {answer.loading ? <Loading what={words.t('loading')} /> : null}
        {answer.value !== null && answer.value.length === 0 ? (
          <Empty title={words.t('proofs.none')}>{words.t('proofs.noneNext')}</Empty>
        ) : null}
        {answer.value === null || answer.value.length === 0 ? null : (
          <table className="rows" aria-label={words.t('proofs.checkpoints')}>
            <thead>
              <tr>
                <th scope="col" className="end">
                  {words.t('proofs.height')}
                </th>
                <th scope="col">{words.t('proofs.time')}</th>
                <th scope="col">{words.t('proofs.seen')}</th>
                <th scope="col" className="end">
                  {words.t('proofs.new')}
                </th>
                <th scope="col">{words.t('proofs.root')}</th>
                <th scope="col">{words.t('proofs.note')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.value.map((row) => (
                <tr key={row.size}>
                  <td className="num end">{grouped(row.height)}</td>
                  <td className="num">{dateTimeSeconds(row.time)}</td>
                  <td className="num">{dateTimeSeconds(row.seen)}</td>
                  <td className="num end">{grouped(row.newLeaves)}</td>
                  <td>
                    <code className="hash" title={row.root}>
                      {row.root.slice(0, 16)}…
                    </code>
                  </td>
                  <td className="wrap">
                    <details>
                      <summary>{words.t('proofs.showNote')}</summary>
                      <pre className="note">{row.note}</pre>
                    </details>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}
