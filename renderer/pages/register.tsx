import { useState } from 'react'
import { showValue } from '../../shared/contract/service/outputs.ts'
import { useDesk, useServices } from '../app/desk.ts'
import { dateTime } from '../app/format.ts'
import { namesIn, subjectFields } from '../app/parties.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { useRevealed } from '../app/use-revealed.ts'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager, usePaging } from '../components/pager.tsx'
import { type Column, Rows } from '../components/rows.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { SubjectMark } from '../components/subject-mark.tsx'
import type { SubjectQuery, SubjectRow } from '../replica/api.ts'

/** Everything on record: find one, open it. */
export function RegisterPage() {
  const words = useWords()
  const { replica } = useDesk()
  const services = useServices()
  const [text, setText] = useState('')
  const paging = usePaging()
  const query: SubjectQuery = { text, after: paging.after, limit: 16 }
  const answer = useAnswer(JSON.stringify(query), () => replica.subjects(query))
  const rows = answer.value?.rows ?? []
  const revealed = useRevealed(rows.map((row) => row.id))
  const fields = subjectFields(services, rows[0]?.type ?? '')
  const place = fields.findLast(({ schema }) => schema['x-widget'] === 'region')
  const area = fields.find(({ schema }) => schema['x-widget'] === 'area')

  const columns: Column<SubjectRow>[] = [
    { key: 'number', title: words.t('subject.number'), cell: (row) => <span className="num">{row.number}</span> },
    {
      key: 'holder',
      title: words.t('subject.holder'),
      cell: (row) => {
        const names = namesIn(fields, revealed[row.id])
        return names.length === 0 ? <span className="soft">—</span> : words.list(names)
      },
    },
    ...[place, area].flatMap((field): Column<SubjectRow>[] => {
      if (field === undefined) return []
      const { name, schema } = field
      return [
        {
          key: name,
          title: words.pick(schema['x-title']),
          cell: (row) => {
            const value = row.fields[name]
            return value === undefined ? '—' : <span className="num">{showValue(schema, value, words.lang)}</span>
          },
          ...(schema['x-widget'] === 'area' ? { end: true } : { wrap: true }),
        },
      ]
    }),
    { key: 'state', title: words.t('subject.state'), cell: (row) => <SubjectMark row={row} /> },
    {
      key: 'updated',
      title: words.t('subject.changed'),
      end: true,
      cell: (row) => <span className="num">{dateTime(row.updated)}</span>,
    },
  ]
  return (
    <>
      <PageHead title={words.t('nav.register')} lead={words.t('register.lead')}>
        <SearchBox
          hint={words.t('register.search')}
          onSearch={(next) => {
            paging.reset()
            setText(next)
          }}
        />
      </PageHead>
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
          />
        </div>
      )}
      <Pager paging={paging} next={answer.value?.next ?? null} />
    </>
  )
}
