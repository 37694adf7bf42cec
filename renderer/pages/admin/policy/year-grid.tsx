import { type KeyboardEvent, useRef, useState } from 'react'
import { dayNumber, fromDayNumber, isWeekend } from '../../../../shared/contract/working-days.ts'
import { useWords } from '../../../app/prefs.tsx'
import { markOf, monthDays, withNextMark, type YearPlan } from './holidays.ts'

interface Props {
  readonly year: number
  readonly plan: YearPlan
  /** Null: to be read only. */
  readonly onChange: ((plan: YearPlan) => void) | null
}

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1)

/** Twelve months of days; a day that differs from the plain week carries its word, 休 or 班. One stop for Tab: arrows move, space changes. */
export function YearGrid({ year, plan, onChange }: Props) {
  const words = useWords()
  const [at, setAt] = useState(`${year}-01-01`)
  const grid = useRef<HTMLDivElement>(null)
  const current = at.startsWith(`${year}-`) ? at : `${year}-01-01`
  const weekdays = [...words.t('weekdays')]

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = fromDayNumber(dayNumber(current) + step)
    if (!next.startsWith(`${year}-`)) return
    setAt(next)
    grid.current?.querySelector<HTMLButtonElement>(`[data-day="${next}"]`)?.focus()
  }

  const said = (date: string) => {
    const mark = markOf(plan, date)
    return mark === null ? date : `${date} ${words.t(`holidays.${mark}`)}`
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the days inside
    <div ref={grid} className="year-grid" onKeyDown={onChange === null ? undefined : onKey}>
      {MONTHS.map((month) => {
        const { before, days } = monthDays(year, month)
        return (
          <section key={month} aria-label={words.t('month', { n: month })}>
            <h3>{words.t('month', { n: month })}</h3>
            <div className="month-days">
              {weekdays.map((day) => (
                <span key={day} className="month-weekday" aria-hidden="true">
                  {day}
                </span>
              ))}
              {days.map((date, i) => {
                const mark = markOf(plan, date)
                const className = [
                  'month-day',
                  mark ?? '',
                  isWeekend(date) ? 'weekend' : '',
                  i === 0 ? `from-${before}` : '',
                ]
                const text = (
                  <>
                    {Number(date.slice(8))}
                    {mark === null ? null : <em>{words.t(mark === 'off' ? 'holidays.offMark' : 'holidays.onMark')}</em>}
                  </>
                )
                return onChange === null ? (
                  <span key={date} className={className.join(' ')} title={said(date)}>
                    {text}
                  </span>
                ) : (
                  <button
                    key={date}
                    type="button"
                    data-day={date}
                    className={className.join(' ')}
                    tabIndex={date === current ? 0 : -1}
                    aria-label={said(date)}
                    onFocus={() => setAt(date)}
                    onClick={() => onChange(withNextMark(plan, date))}
                  >
                    {text}
                  </button>
                )
              })}
            </div>
          </section>
        )
      })}
    </div>
  )
}
