import { CheckCircleOutlined, EditOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { HOLIDAYS } from '../../../../shared/contract/holidays/index.ts'
import { useWords } from '../../../app/prefs.tsx'
import { useToday } from '../../../app/today.ts'
import { Mark } from '../../../components/mark.tsx'
import type { Governance } from '../../../replica/gov-api.ts'
import { policyWord } from '../about.ts'
import { SignDialog } from '../sign-dialog.tsx'
import { EMPTY_PLAN, planOf, rangesOf, samePlan, shippedPlan, valueOf, workdaysOf, type YearPlan } from './holidays.ts'
import { YearGrid } from './year-grid.tsx'

interface Props {
  readonly gov: Governance
  onSigned(what: string): void
}

/** The holidays of one year: as they are laid down, to be changed day by day, or filled in from what ships with the program. */
export function HolidaysPolicy({ gov, onSigned }: Props) {
  const words = useWords()
  const thisYear = Number(useToday().slice(0, 4))
  const [year, setYear] = useState(thisYear)
  const [plan, setPlan] = useState<YearPlan | null>(null)
  const [asked, setAsked] = useState(false)
  const policy = gov.policies.find((one) => one.name === `holidays.${year}`)
  const laid = policy === undefined ? null : planOf(year, policy.value)
  const shown = plan ?? laid ?? EMPTY_PLAN
  const shipped = shippedPlan(year)
  const changed = plan !== null && !samePlan(plan, laid ?? EMPTY_PLAN)
  const name = policyWord(words, `holidays.${year}`)
  const known = [
    ...gov.policies.map((one) => Number(/^holidays\.([0-9]{4})$/.exec(one.name)?.[1])),
    ...Object.keys(HOLIDAYS).map(Number),
  ]
  const years = [...new Set([...known.filter((one) => !Number.isNaN(one)), thisYear, thisYear + 1])].sort(
    (a, b) => b - a,
  )
  return (
    <section className="card" aria-labelledby="holidays">
      <h2 id="holidays" className="card-title">
        {name}
        <span className="card-tools">
          <Select
            aria-label={words.t('holidays.year')}
            value={year}
            onChange={(next) => {
              setYear(next)
              setPlan(null)
            }}
            options={years.map((one) => ({ value: one, label: String(one) }))}
          />
          {gov.may && plan === null ? (
            <Button icon={<EditOutlined aria-hidden="true" />} onClick={() => setPlan(shown)}>
              {words.t(laid === null ? 'holidays.add' : 'holidays.edit')}
            </Button>
          ) : null}
        </span>
      </h2>
      <p className="row">
        <span className="soft">{words.t('holidays.lead')}</span>
        {policy === undefined ? (
          <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
            {words.t('holidays.none')}
          </Mark>
        ) : (
          <span className="soft">{words.t('holidays.since', { height: policy.from })}</span>
        )}
        {laid !== null && shipped !== null && plan === null ? (
          samePlan(laid, shipped) ? (
            <Mark tone="good" icon={<CheckCircleOutlined aria-hidden="true" />}>
              {words.t('holidays.shippedSame')}
            </Mark>
          ) : (
            <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
              {words.t('holidays.shippedDiffers')}
            </Mark>
          )
        ) : null}
      </p>
      {plan === null ? null : (
        <div className="row holiday-tools">
          <span className="soft">{words.t('holidays.keys')}</span>
          <span className="top-space" />
          {shipped === null ? null : <Button onClick={() => setPlan(shipped)}>{words.t('holidays.shipped')}</Button>}
          <Button onClick={() => setPlan(null)}>{words.t('cancel')}</Button>
          <Button type="primary" disabled={!changed} onClick={() => setAsked(true)}>
            {words.t('holidays.save')}
          </Button>
        </div>
      )}
      {laid === null && plan === null ? null : (
        <div className="holiday-year">
          <YearGrid year={year} plan={shown} onChange={plan === null ? null : setPlan} />
          <Summary year={year} plan={shown} />
        </div>
      )}
      {asked && plan !== null ? (
        <SignDialog
          title={words.t('holidays.saveTitle', { year })}
          will={[words.t('holidays.saveWill', { year })]}
          act={() => ({ kind: 'policy', name: `holidays.${year}`, value: valueOf(plan) })}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false)
            setPlan(null)
            onSigned(name)
          }}
        >
          <Summary year={year} plan={plan} />
        </SignDialog>
      ) : null}
    </section>
  )
}

/** The year in words: holidays as ranges, weekends that are worked, and how many working days that makes. */
function Summary({ year, plan }: { year: number; plan: YearPlan }) {
  const words = useWords()
  return (
    <div className="holiday-summary">
      <h3>{words.t('holidays.offDays', { n: plan.off.size })}</h3>
      <ul>
        {rangesOf(plan.off).map(({ from, to, days }) => (
          <li key={from} className="num">
            {words.t('holidays.range', { from, to, n: days })}
          </li>
        ))}
      </ul>
      <h3>{words.t('holidays.onDays', { n: plan.on.size })}</h3>
      <p className="num">{plan.on.size === 0 ? '—' : words.list([...plan.on].sort())}</p>
      <p>
        <strong>{words.t('holidays.workdays', { n: workdaysOf(year, plan) })}</strong>
      </p>
    </div>
  )
}
