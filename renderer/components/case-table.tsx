import { usePersonName, useServices } from '../app/desk.ts'
import { civilDate, clock, groupNumber, lastPart } from '../app/format.ts'
import { namesOfCase } from '../app/parties.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { useRevealed } from '../app/use-revealed.ts'
import type { CaseRow } from '../replica/api.ts'
import { DeadlineMark, StandingMark, StateMark } from './mark.tsx'
import { type Column, Rows, type Selection } from './rows.tsx'

type Key = 'number' | 'service' | 'parties' | 'state' | 'standing' | 'received'

/** A household has many members; the first few say whose case it is. */
const SHOWN_NAMES = 3

interface Props {
  readonly label: string
  readonly rows: readonly CaseRow[]
  readonly without?: readonly Key[]
  /** Cases that are chosen to do something with; without it rows can only be opened. */
  readonly chosen?: Pick<Selection<CaseRow>, 'chosen' | 'change'>
  readonly onOpen?: (id: string) => void
}

/** Cases as rows: the same columns in the same order wherever cases are listed. */
export function CaseTable(props: Props) {
  const words = useWords()
  const services = useServices()
  const personName = usePersonName()
  const revealed = useRevealed(props.rows.map((row) => row.id))

  const parties = (row: CaseRow) => {
    const d = services.find((one) => one.code === row.service)
    const names = d === undefined ? [] : namesOfCase(d, revealed[row.id])
    if (names.length === 0) return <span className="soft">—</span>
    const more = names.length - SHOWN_NAMES
    return (
      <span title={more > 0 ? words.list(names) : undefined}>
        {words.list(names.slice(0, SHOWN_NAMES))}
        {more > 0 ? <span className="soft"> +{more}</span> : null}
      </span>
    )
  }

  const columns: (Column<CaseRow> & { key: Key })[] = [
    {
      key: 'number',
      title: words.t('case.number'),
      cell: (row) => (
        <span className="two">
          <span className="num">{groupNumber(row.number)}</span>
          {Object.values(row.numbers).map((number) => (
            <span key={number} className="official">
              {number}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: 'service',
      title: words.t('case.service'),
      wrap: true,
      cell: (row) => (
        <span className="two">
          <span>{words.pick(row.title)}</span>
          {row.subject === null ? null : <span className="soft num">{lastPart(row.subject)}</span>}
        </span>
      ),
    },
    { key: 'parties', title: words.t('case.parties'), wrap: true, cell: parties },
    {
      key: 'state',
      title: words.t('case.stateAndDeadline'),
      wrap: true,
      cell: (row) => (
        <span className="stack">
          <StateMark row={row} />
          {row.deadline === null ? null : <DeadlineMark deadline={row.deadline} short />}
        </span>
      ),
    },
    { key: 'standing', title: words.t('case.standing'), cell: (row) => <StandingMark standing={row.standing} short /> },
    {
      key: 'received',
      title: words.t('case.received'),
      cell: (row) => (
        <span className="two">
          <span className="num">{civilDate(row.received)}</span>
          <span className="soft num">
            {clock(row.received)} {personName(row.by)}
          </span>
        </span>
      ),
    },
  ]
  return (
    <Rows<CaseRow>
      label={props.label}
      rows={props.rows}
      columns={columns.filter((column) => props.without?.includes(column.key) !== true)}
      id={(row) => row.id}
      to={(row) => href({ page: 'case', id: row.id })}
      {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
      {...(props.chosen === undefined
        ? {}
        : {
            selection: {
              ...props.chosen,
              nameOf: (row) => words.t('bulk.choose', { number: groupNumber(row.number) }),
              allName: words.t('bulk.chooseAll'),
            },
          })}
    />
  )
}
