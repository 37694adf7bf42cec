import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { useDesk } from '../../app/desk.ts'
import { dateTime, groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { Mark, StandingMark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { type Column, Rows } from '../../components/rows.tsx'
import type { Words } from '../../i18n/index.ts'
import type { ConflictCase, ConflictRow, DecidedRow } from '../../replica/conflicts/api.ts'
import { LegalMark } from './legal-mark.tsx'

/** 冲突: what waits for a decision, the nearest legal limit first; below it what was decided last. */
export function ConflictsPage() {
  const words = useWords()
  const { replica } = useDesk()
  const answer = useAnswer('conflicts', () => replica.conflicts())
  const { open, decided } = answer.value ?? { open: [], decided: [] }
  return (
    <>
      <PageHead title={words.t('nav.conflicts')} lead={words.t('conflicts.lead')} />
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('conflicts.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {answer.value !== null && open.length === 0 ? (
        <Empty title={words.t('conflicts.empty')}>{words.t('conflicts.emptyNext')}</Empty>
      ) : null}
      {open.length === 0 ? null : (
        <section className="card flush" aria-labelledby="open-conflicts">
          <h2 id="open-conflicts" className="card-title">
            {words.t('conflicts.open')} <span className="soft num">{open.length}</span>
          </h2>
          <Rows
            label={words.t('conflicts.open')}
            rows={open}
            columns={openColumns(words)}
            id={(row) => row.id}
            to={(row) => href({ page: 'conflict', id: row.id })}
          />
        </section>
      )}
      {decided.length === 0 ? null : (
        <section className="card flush" aria-labelledby="decided-conflicts">
          <h2 id="decided-conflicts" className="card-title">
            {words.t('conflicts.decided')}
          </h2>
          <Rows
            label={words.t('conflicts.decided')}
            rows={decided}
            columns={decidedColumns(words)}
            id={(row) => row.entry}
            to={(row) => href({ page: 'conflict', id: row.conflict })}
            dim={(row) => row.back}
          />
        </section>
      )}
    </>
  )
}

function What({ title, number }: { title: string; number: string }) {
  return (
    <span className="two">
      <span>{title}</span>
      <span className="num">{groupNumber(number)}</span>
    </span>
  )
}

function CaseLine({ one }: { one: ConflictCase }) {
  const words = useWords()
  return (
    <>
      {words.pick(one.title)} <span className="soft num">{groupNumber(one.number)}</span>
      {one.people.length === 0 ? null : ` ${words.list(one.people)}`}
    </>
  )
}

function openColumns(words: Words): Column<ConflictRow>[] {
  return [
    {
      key: 'what',
      title: words.t('conflicts.what'),
      cell: (row) => <What title={words.pick(row.title)} number={row.number} />,
    },
    {
      key: 'who',
      title: words.t('conflicts.who'),
      wrap: true,
      cell: (row) => (
        <ul className="conflict-cases">
          {row.cases.map((one) => (
            <li key={one.id}>
              <CaseLine one={one} />
            </li>
          ))}
        </ul>
      ),
    },
    { key: 'sides', title: words.t('conflicts.sides'), end: true, cell: (row) => row.sides },
    { key: 'since', title: words.t('conflicts.since'), cell: (row) => dateTime(row.since) },
    { key: 'legal', title: words.t('conflicts.legal'), cell: (row) => <LegalMark deadline={row.deadline} /> },
    {
      key: 'next',
      title: words.t('conflicts.next'),
      wrap: true,
      cell: ({ proposed }) =>
        proposed === null ? (
          <Mark tone="warn" icon={<WarningOutlined aria-hidden="true" />}>
            {words.t('conflicts.waits')}
          </Mark>
        ) : (
          <Mark tone="info" icon={<ClockCircleOutlined aria-hidden="true" />}>
            {words.t('conflicts.second', { name: proposed.byName })}
          </Mark>
        ),
    },
  ]
}

function decidedColumns(words: Words): Column<DecidedRow>[] {
  return [
    {
      key: 'what',
      title: words.t('conflicts.what'),
      cell: (row) => <What title={words.pick(row.title)} number={row.number} />,
    },
    {
      key: 'choice',
      title: words.t('conflicts.choice'),
      cell: (row) => (
        <>
          {words.t(`conflict.choice.${row.choice}`)}
          {row.back ? <span className="soft"> {words.t('conflicts.back')}</span> : null}
        </>
      ),
    },
    { key: 'by', title: words.t('conflicts.by'), cell: (row) => row.byName },
    { key: 'when', title: words.t('conflicts.when'), cell: (row) => dateTime(row.time) },
    { key: 'standing', title: words.t('step.standing'), cell: (row) => <StandingMark standing={row.standing} /> },
  ]
}
