import { InputNumber, Select } from 'antd'
import { useState } from 'react'
import { grouped } from '../../../app/format.ts'
import { useWords } from '../../../app/prefs.tsx'
import type { Governance } from '../../../replica/gov-api.ts'
import { officeName } from '../about.ts'
import { SignDialog } from '../sign-dialog.tsx'
import { MOST_NUMBERS, nextFree, overlapping } from './blocks.ts'

interface Props {
  readonly gov: Governance
  /** Chosen beforehand; '' for none. */
  readonly office: string
  onClose(): void
  onDone(what: string): void
}

/** A key that may give numbers in an office: of somebody who writes to its register. */
interface Device {
  readonly key: string
  readonly title: string
}

const FIRST_SIZE = 1000

/** [N10] Allots a block to one device of one office, where no other block lies. */
export function Allot({ gov, office: begin, onClose, onDone }: Props) {
  const words = useWords()
  const [office, setOffice] = useState(begin)
  const [series, setSeries] = useState(gov.series[0]?.series ?? '')
  const [device, setDevice] = useState('')
  const [typed, setTyped] = useState<{ from: number | null; to: number | null } | null>(null)
  const [tried, setTried] = useState(false)
  const blocks = gov.numbers.find((one) => one.office === office && one.series === series)?.blocks ?? []
  const digits = gov.series.find((one) => one.series === series)?.digits ?? 9
  const most = 10 ** digits - 1
  const free = nextFree(blocks)
  const size = Math.max(1, ...blocks.map((one) => one.to - one.from + 1), blocks.length === 0 ? FIRST_SIZE : 1)
  const suggested = { from: free, to: Math.min(free + size - 1, Math.max(most, free)) }
  const { from, to } = typed ?? suggested
  const devices = devicesOf(gov, office)
  const problem = problemOf()

  function problemOf(): string | null {
    if (office === '' || !devices.some((one) => one.key === device)) return words.t('numbers.problem.device')
    if (from === null || to === null || from < 1 || to < from || to - from >= MOST_NUMBERS) {
      return words.t('numbers.problem.range', { most: grouped(MOST_NUMBERS) })
    }
    const other = overlapping(blocks, from, to)
    if (other !== null) {
      return words.t('numbers.problem.overlap', { from: grouped(other.from), to: grouped(other.to) })
    }
    return to > most ? words.t('numbers.problem.digits', { digits, most: grouped(most) }) : null
  }

  const owner = devices.find((one) => one.key === device)?.title ?? ''
  const about = {
    owner,
    from: grouped(from ?? 0),
    to: grouped(to ?? 0),
    n: grouped(Math.max(0, (to ?? 0) - (from ?? 0) + 1)),
    series,
    office: officeName(gov, office),
  }
  const period = gov.series.find((one) => one.series === series)?.period
  const choose = words.t('numbers.choose')
  return (
    <SignDialog
      title={words.t('numbers.allotTitle')}
      will={
        problem === null
          ? [
              words.t('numbers.allotWill', about),
              ...(period === undefined ? [] : [words.t(`numbers.allotPeriod.${period}`)]),
            ]
          : []
      }
      act={() => {
        setTried(true)
        if (problem !== null || from === null || to === null) return null
        return { kind: 'numbers', office, series, key: device, from, to }
      }}
      onClose={onClose}
      onDone={() => onDone(words.t('about.numbers', { series, office: about.office }))}
    >
      <div className="dialog-fields">
        <div className="field wide">
          <label htmlFor="allot-office">{words.t('numbers.office')}</label>
          <Select
            id="allot-office"
            value={office === '' ? null : office}
            placeholder={choose}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(next) => {
              setOffice(next)
              setDevice('')
              setTyped(null)
            }}
            options={gov.offices.map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))}
          />
        </div>
        <div className="field">
          <label htmlFor="allot-series">{words.t('numbers.series')}</label>
          <Select
            id="allot-series"
            value={series === '' ? null : series}
            placeholder={gov.series.length === 0 ? words.t('numbers.noSeries') : choose}
            popupMatchSelectWidth={false}
            onChange={(next) => {
              setSeries(next)
              setTyped(null)
            }}
            options={gov.series.map((one) => ({
              value: one.series,
              label: `${one.series} · ${words.list(one.services.map((title) => words.pick(title)))}`,
            }))}
          />
        </div>
        <div className="field">
          <label htmlFor="allot-device">{words.t('numbers.device')}</label>
          <Select
            id="allot-device"
            value={device === '' ? null : device}
            placeholder={choose}
            onChange={setDevice}
            options={devices.map((one) => ({ value: one.key, label: one.title }))}
          />
        </div>
        <div className="field">
          <label htmlFor="allot-from">{words.t('numbers.from')}</label>
          <InputNumber<number>
            id="allot-from"
            className="num"
            value={from}
            min={1}
            precision={0}
            controls={false}
            onChange={(next) => setTyped({ from: next, to })}
          />
        </div>
        <div className="field">
          <label htmlFor="allot-to">{words.t('numbers.to')}</label>
          <InputNumber<number>
            id="allot-to"
            className="num"
            value={to}
            min={1}
            precision={0}
            controls={false}
            onChange={(next) => setTyped({ from, to: next })}
          />
        </div>
      </div>
      {typed === null && office !== '' ? <p className="soft">{words.t('numbers.suggested')}</p> : null}
      {problem !== null && (tried || typed !== null) ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </SignDialog>
  )
}

/** Keys in use whose owner writes to this office's register: its people and the executor. */
function devicesOf(gov: Governance, office: string): Device[] {
  return gov.members
    .filter((one) => one.scopes.includes(office))
    .flatMap((one) =>
      one.keys
        .filter((key) => key.revoked === null && (key.use === 'entry' || key.use === 'executor'))
        .map((key) => ({ key: key.id, title: `${one.name} · ${key.id.slice(0, 8)}` })),
    )
}
