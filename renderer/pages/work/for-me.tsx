import { Button } from 'antd'
import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { useAnswer } from '../../app/use-answer.ts'
import { CaseTable } from '../../components/case-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { FailureBox } from '../../components/failure-box.tsx'
import { Loading } from '../../components/loading.tsx'
import { LightMark } from '../../components/mark.tsx'
import type { CaseRow, Overview } from '../../replica/api.ts'
import { openCases } from '../cases/place.ts'

const LIGHTS = ['red', 'yellow', 'green', 'none'] as const
type Light = (typeof LIGHTS)[number]

/** So many of each are shown here; the rest is one key away. */
const SHOWN: Readonly<Record<Light, number>> = { red: 8, yellow: 8, green: 6, none: 6 }

/** What waits for this person, what presses most first: the light of each group with how many there are. */
export function ForMe({ lights, files }: { lights: Overview['myLights']; files: boolean }) {
  const words = useWords()
  const any = LIGHTS.some((light) => lights[light] > 0)
  return (
    <section className="card flush" aria-labelledby="for-me">
      <h2 id="for-me" className="card-title">
        {words.t('work.forMe')}
      </h2>
      {any ? (
        LIGHTS.map((light) => (lights[light] === 0 ? null : <Group key={light} light={light} n={lights[light]} />))
      ) : (
        <Empty title={words.t('work.nothing')}>{words.t(files ? 'work.nothingFile' : 'work.nothingWait')}</Empty>
      )}
    </section>
  )
}

function Group({ light, n }: { light: Light; n: number }) {
  const words = useWords()
  const { replica } = useDesk()
  const most = SHOWN[light]
  const answer = useAnswer(`for-me ${light}`, async () => {
    const query = { filter: 'for-me', text: '', after: null } as const
    // Cases in which no limit runs have no light to be asked for.
    if (light !== 'none') return replica.cases({ ...query, light, limit: most })
    const all = await replica.cases({ ...query, limit: 60 })
    return all.ok
      ? { ...all, value: { ...all.value, rows: all.value.rows.filter((row) => row.deadline === null) } }
      : all
  })
  const rows: readonly CaseRow[] = answer.value?.rows.slice(0, most) ?? []
  return (
    <section className="light-group" aria-label={words.t(`light.${light}`)}>
      <h3>
        <LightMark light={light} /> <span className="num">{words.t('work.n', { n })}</span>
        {n > rows.length && light !== 'none' ? (
          <Button size="small" type="link" onClick={() => openCases(replica, { filter: 'for-me', light })}>
            {words.t('work.allOf', { n })}
          </Button>
        ) : null}
        {n > rows.length && light === 'none' ? (
          <Button size="small" type="link" onClick={() => openCases(replica, { filter: 'for-me' })}>
            {words.t('work.all')}
          </Button>
        ) : null}
      </h3>
      {answer.failure === null ? null : (
        <FailureBox failure={answer.failure} title={words.t('work.failed')} onAgain={answer.reload} />
      )}
      {answer.loading ? <Loading what={words.t('loading')} /> : null}
      {rows.length === 0 ? null : (
        <CaseTable label={words.t(`light.${light}`)} rows={rows} without={['standing', 'received']} />
      )}
    </section>
  )
}
