import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { go } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { CaseTable } from '../components/case-table.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager, usePaging } from '../components/pager.tsx'
import { SearchBox } from '../components/search-box.tsx'
import type { CaseQuery } from '../replica/api.ts'

const FILTERS = [
  'all',
  'for-me',
  'open',
  'finished',
  'unsent',
  'disputed',
  'mine',
] as const satisfies CaseQuery['filter'][]

/** Every case of the office: filtered, searched, a page at a time. */
export function CasesPage({ filter }: { filter: string }) {
  const words = useWords()
  const [text, setText] = useState('')
  const chosen = FILTERS.find((one) => one === filter) ?? 'all'
  return (
    <>
      <PageHead title={words.t('nav.cases')} lead={words.t('cases.lead')}>
        <SearchBox hint={words.t('cases.search')} onSearch={setText} />
      </PageHead>
      <div className="toolbar">
        <Segmented
          aria-label={words.t('cases.filter')}
          value={chosen}
          onChange={(next) => go({ page: 'cases', filter: next })}
          options={FILTERS.map((one) => ({ value: one, label: words.t(`cases.filter.${one}`) }))}
        />
      </div>
      <CaseList key={`${chosen} ${text}`} filter={chosen} text={text} />
    </>
  )
}

function CaseList({ filter, text }: Pick<CaseQuery, 'filter' | 'text'>) {
  const words = useWords()
  const { replica } = useDesk()
  const paging = usePaging()
  const query: CaseQuery = { filter, text, after: paging.after, limit: 10 }
  const answer = useAnswer(JSON.stringify(query), () => replica.cases(query))
  const rows = answer.value?.rows ?? []
  return (
    <>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('cases.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value !== null && rows.length === 0 ? (
        <Empty title={words.t(text === '' ? `cases.empty.${filter}` : 'cases.empty.search')}>
          {text === '' ? (
            <Button onClick={() => go({ page: 'intake' })}>
              {words.t('work.file')} <kbd>Alt 2</kbd>
            </Button>
          ) : (
            words.t('cases.empty.searchNext')
          )}
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <div className="card flush">
          <CaseTable label={words.t('nav.cases')} rows={rows} />
        </div>
      )}
      <Pager paging={paging} next={answer.value?.next ?? null} />
    </>
  )
}
