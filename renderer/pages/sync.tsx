import { SyncOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../shared/base/result.ts'
import { useDesk, usePersonName, useServices, useStatus } from '../app/desk.ts'
import { bytesText, dateTime, dateTimeSeconds, grouped, lastPart } from '../app/format.ts'
import { useWords } from '../app/prefs.tsx'
import { href } from '../app/router.ts'
import { syncLight } from '../app/sync-light.ts'
import { useAnswer } from '../app/use-answer.ts'
import { Empty } from '../components/empty.tsx'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { StandingMark } from '../components/mark.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type Column, Rows } from '../components/rows.tsx'
import type { QueueRow, SyncStatus } from '../replica/api.ts'
import { AsideWait } from './set-aside/nav-count.tsx'

/** A clock that is off by more than this is worth a word; it changes nothing else. */
const SKEW_SHOWN = 2 * 60_000

/** The line, what waits for it, and what came of the last attempt; nothing here is rounded up to “fine”. */
export function SyncPage() {
  const words = useWords()
  const { replica } = useDesk()
  const { status, failure } = useStatus()
  const queue = useAnswer('queue', () => replica.queue())
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<Failure | null>(null)
  const syncNow = async () => {
    setBusy(true)
    const answer = await replica.syncNow()
    setBusy(false)
    setAsked(answer.ok ? null : answer)
  }
  const waiting = queue.value?.filter((row) => row.standing !== 'set-aside') ?? []
  return (
    <>
      <PageHead title={words.t('nav.sync')} lead={words.t('sync.lead')}>
        <Button
          type="primary"
          icon={<SyncOutlined spin={busy || status?.busy === true} aria-hidden="true" />}
          loading={busy}
          onClick={() => void syncNow()}
        >
          {words.t('sync.now')}
        </Button>
      </PageHead>
      {failure === null ? null : <FailureBox failure={failure} title={words.t('sync.noStatus')} />}
      {asked === null ? null : <FailureBox failure={asked} title={words.t('sync.failed')} />}
      {status === null ? <Loading what={words.t('loading')} /> : <Line status={status} />}
      <AsideWait />
      <section className="card flush" aria-labelledby="queue">
        <h2 id="queue" className="card-title">
          {words.t('sync.queue')}
        </h2>
        {queue.failure === null ? null : (
          <FailureBox failure={queue.failure} title={words.t('sync.noQueue')} onAgain={queue.reload} />
        )}
        {queue.value !== null && waiting.length === 0 ? (
          <Empty title={words.t('sync.queueEmpty')}>{words.t('sync.queueEmptyNext')}</Empty>
        ) : null}
        {waiting.length === 0 ? null : <Queue rows={waiting} label={words.t('sync.queue')} />}
      </section>
      {status === null || status.scopes.length === 0 ? null : <Scopes scopes={status.scopes} />}
    </>
  )
}

function Line({ status }: { status: SyncStatus }) {
  const words = useWords()
  const light = syncLight(status)
  const { progress, lastFailure, lastSuccess, skew } = status
  return (
    <>
      {status.journal === null ? null : (
        <FailureBox failure={{ ok: false, ...status.journal }} title={words.t('sync.journal')} />
      )}
      {lastFailure !== null && lastFailure.at > (lastSuccess ?? 0) ? (
        <FailureBox
          failure={{ ok: false, code: lastFailure.code, detail: lastFailure.detail }}
          title={words.t('sync.lastFailure', { time: dateTimeSeconds(lastFailure.at) })}
        />
      ) : null}
      {status.attachments.failure === null ? null : (
        <FailureBox
          failure={{ ok: false, ...status.attachments.failure }}
          title={words.t('sync.attachmentsFailed', { time: dateTimeSeconds(status.attachments.failure.at) })}
        />
      )}
      {skew !== null && Math.abs(skew) > SKEW_SHOWN ? (
        <Notice tone="warn">
          {words.t(skew > 0 ? 'sync.skewSlow' : 'sync.skewFast', { minutes: Math.round(Math.abs(skew) / 60_000) })}
        </Notice>
      ) : null}
      {progress === null ? null : (
        <div className="card sync-progress">
          <span>
            {words.t('sync.progress', {
              scope: progress.scope,
              done: grouped(progress.done),
              total: grouped(progress.total),
            })}
          </span>
          <Progress
            percent={progress.total === 0 ? 100 : Math.floor((progress.done * 100) / progress.total)}
            aria-label={words.t('sync.progressLabel')}
          />
        </div>
      )}
      <dl className="facts card">
        <div>
          <dt>{words.t('sync.state')}</dt>
          <dd className={`tone-${light.tone}`}>{words.t(light.key, light.values)}</dd>
        </div>
        <div>
          <dt>{words.t('sync.line')}</dt>
          <dd>{words.t(`sync.line.${status.line}`)}</dd>
        </div>
        <div>
          <dt>{words.t('standing.saved')}</dt>
          <dd className="num">{words.t('sync.items', { n: status.unsent })}</dd>
        </div>
        <div>
          <dt>{words.t('standing.sent')}</dt>
          <dd className="num">{words.t('sync.items', { n: status.sent })}</dd>
        </div>
        <div>
          <dt>{words.t('standing.set-aside')}</dt>
          <dd className="num">{words.t('sync.items', { n: status.setAside })}</dd>
        </div>
        <div>
          <dt>{words.t('sync.attachments')}</dt>
          <dd className="num">
            {words.t('sync.attachmentsLeft', {
              n: status.attachments.unsent,
              size: bytesText(status.attachments.bytes),
            })}
          </dd>
        </div>
        <div>
          <dt>{words.t('sync.lastSuccess')}</dt>
          <dd className="num">{lastSuccess === null ? words.t('sync.never') : dateTimeSeconds(lastSuccess)}</dd>
        </div>
        <div>
          <dt>{words.t('sync.bytes')}</dt>
          <dd className="num">
            ↑ {bytesText(status.bytesUp)} · ↓ {bytesText(status.bytesDown)}
          </dd>
        </div>
        <div>
          <dt>{words.t('sync.skew')}</dt>
          <dd className="num">
            {skew === null ? words.t('sync.unknown') : words.t('sync.seconds', { n: (skew / 1000).toFixed(1) })}
          </dd>
        </div>
      </dl>
    </>
  )
}

function Queue({ rows, label }: { rows: readonly QueueRow[]; label: string }) {
  const words = useWords()
  const services = useServices()
  const personName = usePersonName()
  const actTitle = (kind: string) => {
    const action = services.flatMap((one) => one.workflow.actions).find((one) => one.name === kind)
    if (action !== undefined) return words.pick(action.title)
    return kind === 'file' ? words.t('kind.file') : kind === 'act' ? words.t('kind.act') : kind
  }
  const columns: Column<QueueRow>[] = [
    {
      key: 'case',
      title: words.t('case.number'),
      cell: (row) => <span className="num">{row.case === null ? row.entry.slice(0, 12) : lastPart(row.case)}</span>,
    },
    { key: 'kind', title: words.t('sync.kind'), cell: (row) => actTitle(row.kind) },
    { key: 'by', title: words.t('step.by'), cell: (row) => personName(row.by) },
    { key: 'time', title: words.t('step.time'), cell: (row) => <span className="num">{dateTime(row.time)}</span> },
    { key: 'standing', title: words.t('step.standing'), cell: (row) => <StandingMark standing={row.standing} /> },
    {
      key: 'why',
      title: words.t('sync.why'),
      wrap: true,
      cell: (row) =>
        row.code === null ? (
          row.promisedBy === null ? (
            <span className="soft">{words.t('sync.waits')}</span>
          ) : (
            words.t('sync.promised', { time: dateTimeSeconds(row.promisedBy) })
          )
        ) : (
          <span className="problem">
            {words.code(row.code)}{' '}
            <span className="fine">{row.detail === '' ? row.code : `${row.code} · ${row.detail}`}</span>
          </span>
        ),
    },
  ]
  return (
    <Rows
      label={label}
      rows={rows}
      columns={columns}
      id={(row) => row.entry}
      to={(row) => (row.case === null ? href({ page: 'sync' }) : href({ page: 'case', id: row.case }))}
    />
  )
}

function Scopes({ scopes }: { scopes: SyncStatus['scopes'] }) {
  const words = useWords()
  return (
    <section className="card flush" aria-labelledby="scopes">
      <h2 id="scopes" className="card-title">
        {words.t('sync.scopes')}
      </h2>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{words.t('scope.name')}</th>
            <th scope="col">{words.t('scope.code')}</th>
            <th scope="col" className="end">
              {words.t('scope.size')}
            </th>
            <th scope="col" className="end">
              {words.t('scope.proven')}
            </th>
            <th scope="col">{words.t('scope.state')}</th>
          </tr>
        </thead>
        <tbody>
          {scopes.map((scope) => (
            <tr key={scope.code}>
              <td>{scope.code === 'gov' ? words.t('scope.gov') : scope.name}</td>
              <td className="num">{scope.code}</td>
              <td className="num end">{grouped(scope.size)}</td>
              <td className="num end">{grouped(scope.proven)}</td>
              <td>
                {words.t(scope.size >= scope.proven ? 'scope.whole' : 'scope.behind', { n: scope.proven - scope.size })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
