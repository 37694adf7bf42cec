import { Button } from 'antd'
import { useDesk, useServices } from '../app/desk.ts'
import { mayFile } from '../app/may-file.ts'
import { useWords } from '../app/prefs.tsx'
import { go } from '../app/router.ts'
import { useAnswer } from '../app/use-answer.ts'
import { FailureBox } from '../components/failure-box.tsx'
import { Loading } from '../components/loading.tsx'
import { PageHead } from '../components/page-head.tsx'
import { ConflictsWait } from './conflicts/nav-count.tsx'
import { AsideWait } from './set-aside/nav-count.tsx'
import { Counts } from './work/counts.tsx'
import { DueChart } from './work/due-chart.tsx'
import { ForMe } from './work/for-me.tsx'
import { HandedOver } from './work/handed-over.tsx'
import { NumbersLow } from './work/numbers-low.tsx'
import { ToTell } from './work/to-tell.tsx'
import { Today } from './work/today.tsx'

/** The desk: what waits for this person, by how much it presses; what went wrong; how the office stands; what was done today. */
export function WorkPage() {
  const words = useWords()
  const { replica, person } = useDesk()
  const overview = useAnswer('overview', () => replica.overview())
  const files = useServices().some((one) => mayFile(one, person))
  return (
    <>
      <PageHead title={words.t('nav.work')} lead={words.t('work.hello', { name: person.name })}>
        {files ? (
          <Button type="primary" onClick={() => go({ page: 'intake' })}>
            {words.t('work.file')} <kbd>Alt 2</kbd>
          </Button>
        ) : null}
      </PageHead>
      {overview.failure === null ? null : (
        <FailureBox failure={overview.failure} title={words.t('work.failed')} onAgain={overview.reload} />
      )}
      {overview.loading ? <Loading what={words.t('loading')} /> : null}
      {overview.value === null ? null : <Counts overview={overview.value} />}
      <ConflictsWait />
      <AsideWait />
      <NumbersLow />
      <div className="split">
        <div className="split-main">
          {overview.value === null ? null : <ForMe lights={overview.value.myLights} files={files} />}
          <ToTell />
          <HandedOver />
        </div>
        <aside className="split-side">
          {overview.value === null ? null : <DueChart overview={overview.value} />}
          <Today />
        </aside>
      </div>
    </>
  )
}
