import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { Failure } from '../../../shared/base/result.ts'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Notice } from '../../components/notice.tsx'
import type { Stopped } from '../../replica/set-aside/api.ts'

/** What refused entries hold up, and the way out of it. What has been signed is said until the page is left. */
export function StoppedCard({ stopped }: { stopped: Stopped }) {
  const words = useWords()
  const { replica } = useDesk()
  const [along, setAlong] = useState(false)
  const [busy, setBusy] = useState(false)
  const [signed, setSigned] = useState(0)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { free, bound, refused, withRefused, others, ended } = stopped
  const mayAlong = refused.length > 0 && withRefused > free && free + bound > 0
  const n = along && mayAlong ? withRefused : free
  const sign = async () => {
    setBusy(true)
    const answer = await replica.signAgain(along && mayAlong ? refused : [])
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) setSigned(answer.value.signed)
  }
  const nothing = free + bound === 0 && others.length === 0 && ended === null
  if (nothing && signed === 0) return null
  return (
    <section className="card aside-stopped" aria-label={words.t('aside.group.stopped')}>
      {free + bound === 0 ? null : (
        <h2 className="card-title">{words.t('aside.stopped.title', { n: free + bound })}</h2>
      )}
      {signed === 0 ? null : (
        <div role="status">
          <Notice tone="good">{words.t('aside.stopped.signed', { n: signed })}</Notice>
        </div>
      )}
      {failure === null ? null : <FailureBox failure={failure} title={words.t('aside.stopped.failed')} />}
      {ended === null ? (
        <>
          {free === 0 ? null : <p>{words.t('aside.stopped.free', { n: free })}</p>}
          {bound === 0 ? null : <p>{words.t('aside.stopped.bound', { n: bound })}</p>}
          {mayAlong ? (
            <p>
              <Checkbox checked={along} onChange={(event) => setAlong(event.target.checked)}>
                {words.t('aside.stopped.with', { n: refused.length, all: withRefused })}
              </Checkbox>
              <span className="soft">{words.t('aside.stopped.withHelp')}</span>
            </p>
          ) : null}
          {n === 0 ? null : (
            <p>
              <Button type="primary" loading={busy} onClick={() => void sign()}>
                {words.t('aside.stopped.sign', { n })}
              </Button>
            </p>
          )}
        </>
      ) : (
        <Notice tone="warn">{words.t('aside.stopped.ended')}</Notice>
      )}
      {others.length === 0 ? null : (
        <p className="soft">{words.t('aside.stopped.others', { names: words.list(others) })}</p>
      )}
    </section>
  )
}
