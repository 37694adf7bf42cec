import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { grouped, groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { PageHead } from '../../components/page-head.tsx'
import type { AsideList, AsideRow } from '../../replica/set-aside/api.ts'
import { GROUPS } from '../../replica/set-aside/reasons.ts'
import { AsideItem, nameOf } from './aside-item.tsx'
import { SettledList } from './settled-list.tsx'
import { StoppedCard } from './stopped-card.tsx'

/** Everything that was refused, has no effect or is not understood, by what has to be done about it. */
export function AsidePage() {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer('aside', () => replica.aside())
  return (
    <>
      <PageHead title={words.t('nav.aside')} lead={words.t('aside.lead')} />
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('aside.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value === null ? null : <List list={answer.value} />}
    </>
  )
}

function List({ list }: { list: AsideList }) {
  const words = useWords()
  const { rows, count, settled, stopped } = list
  // Kept here: what is sent again leaves the list, and may come back to it, before its answer is there.
  const [told, setTold] = useState<{ readonly row: AsideRow; readonly what: ReactNode } | null>(null)
  const gone = told !== null && rows.every(({ entry }) => entry !== told.row.entry) ? told : null
  return (
    <>
      {gone === null ? null : (
        <div role="status">
          <p className="aside-gone">
            <span className="num strong">{gone.row.number === null ? '' : groupNumber(gone.row.number)}</span>{' '}
            {nameOf(words, gone.row)}
          </p>
          {gone.what}
        </div>
      )}
      <StoppedCard stopped={stopped} />
      {rows.length === 0 ? <Empty title={words.t('aside.empty')}>{words.t('aside.emptyNext')}</Empty> : null}
      {count > rows.length ? (
        <p className="soft">{words.t('aside.more', { shown: grouped(rows.length), n: grouped(count) })}</p>
      ) : null}
      {GROUPS.map((group) => {
        const these = rows.filter((row) => row.group === group)
        if (these.length === 0) return null
        return (
          <section key={group} className="card flush" aria-labelledby={`aside-${group}`}>
            <h2 id={`aside-${group}`} className="card-title">
              {words.t(`aside.group.${group}`)} <span className="soft num">{these.length}</span>
            </h2>
            <p className="card-lead">{words.t(`aside.help.${group}`)}</p>
            <ul className="aside-list" onKeyDown={moveBetween}>
              {these.map((row) => (
                <AsideItem
                  key={row.entry}
                  row={row}
                  told={told?.row.entry === row.entry ? told.what : null}
                  tell={(what) => setTold({ row, what })}
                />
              ))}
            </ul>
          </section>
        )
      })}
      <SettledList rows={settled} />
    </>
  )
}

/** ↑ and ↓ go to the first button of the item before or after, over the borders of the groups. */
function moveBetween(event: KeyboardEvent): void {
  if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.ctrlKey || event.altKey) return
  const items = [...document.querySelectorAll<HTMLElement>('.aside-list > .aside-item')]
  const at = items.findIndex((one) => one.contains(event.target as Node))
  const next = items[at + (event.key === 'ArrowDown' ? 1 : -1)]
  const to = next?.querySelector<HTMLElement>('.aside-buttons button, .aside-buttons a')
  if (to === undefined || to === null) return
  event.preventDefault()
  to.focus()
}
