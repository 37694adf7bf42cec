import { Button, Popconfirm } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk, useServices } from '../../app/desk.ts'
import { dateTime, groupNumber } from '../../app/format.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { go, href, paperWord } from '../../app/router.ts'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Words } from '../../i18n/index.ts'
import type { AsideContent, AsideRow, SentAgain } from '../../replica/set-aside/api.ts'
import { contentFor, newestOf, toCase, toForm, wouldReplace } from './correct.ts'

/** One thing that was set aside: what it is, why, what it means for the applicant, and what can be done, as buttons. */
export function AsideItem({ row, told, tell }: { row: AsideRow; told: ReactNode; tell: (what: ReactNode) => void }) {
  const words = useWords()
  return (
    <li className="aside-item" aria-label={words.pair(nameOf(words, row), row.number ?? row.entry.slice(0, 12))}>
      <div className="aside-what">
        <p className="aside-head">
          <CaseName row={row} /> <span className="strong">{nameOf(words, row)}</span>{' '}
          {row.people.length === 0 ? null : <span>{words.list(row.people)}</span>}
        </p>
        <p className="problem">{whyOf(words, row)}</p>
        <Papers row={row} />
        <p className="soft">{words.t('aside.by', { name: row.byName, time: dateTime(row.time) })}</p>
      </div>
      <Buttons row={row} tell={tell} />
      {told === null ? null : (
        <div className="aside-told" role="status">
          {told}
        </div>
      )}
    </li>
  )
}

/** The number, leading to the case where there is one, and from a decision to the dispute: there it is decided anew. */
function CaseName({ row }: { row: AsideRow }) {
  const number = row.number === null ? row.entry.slice(0, 12) : groupNumber(row.number)
  const to = row.decides !== null ? href({ page: 'conflict', id: row.decides }) : caseOf(row)
  if (to === null) return <span className="num strong">{number}</span>
  return (
    <a className="num" href={to}>
      {number}
    </a>
  )
}

const caseOf = ({ open, case: id }: AsideRow) => (open && id !== null ? href({ page: 'case', id }) : null)

/** The act, with its service. */
export function nameOf(words: Words, { kind, title, service, group }: AsideRow): string {
  if (title !== null) {
    const act = words.pick(title)
    return service === null
      ? act
      : words.lang === 'zh'
        ? `${words.pick(service)} · ${act}`
        : `${words.pick(service)}: ${act}`
  }
  if (group === 'update') return words.t('aside.kind.unknown', { kind })
  if (kind === 'resolve' || kind === 'note') return words.t(`aside.kind.${kind}`)
  return words.t('aside.kind.gov')
}

/** The reason in one sentence. */
export function whyOf(words: Words, { code, outcome, rule }: AsideRow): string {
  if (outcome !== null) return words.outcome(outcome, () => rule ?? undefined)
  return code === null ? '' : code === 'chain-gap' ? words.t('aside.why.stopped') : words.code(code)
}

const PAPERS = { stopped: 'aside.papersStopped', again: 'aside.papersAgain' } as const

/** What it means for the people who may hold a paper of it. */
function Papers({ row }: { row: AsideRow }) {
  const words = useWords()
  if (row.papers.length === 0) return null
  const papers = words.list(
    row.papers.map(({ kind, title }) => (title === null ? words.t(`paper.${paperWord(kind)}`) : words.pick(title))),
  )
  const key = row.group === 'stopped' || row.group === 'again' ? PAPERS[row.group] : 'aside.papers'
  return (
    <p>
      <span className="soft">{words.t('aside.applicant')}</span> {words.t(key, { papers })}
    </p>
  )
}

function Buttons({ row, tell }: { row: AsideRow; tell: (what: ReactNode) => void }) {
  const words = useWords()
  const { replica } = useDesk()
  const [busy, setBusy] = useState(false)
  const failed = (failure: Failure) => tell(<FailureBox failure={failure} title={words.t('aside.actionFailed')} />)
  const again = async () => {
    setBusy(true)
    const answer = await replica.sendAgain(row.entry)
    setBusy(false)
    if (answer.ok) tell(<SentNotice sent={answer.value} />)
    else failed(answer)
  }
  const settle = async () => {
    const answer = await replica.settleAside({ entry: row.entry, instead: null })
    if (!answer.ok) failed(answer)
  }
  return (
    <div className="aside-buttons">
      {row.again ? (
        <Button loading={busy} onClick={() => void again()}>
          {words.t('aside.again')}
        </Button>
      ) : null}
      {row.correct ? <Correct row={row} tell={tell} /> : null}
      {row.papers.length === 0 || row.group === 'stopped' ? null : (
        <Button href={href({ page: 'aside-paper', id: row.entry })}>{words.t('aside.print')}</Button>
      )}
      <Popconfirm
        title={words.t('aside.settle')}
        description={words.t('aside.settleAsk')}
        okText={words.t('aside.settle')}
        cancelText={words.t('cancel')}
        onConfirm={() => void settle()}
      >
        <Button type="text">{words.t('aside.settle')}</Button>
      </Popconfirm>
    </div>
  )
}

/** Takes what was entered back into the form, or to its case. */
function Correct({ row, tell }: { row: AsideRow; tell: (what: ReactNode) => void }) {
  const words = useWords()
  const { replica, person } = useDesk()
  const services = useServices()
  const [asks, setAsks] = useState<AsideContent | null>(null)
  const isFiling = row.kind === 'file'
  const open = (content: AsideContent) => {
    const d = newestOf(services, content.service)
    if (d !== null && toForm(replica, person.id, d, content)) go({ page: 'filing', service: d.code })
    else tell(<Notice tone="warn">{words.t('aside.noDraft')}</Notice>)
  }
  const begin = async () => {
    const content = await contentFor(replica, row.entry)
    if (!content.ok) return tell(<FailureBox failure={content} title={words.t('aside.cannotOpen')} />)
    if (!isFiling) return toAct(content.value)
    const d = newestOf(services, content.value.service)
    if (d !== null && wouldReplace(person.id, d)) setAsks(content.value)
    else open(content.value)
  }
  const toAct = async (content: AsideContent) => {
    const there = await toCase(replica, content)
    if (there.ok) return go({ page: 'case', id: content.case })
    if (there.code !== 'not-allowed') return tell(<FailureBox failure={there} title={words.t('aside.actionFailed')} />)
    tell(
      <Notice tone="warn">{words.t('aside.actGone', { reason: content.reason === '' ? '—' : content.reason })}</Notice>,
    )
  }
  // Without the right to file it is somebody else's.
  const newest = isFiling ? services.filter((one) => mayFile(one, person)) : null
  if (newest !== null && newest.length === 0) return null
  return (
    <Popconfirm
      open={asks !== null}
      title={words.t('aside.replaceAsk')}
      okText={words.t('aside.correctFile')}
      cancelText={words.t('cancel')}
      onConfirm={() => asks !== null && open(asks)}
      onCancel={() => setAsks(null)}
    >
      <Button type="primary" onClick={() => void begin()}>
        {words.t(isFiling ? 'aside.correctFile' : 'aside.correctAct')}
      </Button>
    </Popconfirm>
  )
}

function SentNotice({ sent: { standing, code } }: { sent: SentAgain }) {
  const words = useWords()
  if (standing === 'saved') return <Notice tone="info">{words.t('aside.again.waits')}</Notice>
  if (standing === 'set-aside')
    return <Notice tone="warn">{words.t('aside.again.refused', { why: code === null ? '' : words.code(code) })}</Notice>
  return <Notice tone="good">{words.t('aside.again.sent')}</Notice>
}
