import { dayTableOf } from '../../../../../shared/contract/holidays/index.ts'
import type { ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { endOf } from '../../../../../shared/contract/service/limit-days.ts'
import { useWords } from '../../../../app/prefs.tsx'
import { useToday } from '../../../../app/today.ts'
import { useGovernance } from '../../use-governance.ts'

/** Limits with what they would mean for a case of today, fees, numbers, rules, and what the service rests on. */
export function LimitsPreview({ definition: d }: { definition: ServiceDefinition }) {
  const words = useWords()
  const today = useToday()
  const gov = useGovernance().value
  const days = dayTableOf((gov?.policies ?? []).map(({ name, value }) => [name, value] as const))
  const stateTitle = (name: string) => words.pick(d.workflow.states[name]?.title ?? { zh: name, en: name })
  const actionTitle = (name: string) =>
    words.pick(d.workflow.actions.find((one) => one.name === name)?.title ?? { zh: name, en: name })
  return (
    <div className="preview-parts">
      <section>
        <h3>{words.t('preview.limit')}</h3>
        {d.deadlines.length === 0 ? (
          <p className="soft">{words.t('preview.noLimits')}</p>
        ) : (
          <table className="rows small" aria-label={words.t('preview.limit')}>
            <thead>
              <tr>
                <th scope="col">{words.t('preview.limit')}</th>
                <th scope="col">{words.t('preview.legal')}</th>
                <th scope="col">{words.t('preview.promised')}</th>
                <th scope="col">{words.t('preview.today')}</th>
                <th scope="col">{words.t('preview.runs')}</th>
                <th scope="col">{words.t('preview.pauses')}</th>
              </tr>
            </thead>
            <tbody>
              {d.deadlines.map((one) => (
                <tr key={one.id}>
                  <td className="wrap">{words.pick(one.title)}</td>
                  <td>{words.t(`preview.days.${one.unit ?? 'workdays'}`, { n: one.legal })}</td>
                  <td>{words.t(`preview.days.${one.unit ?? 'workdays'}`, { n: one.promised })}</td>
                  <td className="num">{endOf(one, today, one.promised, days)}</td>
                  <td className="wrap">{words.list(one.runs.map(stateTitle))}</td>
                  <td className="wrap">{one.pauses.length === 0 ? '—' : words.list(one.pauses.map(stateTitle))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section>
        <h3>{words.t('preview.fee')}</h3>
        {d.fees.length === 0 ? (
          <p className="soft">{words.t('preview.noFees')}</p>
        ) : (
          <table className="rows small" aria-label={words.t('preview.fee')}>
            <thead>
              <tr>
                <th scope="col">{words.t('preview.fee')}</th>
                <th scope="col">{words.t('preview.amount')}</th>
                <th scope="col">{words.t('preview.when')}</th>
                <th scope="col">{words.t('preview.basis')}</th>
              </tr>
            </thead>
            <tbody>
              {d.fees.map((one) => (
                <tr key={one.id}>
                  <td className="wrap">{words.pick(one.title)}</td>
                  <td className="wrap">
                    <code>{one.amount}</code>
                  </td>
                  <td className="wrap">
                    {one.when === undefined ? words.t('preview.always') : <code>{one.when}</code>}
                  </td>
                  <td className="wrap">{one.basis === undefined ? '—' : words.pick(one.basis)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {d.numbers.length === 0 ? null : (
        <section>
          <h3>{words.t('preview.numbers')}</h3>
          <ul>
            {d.numbers.map((one) => (
              <li key={`${one.series} ${one.at}`}>
                {words.t('preview.number', {
                  action: actionTitle(one.at),
                  period: words.t(`preview.period.${one.period}`),
                  digits: one.digits,
                  text: one.text,
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {d.rules.length === 0 ? null : (
        <section>
          <h3>{words.t('preview.rules')}</h3>
          <ul className="preview-rules">
            {d.rules.map((one) => (
              <li key={one.id}>
                <span className="soft">{words.t(`preview.ruleOn.${one.on}`)}</span> {words.pick(one.message)}{' '}
                <code className="fine">{one.when}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {d.basis.length === 0 ? null : (
        <section>
          <h3>{words.t('preview.basis')}</h3>
          <ul>
            {d.basis.map((one) => (
              <li key={one.zh}>{words.pick(one)}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
