import { showMoney } from '../../../shared/contract/service/outputs.ts'
import { useWords } from '../../app/prefs.tsx'
import type { CaseDetail } from '../../replica/api.ts'

/** What falls due by the form; an amount that nobody can work out is for the office to set. */
export function Fees({ detail }: { detail: CaseDetail }) {
  const words = useWords()
  if (detail.definition.fees.length === 0) return null
  const known = detail.fees.filter((one) => one.fen !== null)
  return (
    <section className="card" aria-labelledby="case-fees">
      <h2 id="case-fees" className="card-title">
        {words.t('case.fees')}
      </h2>
      {detail.fees.length === 0 ? <p className="soft">{words.t('case.noFees')}</p> : null}
      <ul className="given">
        {detail.fees.map(({ title, fen }) => (
          <li key={title.zh}>
            <span>{words.pick(title)}</span>
            <span className={fen === null ? 'problem' : 'num'}>
              {fen === null ? words.t('case.feeOpen') : showMoney(fen, words.lang)}
            </span>
          </li>
        ))}
        {known.length > 1 && known.length === detail.fees.length ? (
          <li className="strong">
            <span>{words.t('case.feesTotal')}</span>
            <span className="num">
              {showMoney(
                known.reduce((sum, { fen }) => sum + (fen ?? 0), 0),
                words.lang,
              )}
            </span>
          </li>
        ) : null}
      </ul>
    </section>
  )
}
