import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { useDesk, useServices } from '../app/desk.ts'
import { subjectFields } from '../app/parties.ts'
import { useWords } from '../app/prefs.tsx'
import { go, href } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { useRevealed } from '../app/use-revealed.ts'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager, usePaging } from '../components/pager.tsx'
import { Rows } from '../components/rows.tsx'
import { SearchBox } from '../components/search-box.tsx'
import type { SubjectQuery } from '../replica/api.ts'
import { type TypeOf, useColumns } from './subject/columns.tsx'
import { subjectTypes } from './subject/words.ts'

/** Everything on record, one kind of thing at a time or all of it: find one, open it. `type` '' is all. */
export function RegisterPage({ type }: { type: string }) {
  const words = useWords()
  const services = useServices()
  const [text, setText] = useState('')
  const types = useMemo(
    () =>
      subjectTypes(services).map(
        (one): TypeOf => ({ type: one.type, title: words.pick(one.title), fields: subjectFields(services, one.type) }),
      ),
    [services, words],
  )
  return (
    <>
      <PageHead title={words.t('nav.register')} lead={words.t('register.lead')}>
        <Select
          className="register-type"
          aria-label={words.t('register.types')}
          value={type}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: words.t('register.all') },
            ...types.map((one) => ({ value: one.type, label: one.title })),
          ]}
          onChange={(next) => go({ page: 'register', type: next })}
        />
        <SearchBox hint={words.t('register.search')} onSearch={setText} />
      </PageHead>
      <Found key={`${type} ${text}`} type={type} text={text} types={types} />
    </>
  )
}

/** What there is of one kind with a text in it, page by page. */
function Found({ type, text, types }: { type: string; text: string; types: readonly TypeOf[] }) {
  const words = useWords()
  const { replica } = useDesk()
  const paging = usePaging()
  const query: SubjectQuery = { text, after: paging.after, limit: 16, ...(type === '' ? {} : { type }) }
  const answer = useAnswer(JSON.stringify(query), () => replica.subjects(query))
  const rows = answer.value?.rows ?? []
  const revealed = useRevealed(rows.map((row) => row.id))
  // A page of one kind alone is shown with the columns of that kind.
  const only = new Set(rows.map((row) => row.type)).size === 1 ? rows[0]?.type : undefined
  const columns = useColumns(
    rows,
    types,
    types.find((one) => one.type === (type === '' ? only : type)),
    revealed,
  )
  return (
    <>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('register.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value !== null && rows.length === 0 ? (
        <Empty title={words.t(text === '' ? 'register.empty' : 'register.none')}>
          {words.t(text === '' ? 'register.emptyNext' : 'register.noneNext')}
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <div className="card flush">
          <Rows
            label={words.t('nav.register')}
            rows={rows}
            columns={columns}
            id={(row) => row.id}
            to={(row) => href({ page: 'subject', id: row.id })}
            dim={(row) => row.ended !== null}
          />
        </div>
      )}
      <Pager paging={paging} next={answer.value?.next ?? null} />
    </>
  )
}
