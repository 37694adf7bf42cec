import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { Empty } from '../../components/empty.tsx'
import type { BulkOption } from './bulk-plan.ts'

/** The actions that at least one of the cases allows, each with for how many; those that every case needs something of its own for say so. */
export function BulkPick(props: { options: readonly BulkOption[]; onPick: (option: BulkOption) => void }) {
  const words = useWords()
  const { options, onPick } = props
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  if (options.length === 0) return <Empty title={words.t('bulk.nothing')}>{words.t('bulk.nothingNext')}</Empty>
  return (
    <>
      <p>{words.t('bulk.pick')}</p>
      <ul className="bulk-options">
        {options.map((option, i) => (
          <li key={option.key}>
            <Button ref={i === 0 ? first : null} disabled={option.own !== null} onClick={() => onPick(option)}>
              {words.pick(option.title)}
            </Button>
            <span>
              {words.t('bulk.can', { n: option.can.length })}
              {option.cannot.length === 0 ? null : (
                <span className="soft"> · {words.t('bulk.cannot', { n: option.cannot.length })}</span>
              )}
            </span>
            {option.own === null ? null : <span className="problem">{words.t(`bulk.own.${option.own}`)}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
