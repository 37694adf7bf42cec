import { CheckCircleOutlined, ExclamationCircleOutlined, NumberOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useDesk } from '../../../app/desk.ts'
import { grouped } from '../../../app/format.ts'
import { useWords } from '../../../app/prefs.tsx'
import { useToday } from '../../../app/today.ts'
import { Empty } from '../../../components/empty.tsx'
import { Mark } from '../../../components/mark.tsx'
import { Notice } from '../../../components/notice.tsx'
import type { GovBlock, Governance, GovNumbers, GovSeries } from '../../../replica/gov-api.ts'
import { officeName } from '../about.ts'
import { GovLog, Pending } from '../entries.tsx'
import { Allot } from './allot.tsx'
import { type BlockUse, periodOf, useOfBlocks } from './blocks.ts'

/** [N10] Who may give which running numbers, and how far they have come where this desktop can see it. */
export function NumbersTab({ gov }: { gov: Governance }) {
  const words = useWords()
  const { person } = useDesk()
  const own = gov.numbers.some((one) => one.office === person.office)
  const [office, setOffice] = useState(own ? person.office : '')
  const [allotting, setAllotting] = useState(false)
  const [signed, setSigned] = useState<string | null>(null)
  const shown = gov.numbers.filter((one) => office === '' || one.office === office)
  const offices = gov.offices.filter((one) => gov.numbers.some((numbers) => numbers.office === one.code))
  return (
    <>
      <div className="toolbar wraps">
        <Select
          aria-label={words.t('numbers.office')}
          value={office}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          onChange={setOffice}
          options={[
            { value: '', label: words.t('numbers.all') },
            ...offices.map((one) => ({ value: one.code, label: `${one.name} ${one.code}` })),
          ]}
        />
        <span className="soft">{words.t('numbers.lead')}</span>
        <span className="top-space" />
        {gov.may ? (
          <Button type="primary" icon={<NumberOutlined aria-hidden="true" />} onClick={() => setAllotting(true)}>
            {words.t('numbers.allot')}
          </Button>
        ) : null}
      </div>
      {signed === null ? null : <Notice tone="good">{words.t('admin.signed', { what: signed })}</Notice>}
      <Pending gov={gov} kinds={['numbers']} />
      {shown.length === 0 ? (
        <Empty title={words.t('numbers.noBlocks')}>{words.t('numbers.noBlocksNext')}</Empty>
      ) : (
        shown.map((one) => <Series key={`${one.office} ${one.series}`} gov={gov} numbers={one} />)
      )}
      <GovLog gov={gov} kinds={['numbers']} />
      {allotting ? (
        <Allot
          gov={gov}
          office={office}
          onClose={() => setAllotting(false)}
          onDone={(what) => {
            setAllotting(false)
            setSigned(what)
          }}
        />
      ) : null}
    </>
  )
}

function Series({ gov, numbers }: { gov: Governance; numbers: GovNumbers }) {
  const words = useWords()
  const today = useToday()
  const series = gov.series.find((one) => one.series === numbers.series)
  const period = series === undefined ? '' : periodOf(series, today)
  const uses = series === undefined ? null : useOfBlocks(numbers, period)
  const blocks = [...numbers.blocks].sort((a, b) => a.from - b.from)
  const label = `${officeName(gov, numbers.office)} · ${numbers.series}`
  return (
    <section className="card flush" aria-label={label}>
      <h2 className="card-title">
        <span>
          {officeName(gov, numbers.office)} · <span className="num">{numbers.series}</span>
        </span>
        <span className="soft">{about(words, series)}</span>
      </h2>
      <table className="rows" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{words.t('numbers.device')}</th>
            <th scope="col" className="end">
              {words.t('numbers.block')}
            </th>
            <th scope="col" className="end">
              {words.t('numbers.size')}
            </th>
            {uses === null ? null : (
              <>
                <th scope="col" className="end">
                  {words.t('numbers.used')} {words.t('numbers.period', { period })}
                </th>
                <th scope="col" className="end">
                  {words.t('numbers.left')}
                </th>
              </>
            )}
            <th scope="col">{words.t('subject.state')}</th>
            <th scope="col">{words.t('service.since')}</th>
          </tr>
        </thead>
        <tbody>
          {blocks.map((block) => (
            <Block key={`${block.key} ${block.from}`} block={block} use={uses?.get(block)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function about(words: ReturnType<typeof useWords>, series: GovSeries | undefined): string {
  if (series === undefined) return words.t('numbers.oldSeries')
  return words.t('numbers.givenBy', { services: words.list(series.services.map((one) => words.pick(one))) })
}

const LIGHTS = {
  enough: { tone: 'good', icon: <CheckCircleOutlined aria-hidden="true" /> },
  low: { tone: 'warn', icon: <WarningOutlined aria-hidden="true" /> },
  out: { tone: 'bad', icon: <ExclamationCircleOutlined aria-hidden="true" /> },
} as const
const LIGHT_WORDS = { enough: 'numbers.enough', low: 'numbers.lowMark', out: 'numbers.out' } as const

function Block({ block, use }: { block: GovBlock; use: BlockUse | undefined }) {
  const words = useWords()
  return (
    <tr className={block.revoked ? 'dim' : undefined}>
      <td>
        <strong>{block.owner.name}</strong> <span className="soft num">{block.key.slice(0, 8)}</span>
      </td>
      <td className="num end">
        {grouped(block.from)}–{grouped(block.to)}
      </td>
      <td className="num end">{grouped(block.to - block.from + 1)}</td>
      {use === undefined ? null : (
        <>
          <td className="num end">
            {use.used === null ? <span className="soft">{words.t('numbers.fresh')}</span> : grouped(use.used)}
          </td>
          <td className="num end">{grouped(use.left)}</td>
        </>
      )}
      <td>
        {block.revoked ? (
          <Mark tone="bad" icon={<ExclamationCircleOutlined aria-hidden="true" />}>
            {words.t('numbers.revokedKey')}
          </Mark>
        ) : use === undefined ? (
          <span className="soft">{words.t('numbers.elsewhere')}</span>
        ) : (
          <Mark tone={LIGHTS[use.light].tone} icon={LIGHTS[use.light].icon}>
            {words.t(LIGHT_WORDS[use.light])}
          </Mark>
        )}
      </td>
      <td>{words.t('admin.fromBlock', { height: block.at })}</td>
    </tr>
  )
}
