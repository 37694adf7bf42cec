import { Button } from 'antd'
import { useDesk } from '../../app/desk.ts'
import { dateTime, groupNumber, lastPart } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import type { AsideRow, Settled } from '../../replica/set-aside/api.ts'
import { nameOf, whyOf } from './aside-item.tsx'

/** What somebody has dealt with: shut until it is asked for, and each can be put back. */
export function SettledList({ rows }: { rows: readonly AsideRow[] }) {
  const words = useWords()
  const { replica } = useDesk()
  if (rows.length === 0) return null
  return (
    <details className="card aside-settled">
      <summary>{words.t('aside.settled', { n: rows.length })}</summary>
      <ul>
        {rows.map((row) => (
          <li key={row.entry} className="aside-item">
            <div className="aside-what">
              <p className="aside-head">
                <span className="num strong">
                  {row.number === null ? row.entry.slice(0, 12) : groupNumber(row.number)}
                </span>{' '}
                {nameOf(words, row)} {words.list(row.people)}
              </p>
              <p className="soft">{whyOf(words, row)}</p>
              {row.settled === null ? null : <By settled={row.settled} />}
            </div>
            <div className="aside-buttons">
              <Button type="text" onClick={() => void replica.unsettleAside(row.entry)}>
                {words.t('aside.unsettle')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}

function By({ settled: { at, byName, instead } }: { settled: Settled }) {
  const words = useWords()
  const values = { name: byName, time: dateTime(at) }
  if (instead === null) return <p className="soft">{words.t('aside.settledBy', values)}</p>
  return (
    <p className="soft">
      {words.t('aside.settledInstead', values)}{' '}
      <a className="num" href={href({ page: 'case', id: instead })}>
        {groupNumber(lastPart(instead))}
      </a>
    </p>
  )
}
