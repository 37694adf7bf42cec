import { useDeferredValue } from 'react'
import { feesOf, totalFees } from '../../../shared/contract/service/fees.ts'
import { showMoney } from '../../../shared/contract/service/outputs.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useFormState } from '../../components/form/index.ts'
import type { FilingHandle } from './use-filing.ts'

/** What the filing costs, by what is filled in so far; nothing where the service is free for everybody. */
export function FeesBox({ filing }: { filing: FilingHandle }) {
  return filing.definition.fees.length === 0 ? null : <Fees filing={filing} />
}

function Fees({ filing: { definition, form, today } }: { filing: FilingHandle }) {
  const words = useWords()
  const { person } = useDesk()
  const values = useDeferredValue(useFormState(form, ({ read }) => read.values))
  const lines = feesOf(definition, values, today, person.office)
  const total = totalFees(lines)
  const money = (fen: number | null) => (fen === null ? words.t('fees.later') : showMoney(fen, words.lang))
  return (
    <section className="card fees" aria-live="polite" aria-label={words.t('fees.title')}>
      <h2 className="card-title">
        {words.t('fees.title')}
        <span className="soft">{words.t('fees.live')}</span>
      </h2>
      {lines.length === 0 ? (
        <p>{words.t('fees.free')}</p>
      ) : (
        <dl className="fee-lines">
          {lines.map(({ id, title, amount }) => (
            <div key={id}>
              <dt>{words.pick(title)}</dt>
              <dd className={amount === null ? 'soft' : 'num'}>{money(amount)}</dd>
            </div>
          ))}
          {total === null || lines.length < 2 ? null : (
            <div className="fee-total">
              <dt>{words.t('fees.total')}</dt>
              <dd className="num strong">{money(total)}</dd>
            </div>
          )}
        </dl>
      )}
    </section>
  )
}
