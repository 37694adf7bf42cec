import { PrinterOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useEffect, useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import { dateTime, groupNumber } from '../../app/format.ts'
import { useWords } from '../../app/prefs.tsx'
import { href, paperWord } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import type { Words } from '../../i18n/index.ts'
import type { TellRow } from '../../replica/conflicts/decision-api.ts'
import { type Told, toldDisk, toldKey } from './told-disk.ts'

const keyOf = ({ entry, case: of }: TellRow) => toldKey(entry, of.id)

/** 需通知的当事人: whom the latest decisions concern, what they mean for them, which papers come back; ticked here once they have been told. */
export function ToTell() {
  const words = useWords()
  const { replica, person } = useDesk()
  const answer = useAnswer('to tell', () => replica.toTell())
  const rows = answer.value ?? []
  const { told, tick, lost } = useTold(rows.map(keyOf), person.name)
  const [all, setAll] = useState(false)
  if (rows.length === 0 || told === null) return null
  const left = rows.filter((row) => !told.has(keyOf(row)))
  const shown = all ? rows : left
  return (
    <section className="card flush" aria-labelledby="to-tell">
      <h2 id="to-tell" className="card-title">
        {words.t('tell.title')}{' '}
        <span className="soft">
          {left.length === 0 ? words.t('tell.none') : words.t('tell.left', { n: left.length })}
        </span>
        {left.length === rows.length || all ? null : (
          <Button size="small" type="link" onClick={() => setAll(true)}>
            {words.t('tell.more', { n: rows.length - left.length })}
          </Button>
        )}
      </h2>
      {lost ? (
        <p className="problem" role="alert">
          {words.t('tell.notKept')}
        </p>
      ) : null}
      {shown.length === 0 ? null : (
        <table className="rows" aria-label={words.t('tell.title')}>
          <thead>
            <tr>
              <th scope="col">{words.t('tell.who')}</th>
              <th scope="col">{words.t('tell.what')}</th>
              <th scope="col">{words.t('tell.recall')}</th>
              <th scope="col">{words.t('tell.here')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={keyOf(row)} row={row} told={told.get(keyOf(row))} tick={(on) => tick(keyOf(row), on)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Row({ row, told, tick }: { row: TellRow; told: Told | undefined; tick: (on: boolean) => void }) {
  const words = useWords()
  const { case: of, conflict, entry } = row
  const who = of.people.length === 0 ? words.t('tell.people.none') : words.list(of.people)
  return (
    <tr className={told === undefined ? undefined : 'dim'}>
      <td className="wrap">
        <span className="two">
          <strong>{who}</strong>
          <span className="soft">
            {words.pick(of.title)}{' '}
            <a className="num" href={href({ page: 'case', id: of.id })}>
              {groupNumber(of.number)}
            </a>{' '}
            {of.office}
          </span>
        </span>
      </td>
      <td className="wrap">
        <span className="two">
          <a href={href({ page: 'conflict', id: conflict })}>{words.t(`tell.fate.${of.fate}`)}</a>
          <span className="soft">
            {row.byName} <span className="num">{dateTime(row.time)}</span>
            {row.standing === 'sealed' ? null : ` ${words.t('tell.unsealed')}`}
          </span>
        </span>
      </td>
      <td className="wrap">
        {row.recall.length === 0 ? '—' : words.list(row.recall.flatMap((one) => namesOf(words, one)))}
      </td>
      <td>
        <span className="two">
          <Checkbox checked={told !== undefined} onChange={(event) => tick(event.target.checked)}>
            {words.t('tell.done')}
          </Checkbox>
          {told === undefined ? (
            <Button
              size="small"
              icon={<PrinterOutlined aria-hidden="true" />}
              aria-label={words.pair(words.t('tell.print'), who)}
              href={href({ page: 'decision', id: conflict, entry, of: of.id })}
            >
              {words.t('tell.print')}
            </Button>
          ) : (
            <span className="soft">{words.t('tell.doneBy', { name: told.by, time: dateTime(told.at) })}</span>
          )}
        </span>
      </td>
    </tr>
  )
}

function namesOf(words: Words, { papers }: TellRow['recall'][number]): string[] {
  return papers.map(({ kind, title }) => (title === null ? words.t(`paper.${paperWord(kind)}`) : words.pick(title)))
}

/** The ticks of these; null until they have been read. A tick is shown once it is on disk. */
function useTold(keys: readonly string[], name: string) {
  const [told, setTold] = useState<ReadonlyMap<string, Told> | null>(null)
  const [lost, setLost] = useState(false)
  const asked = keys.join('\n')
  useEffect(() => {
    let stale = false
    void toldDisk.of(asked === '' ? [] : asked.split('\n')).then((found) => stale || setTold(found))
    return () => {
      stale = true
    }
  }, [asked])
  const tick = (key: string, on: boolean) => {
    const mark = on ? { at: Date.now(), by: name } : null
    void toldDisk.set(key, mark).then((kept) => {
      setLost(!kept)
      if (!kept) return
      setTold((now) => {
        const next = new Map(now)
        if (mark === null) next.delete(key)
        else next.set(key, { key, ...mark })
        return next
      })
    })
  }
  return { told, tick, lost }
}
