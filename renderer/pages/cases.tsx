import { Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { go, href } from '../app/router.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useAnswer } from '../app/use-answer.ts'
import { CaseTable } from '../components/case-table.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager, usePaging } from '../components/pager.tsx'
import { focusRow } from '../components/rows.tsx'
import { SearchBox } from '../components/search-box.tsx'
import type { CaseQuery } from '../replica/api.ts'
import type { SavedQuery } from '../replica/search/api.ts'
import { BulkBar } from './cases/bulk-bar.tsx'
import { FILTERS, FilterBar } from './cases/filter-bar.tsx'
import { IndexNote } from './cases/index-note.tsx'
import { isNarrowed, keepPlace, type Place, placeFor } from './cases/place.ts'
import { SavedFilters } from './cases/saved-filters.tsx'
import { useChosen } from './cases/use-chosen.ts'

/** Rows of two lines that a small screen shows without scrolling. */
const PAGE = 10

/** Every case of the office: filtered, searched, a page at a time; several of them chosen to be worked on together. */
export function CasesPage({ filter }: { filter: string }) {
  const words = useWords()
  const { replica } = useDesk()
  const asked = FILTERS.find((one) => one === filter) ?? 'all'
  const [place, setPlace] = useState<Place>(() => placeFor(replica, asked))
  const { query } = place
  const [turn, setTurn] = useState(0)
  useEffect(() => keepPlace(replica, place), [replica, place])
  const [followed, setFollowed] = useState(asked)
  // A link to another filter, while the list is open.
  if (followed !== asked) {
    setFollowed(asked)
    if (asked !== 'all' && query.filter !== asked) setPlace(placeFor(replica, asked))
  }
  const narrow = (next: SavedQuery) => {
    // The address follows, without a step in the history for each.
    window.history.replaceState(null, '', href({ page: 'cases', filter: next.filter }))
    setPlace({ query: next, trail: [], opened: null })
  }
  /** From outside the search box, which then has to show the new text. */
  const pick = (next: SavedQuery) => {
    if (next.text !== query.text) setTurn((n) => n + 1)
    narrow(next)
  }
  const move = useCallback((change: Partial<Place>) => setPlace((now) => ({ ...now, ...change })), [])
  return (
    <>
      <PageHead title={words.t('nav.cases')} lead={words.t('cases.lead')}>
        <SearchBox
          key={turn}
          hint={words.t('cases.search')}
          start={query.text}
          onSearch={(text) => text !== query.text && narrow({ ...query, text })}
        />
      </PageHead>
      <SavedFilters query={query} onPick={pick} />
      <FilterBar query={query} onChange={pick} />
      <CaseList
        key={JSON.stringify(query)}
        place={place}
        onMove={move}
        onClear={() => pick({ filter: query.filter, text: '' })}
      />
    </>
  )
}

interface ListProps {
  readonly place: Place
  onMove(change: Partial<Place>): void
  onClear(): void
}

function CaseList({ place, onMove, onClear }: ListProps) {
  const words = useWords()
  const { replica } = useDesk()
  const paging = usePaging(place.trail)
  const { trail } = paging
  useEffect(() => onMove({ trail }), [onMove, trail])
  const query: CaseQuery = { ...place.query, after: paging.after, limit: PAGE }
  const answer = useAnswer(JSON.stringify(query), () => replica.cases(query))
  const rows = answer.value?.rows ?? []
  const chosen = useChosen()
  const { opened } = place
  const ready = rows.length > 0
  useEffect(() => {
    // Back from a case: on its row again, unless somebody has gone on already.
    const at = document.activeElement
    const free = at === null || at === document.body || at.id === 'page'
    if (ready && opened !== null && free) focusRow(opened)
  }, [ready, opened])
  useShortcuts({ B: () => document.getElementById('bulk')?.click() })
  const narrowed = isNarrowed(place.query)
  const { filter } = place.query
  return (
    <>
      <IndexNote text={place.query.text} />
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('cases.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value !== null && rows.length === 0 && answer.value.next === null ? (
        <Empty title={words.t(narrowed ? 'cases.empty.search' : `cases.empty.${filter}`)}>
          {narrowed ? (
            <>
              <p>{words.t('cases.empty.searchNext')}</p>
              <Button onClick={onClear}>{words.t('cases.clear')}</Button>
            </>
          ) : filter === 'all' || filter === 'open' || filter === 'mine' ? (
            <Button onClick={() => go({ page: 'intake' })}>
              {words.t('work.file')} <kbd>Alt 2</kbd>
            </Button>
          ) : (
            words.t(`cases.next.${filter}`)
          )}
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <div className="card flush">
          <CaseTable
            label={words.t('nav.cases')}
            rows={rows}
            chosen={chosen}
            onOpen={(id) => {
              keepPlace(replica, { ...place, trail, opened: id })
              onMove({ opened: id })
            }}
          />
        </div>
      )}
      {answer.value !== null && rows.length === 0 && answer.value.next !== null ? (
        <p className="soft">{words.t('cases.more')}</p>
      ) : null}
      <div className="list-foot">
        <BulkBar chosen={chosen} shown={rows} />
        <Pager paging={paging} next={answer.value?.next ?? null} />
      </div>
    </>
  )
}
